"""Terms of cases that have ended: kept, kept late, or overdue and still open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from gongxin.law.calendar import WorkingCalendar
from gongxin.procedures.index import PROCEDURES
from gongxin.procedures.step import Party
from gongxin.procedures.term import running_from
from gongxin.queries.case_figure import keeper
from gongxin.store.models import Case

LONGEST = timedelta(days=400)  # a case filed earlier has no term that ends between the days


@dataclass(frozen=True, slots=True)
class EndedTerm:
    """A term whose last day is over; `unit` is empty for those of the centre. Open: still not done."""

    unit: str
    procedure: str
    due_on: date
    is_kept: bool
    is_open: bool


def terms_ended(first: date, last: date) -> Iterator[EndedTerm]:
    """Yield the terms whose last day lies between two days, as they stood at the end of the second.

    One that still runs on the second day has not ended.
    """
    calendar = WorkingCalendar.published(*settings.GONGXIN_CITY_FOLDERS)
    filed = Case.objects.filter(filed_on__lte=last, filed_on__gte=first - LONGEST)
    for code, provider, terms in filed.values_list("procedure", "provider", "terms").iterator():
        for running in map(running_from, terms) if code in PROCEDURES else ():
            due_on = running.due_on(calendar) if running.stretches else None
            if due_on is None or not first <= due_on <= last:
                continue
            closed_on = running.closed_on if running.closed_on and running.closed_on <= last else None
            if closed_on is None and due_on == last:
                continue
            unit = provider if keeper(PROCEDURES[code], running.code) is Party.PROVIDER else ""
            is_kept = closed_on is not None and closed_on <= due_on
            yield EndedTerm(unit, code, due_on, is_kept, closed_on is None)
