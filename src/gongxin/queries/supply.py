"""Which units sent which items in a period: what a statement that nothing was found is worth."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from gongxin.queries.reading import rows


@dataclass(frozen=True, slots=True)
class Supply:
    """A unit's deliveries of an item. `rows` were taken in; 0 where the unit said it had none."""

    unit: str
    unit_name: str
    item: str
    deliveries: int
    rows: int
    last_on: datetime.date


def supplies(items: Iterable[str], *, from_: datetime.date, to: datetime.date) -> tuple[Supply, ...]:
    """Return what units sent, or declared not to have, on the days from `from_` to `to`."""
    sql = (
        "SELECT s.unit, coalesce(u.name, s.unit), s.item, count(*), sum(s.rows), max(s.day) FROM ("
        "SELECT unit, item, accepted + corrected + duplicate AS rows,"
        " coalesce(day, (received_at AT TIME ZONE 'Asia/Shanghai')::date) AS day FROM batch"
        " WHERE state = 'taken' AND item = ANY(%(items)s)"
        " UNION ALL SELECT unit, item, 0, (said_at AT TIME ZONE 'Asia/Shanghai')::date FROM zero_report"
        " WHERE item = ANY(%(items)s)"
        ") s LEFT JOIN unit u ON u.uscc = s.unit WHERE s.day BETWEEN %(from)s AND %(to)s"
        " GROUP BY 1, 2, 3 ORDER BY 2, 3"
    )
    found = rows(sql, {"items": sorted(items), "from": from_, "to": to})
    return tuple(
        Supply(unit, name, item, times, int(sent), last) for unit, name, item, times, sent, last in found
    )
