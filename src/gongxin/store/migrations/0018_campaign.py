"""Warnings and special campaigns."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("store", "0017_supervision")]
    operations = []
