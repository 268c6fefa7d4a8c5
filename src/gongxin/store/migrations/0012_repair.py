"""Repair: training, reminders, and what other platforms are told."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("store", "0011_case")]
    operations = []
