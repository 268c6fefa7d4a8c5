"""Signed checkpoints of the log: one for each commit to the ledger."""

from django.db import models


class Checkpoint(models.Model):
    """`note` is the C2SP signed note exactly as served."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    note = models.TextField()
    signed_at = models.DateTimeField()

    class Meta:
        db_table = "log_checkpoint"
        indexes = (models.Index(fields=["-signed_at", "-size"], name="checkpoint_by_moment"),)
