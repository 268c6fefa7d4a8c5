"""Tiles of the Merkle log (C2SP tlog-tiles): 256 hashes of one level."""

from django.db import models


class Tile(models.Model):
    """`hashes` holds `width` SHA-256 values of 32 bytes; only the last tile of a level is partial."""

    level = models.SmallIntegerField()
    number = models.BigIntegerField()
    width = models.SmallIntegerField()
    hashes = models.BinaryField()

    class Meta:
        db_table = "log_tile"
        constraints = (
            models.UniqueConstraint(fields=["level", "number"], name="log_tile_once"),
            models.CheckConstraint(
                name="log_tile_width", condition=models.Q(width__gte=1) & models.Q(width__lte=256)
            ),
        )
