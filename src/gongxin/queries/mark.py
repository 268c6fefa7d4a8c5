"""Marks at records as reads find them."""

import datetime
import json
from collections.abc import Iterator

from gongxin.disclosure.mark import Mark, MarkSpan


def marks_of(column: str | None, *, standing: bool = False) -> Iterator[MarkSpan]:
    """Yield the marks of a row (`sight_sql.marks`), or only those that stand on the day asked about."""
    for kind, from_on, until_on, stands in json.loads(column) if column else ():
        if stands or not standing:
            yield MarkSpan(Mark(kind), _day(from_on), _day(until_on) if until_on else None)


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)
