"""Editions of models released for use."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("store", "0015_evaluation")]
    operations = []
