"""What a unit wants otherwise than the platform does by itself."""

from django.db import models


class UnitSetting(models.Model):
    """`is_released_apart`: what one person submits, another releases."""

    unit = models.CharField(max_length=18, primary_key=True)
    is_released_apart = models.BooleanField()
    said_by = models.CharField(max_length=150)
    said_at = models.DateTimeField()

    class Meta:
        db_table = "unit_setting"
