"""Filled in by what it is named after."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("store", "0009_office")]
    operations: list[migrations.operations.base.Operation] = []
