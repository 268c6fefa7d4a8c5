"""Units that submit and the people who act for them."""

from django.conf import settings
from django.db import models


class Unit(models.Model):
    """A department, district or institution; `parent` makes the tree."""

    uscc = models.CharField(max_length=18, primary_key=True)
    name = models.CharField(max_length=200)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT)

    class Meta:
        db_table = "unit"


class Membership(models.Model):
    """A user's place in a unit."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    may_submit = models.BooleanField()
    may_decide = models.BooleanField()  # held batches and review cases

    class Meta:
        db_table = "membership"
