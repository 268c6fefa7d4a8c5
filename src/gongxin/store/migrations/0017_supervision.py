"""Draws, tasks of inspection and their results."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("store", "0016_release")]
    operations = []
