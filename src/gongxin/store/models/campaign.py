"""Special campaigns: against which breach, and the ledger of the organisations in scope."""

from django.db import models
from django.db.models import F, Q

STATES = ("draft", "open", "closing", "closed", "withdrawn")


class Campaign(models.Model):
    """A campaign of a unit; `counted` is what its closing report says, kept as it was said."""

    id = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=40)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    rule = models.CharField(max_length=32)
    unit = models.CharField(max_length=18)
    from_on = models.DateField()
    until_on = models.DateField()
    state = models.CharField(max_length=16)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    opened_by = models.CharField(max_length=150, blank=True)
    opened_on = models.DateField(null=True)
    closing_by = models.CharField(max_length=150, blank=True)
    said = models.TextField(blank=True)  # what the closing report says in words
    closed_by = models.CharField(max_length=150, blank=True)
    closed_on = models.DateField(null=True)
    sequence = models.BigIntegerField(null=True)  # of its last entry in the ledger
    counted = models.JSONField(default=dict)

    class Meta:
        db_table = "campaign"
        constraints = (
            models.UniqueConstraint(
                fields=["code"], condition=~Q(state="withdrawn"), name="campaign_code_once"
            ),
            models.CheckConstraint(condition=Q(state__in=STATES), name="campaign_state_known"),
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="campaign_in_order"),
            models.CheckConstraint(
                condition=Q(opened_by="", opened_on=None)
                | Q(opened_by__gt="", opened_on__isnull=False) & ~Q(opened_by=F("made_by")),
                name="campaign_opened_by_another",
            ),
            models.CheckConstraint(
                condition=Q(closed_by="", closed_on=None)
                | Q(closed_by__gt="", closed_on__isnull=False) & ~Q(closed_by=F("closing_by")),
                name="campaign_closed_by_another",
            ),
        )


class CampaignMember(models.Model):
    """An organisation in scope, the entries for which it is, and its case.

    It leaves without a case coming to its end where it fell out of scope: `left_because` says why.
    """

    id = models.UUIDField(primary_key=True)  # what its case is about
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT)
    uscc = models.CharField(max_length=18)
    unit = models.CharField(max_length=18)  # that sees to it
    records = models.JSONField(default=list)
    joined_on = models.DateField()
    case = models.UUIDField(null=True)
    left_on = models.DateField(null=True)
    left_because = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "campaign_member"
        constraints = (
            models.UniqueConstraint(fields=["campaign", "uscc"], name="campaign_member_once"),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True, left_because="")
                | Q(left_on__isnull=False, left_because__gt=""),
                name="campaign_member_left_whole",
            ),
        )
        indexes = (
            models.Index(fields=["unit"], name="campaign_member_of_unit"),
            models.Index(fields=["uscc"], name="campaign_member_by_code"),
        )
