"""A unit says that it had nothing to send."""

from datetime import date

from django.conf import settings
from django.utils import timezone

from gongxin.actions.taking import edition_of
from gongxin.intake.reporting import Period, period_of
from gongxin.store.models import Entry, ZeroReport


class RowsWereSent(Exception):
    """The unit itself has sent rows of that period."""

    def __init__(self, period: Period) -> None:
        super().__init__(
            f"{period.first} 至 {period.last} 本单位已报送过该事项的信息，不能再作零报告。"
            f" / Rows of {period.first} to {period.last} were sent already: this is no period without any."
        )


def report_zero(unit: str, item: str, first: date, *, by: str, on: date) -> Period:
    """Note that a period, named by its first day, had no rows; said twice, it is noted once.

    Raises:
        UnknownItem: the catalogue has no such item.
        NoSuchPeriod: the period is not over, or is none.
        RowsWereSent: there are rows of it.
    """
    period = period_of(edition_of(on).item(item), first, on=on, folders=settings.GONGXIN_CITY_FOLDERS)
    of_period = Entry.objects.filter(unit=unit, item=item, kind="record", superseded_by=None)
    if of_period.filter(decided_on__range=(period.first, period.last)).exists():
        raise RowsWereSent(period)
    said = {"said_by": by, "said_at": timezone.now()}
    ZeroReport.objects.get_or_create(unit=unit, item=item, period=first, defaults=said)
    return period
