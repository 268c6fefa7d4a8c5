"""Letters and the proof of their delivery."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("store", "0013_commitment")]
    operations = []
