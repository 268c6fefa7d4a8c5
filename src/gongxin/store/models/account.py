"""The home unit of a staff account. Who only represents organisations has none."""

from django.conf import settings
from django.db import models

from gongxin.store.models.unit import Unit


class Account(models.Model):
    """Every grant of a staff account is in this unit: a foreign key over both columns holds it."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, primary_key=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)

    class Meta:
        db_table = "account"
        constraints = (models.UniqueConstraint(fields=["user", "unit"], name="account_in_one_unit"),)
