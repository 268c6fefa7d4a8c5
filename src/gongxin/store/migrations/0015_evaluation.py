"""Results of evaluation with their explanation."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("store", "0014_letter")]
    operations = []
