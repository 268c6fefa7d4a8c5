"""Units: public bodies that submit and query, banks and agencies that are authorised to look."""

from django.db import models

KINDS = ("city", "district", "department", "institution", "centre", "bank", "agency")


class Unit(models.Model):
    """`parent` makes the tree."""

    uscc = models.CharField(max_length=18, primary_key=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT)

    class Meta:
        db_table = "unit"
        constraints = (models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="unit_kind_known"),)
