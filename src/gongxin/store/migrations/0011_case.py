"""Cases of procedures, their steps and documents, and what they do to how a record shows."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("store", "0010_feed")]
    operations = []
