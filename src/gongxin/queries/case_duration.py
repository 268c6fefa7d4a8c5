"""How long cases really took, for whoever is about to file one."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F

from gongxin.procedures.procedure import Procedure
from gongxin.procedures.step import Party
from gongxin.store.models import Case

SPAN = timedelta(days=365)  # what is called current


@dataclass(frozen=True, slots=True)
class Duration:
    """Of `count` cases; `days` are days of the calendar, on average."""

    count: int
    days: float


def duration(procedure: Procedure, *, on: date) -> Duration | None:
    """Return how long the cases took that were settled in the year before a day; None where there was none.

    What the applicant took back is left out: it says nothing about how long an answer takes.
    """
    settled = Case.objects.filter(
        procedure=procedure.code, closed_on__gt=on - SPAN, closed_on__lte=on
    ).exclude(state__in=given_up(procedure))
    taken = ExpressionWrapper(F("closed_on") - F("filed_on"), output_field=DurationField())
    found = settled.aggregate(count=Count("id"), taken=Avg(taken))
    if not found["count"]:
        return None
    return Duration(found["count"], round(found["taken"] / timedelta(days=1), 1))


def given_up(procedure: Procedure) -> frozenset[str]:
    """Return the ends to which nobody but the applicant leads."""
    return frozenset(
        state
        for state in procedure.states
        if procedure.is_final(state)
        and {step.by for step in procedure.steps if step.to == state} == {Party.ORGANISATION}
    )
