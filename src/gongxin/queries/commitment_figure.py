"""Commitments counted by month, kind and unit: received, papers to follow, licences, verified, broken."""

import datetime
from dataclasses import dataclass

from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.sight_sql import condition
from gongxin.law.label import Label
from gongxin.procedures.commitment_kind import GRANTING, CommitmentKind, kind_name
from gongxin.queries.reading import rows

LICENCE = "administrative_licence"
LONGEST_MONTHS = 24


@dataclass(frozen=True, slots=True)
class CommitmentFigure:
    """Counts of one month, kind and unit. What was verified counts in the month in which it was established.

    `granted`: licences that the accepting unit gave that month to organisations with a commitment of this
    kind to the same unit, in force on the day of the licence and made within the year before.
    """

    month: datetime.date
    unit: str
    unit_name: str
    kind: str
    received: int
    completing: int
    granted: int
    verified: int
    broken: int
    overdue: int

    @property
    def kind_name(self) -> Label:
        return kind_name(self.kind)


SQL = """
WITH standing AS (
    SELECT c.* FROM commitment c JOIN entry e ON e.record = c.record AND {sight}
), counted AS (
    SELECT date_trunc('month', committed_on)::date AS month, unit, kind, count(*) AS received,
        count(*) FILTER (WHERE kind = %(completing)s) AS completing, 0 AS granted, 0 AS verified, 0 AS broken,
        count(*) FILTER (WHERE is_due AND performance = '' AND due_on < %(on)s) AS overdue
    FROM standing WHERE committed_on >= %(first)s AND committed_on < %(after)s GROUP BY 1, 2, 3
    UNION ALL
    SELECT date_trunc('month', found_on)::date, unit, kind, 0, 0, 0, count(*),
        count(*) FILTER (WHERE performance IN ('part', 'none')), 0
    FROM standing WHERE performance <> '' AND found_on >= %(first)s AND found_on < %(after)s GROUP BY 1, 2, 3
    UNION ALL
    SELECT date_trunc('month', e.decided_on)::date, c.unit, c.kind, 0, 0, count(DISTINCT e.record), 0, 0, 0
    FROM standing c JOIN entry e ON e.uscc = c.uscc AND e.item = %(licence)s AND {sight}
        AND e.unit = c.unit AND e.decided_on >= c.committed_on
        AND e.decided_on <= c.committed_on + 365 AND (c.valid_until IS NULL OR e.decided_on <= c.valid_until)
    WHERE c.kind = ANY(%(granting)s) AND e.decided_on >= %(first)s AND e.decided_on < %(after)s
    GROUP BY 1, 2, 3
)
SELECT n.month, n.unit, coalesce(u.name, n.unit), n.kind, sum(received)::int, sum(completing)::int,
    sum(granted)::int, sum(verified)::int, sum(broken)::int, sum(overdue)::int
FROM counted n LEFT JOIN unit u ON u.uscc = n.unit
WHERE %(unit)s = '' OR n.unit = %(unit)s
GROUP BY 1, 2, 3, 4 ORDER BY 1 DESC, 3, 4
"""


def figures(*, months: int, on: datetime.date, unit: str = "") -> tuple[CommitmentFigure, ...]:
    """Return the counts of the last months up to the present one, newest first; `unit` narrows to one."""
    months = max(1, min(months, LONGEST_MONTHS))
    sight = condition(Viewer.CENTRE, on=on)
    values = {
        **sight.values,
        "first": _first(on, months - 1),
        "after": _first(on, -1),
        "completing": CommitmentKind.INCOMPLETE.value,
        "granting": [kind.value for kind in GRANTING],
        "licence": LICENCE,
        "unit": unit,
    }
    return tuple(CommitmentFigure(*found) for found in rows(SQL.format(sight=sight.sql), values))


def _first(on: datetime.date, back: int) -> datetime.date:
    """Return the first day of the month so many months back."""
    year, month = divmod(on.year * 12 + on.month - 1 - back, 12)
    return datetime.date(year, month + 1, 1)
