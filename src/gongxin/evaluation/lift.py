"""What would lift a grade: when an entry that lowers it stops counting by itself."""

from datetime import date

from gongxin.disclosure.term import add_months
from gongxin.evaluation.indicator import Part


def counts_until(part: Part, decided_on: date | None) -> date | None:
    """Return the last day on which an entry counts; None where only the entry's own end decides."""
    if part.ground.months is None or decided_on is None:
        return None
    return _last(decided_on, part.ground.months)


def _last(decided_on: date, months: int) -> date:
    """The last day whose window reaches back past the decision."""
    day = add_months(decided_on, months)
    while add_months(day, -months) < decided_on:
        day = date.fromordinal(day.toordinal() + 1)
    while not add_months(day, -months) < decided_on:
        day = date.fromordinal(day.toordinal() - 1)
    return day
