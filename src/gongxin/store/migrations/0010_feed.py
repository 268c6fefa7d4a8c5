"""Indexes for the ledger as it stood at an earlier moment."""

from django.db import migrations, models
from django.db.models import Q

STOOD_BEFORE = Q(superseded_by__isnull=False)


class Migration(migrations.Migration):
    dependencies = [("store", "0009_office")]
    operations = [
        migrations.AddIndex(
            "checkpoint", models.Index(fields=["-signed_at", "-size"], name="checkpoint_by_moment")
        ),
        migrations.AddIndex(
            "entry",
            models.Index(
                fields=["uscc", "item", "-decided_on"], name="earlier_of_organisation", condition=STOOD_BEFORE
            ),
        ),
        migrations.AddIndex(
            "entry",
            models.Index(
                fields=["item", "-decided_on", "-sequence"], name="earlier_of_item", condition=STOOD_BEFORE
            ),
        ),
        migrations.AddIndex(
            "entry",
            models.Index(
                fields=["unit", "-decided_on", "-sequence"], name="earlier_of_unit", condition=STOOD_BEFORE
            ),
        ),
        migrations.AddIndex(
            "entry",
            models.Index(fields=["-decided_on", "-sequence"], name="earlier_by_day", condition=STOOD_BEFORE),
        ),
    ]
