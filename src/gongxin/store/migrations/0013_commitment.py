"""Commitments: templates, checks of performance."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("store", "0012_repair")]
    operations = []
