"""What units decided after their queries, what they still have to report, and what queries came to."""

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from gongxin.disclosure.feedback import Decision
from gongxin.disclosure.look import OTHER
from gongxin.law.label import Label
from gongxin.queries.look import COLUMNS, NAMES, NARROWING, ZONE, LookFacts, LookFilter, looked
from gongxin.queries.matter import matter_name
from gongxin.queries.reading import row, rows

LARGEST_PAGE = 200


@dataclass(frozen=True, slots=True)
class FeedbackFacts:
    """One version of what was reported on a look; the newest stands."""

    sequence: int
    version: int
    at: datetime.datetime
    by: str
    decision: Decision
    decided_on: datetime.date
    measures: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class LookWithFeedback:
    """A look of a unit, the measures that its answer opened, and what was reported, newest first."""

    look: LookFacts
    measures: tuple[str, ...]
    feedback: tuple[FeedbackFacts, ...]

    @property
    def version(self) -> int:
        """The version that stands: 1 where nothing was reported yet."""
        return self.feedback[0].version if self.feedback else 1


@dataclass(frozen=True, slots=True)
class MatterFigures:
    """What the queries of a unit in one matter and month came to."""

    matter: str
    unit: str
    unit_name: str
    month: str
    queries: int
    organisations: int
    found: int
    adverse: int
    reported: int

    @property
    def matter_name(self) -> Label:
        return matter_name(self.matter)


class UnknownLook(Exception):
    """The unit made no such look."""

    def __init__(self, look: object) -> None:
        super().__init__(
            f"本单位没有查询 {look}。请在待反馈列表中选择。"
            f" / This unit made no look {look}. Choose one of its list."
        )


def awaited(unit: str, *, after: int = 0, size: int = 50) -> tuple[tuple[LookFacts, ...], int | None]:
    """Return looks of a unit without feedback, oldest first, and where the next page begins."""
    size = max(1, min(size, LARGEST_PAGE))
    sql = (
        f"SELECT {COLUMNS} FROM (SELECT * FROM entry e WHERE e.kind = 'query' AND e.superseded_by IS NULL"
        " AND e.unit = %(unit)s AND e.item <> ALL(%(other)s) AND e.sequence > %(after)s"
        f" ORDER BY e.sequence LIMIT %(size)s) e {NAMES} ORDER BY e.sequence"
    )
    values = {"unit": unit, "other": list(OTHER), "after": after, "size": size + 1}
    found = [looked(one) for one in rows(sql, values)]
    return tuple(found[:size]), found[size - 1].sequence if len(found) > size else None


def count_awaited(unit: str) -> int:
    sql = (
        "SELECT count(*) FROM entry e WHERE e.kind = 'query' AND e.superseded_by IS NULL"
        " AND e.unit = %(unit)s AND e.item <> ALL(%(other)s)"
    )
    ((found,),) = rows(sql, {"unit": unit, "other": list(OTHER)})
    return int(found)


def one(look: UUID, *, unit: str) -> LookWithFeedback:
    """Return a look of the unit with what was reported.

    Raises:
        UnknownLook: the unit made no such look.
    """
    sql = (
        f"SELECT {COLUMNS} FROM entry e {NAMES} WHERE e.record = %(look)s AND e.kind = 'query'"
        " AND e.unit = %(unit)s AND e.item <> ALL(%(other)s)"
    )
    found = row(sql, {"look": look, "unit": unit, "other": list(OTHER)})
    if found is None:
        raise UnknownLook(look)
    measures: Sequence[str] = json.loads(found[-1]).get("measures", [])
    return LookWithFeedback(looked(found), tuple(measures), _versions(look))


def of_batch(batch: UUID, *, unit: str, span: tuple[int, int]) -> Mapping[UUID, int]:
    """Return the looks of a query that await feedback, with the version that stands; `span`: its place."""
    sql = (
        "SELECT e.record FROM entry e WHERE e.sequence BETWEEN %(first)s AND %(last)s AND e.batch = %(batch)s"
        " AND e.kind = 'query' AND e.superseded_by IS NULL AND e.unit = %(unit)s ORDER BY e.sequence"
    )
    found = rows(sql, {"first": span[0], "last": span[1], "batch": batch, "unit": unit})
    return {record: 1 for (record,) in found}


def reported(looks: Sequence[UUID]) -> Mapping[UUID, Decision]:
    """Return the decisions that stand for those looks that have one."""
    sql = (
        "SELECT e.record, e.content::jsonb ->> 'decision' FROM entry e"
        " WHERE e.record = ANY(%(looks)s) AND e.kind = 'feedback' AND e.superseded_by IS NULL"
    )
    return {record: Decision(decision) for record, decision in rows(sql, {"looks": list(looks)})}


def figures(narrow: LookFilter) -> tuple[MatterFigures, ...]:
    """Return what queries came to, by matter, unit and month, newest month first."""
    given = {name: value for name in NARROWING if (value := getattr(narrow, name))}
    where = " AND ".join(NARROWING[name] for name in given) or "true"
    sql = (
        "SELECT e.item, e.unit, coalesce(max(u.name), ''),"
        " to_char(e.known_at AT TIME ZONE %(zone)s, 'YYYY-MM') AS month,"
        " count(DISTINCT coalesce(e.batch, e.record)), count(DISTINCT e.uscc),"
        " count(*) FILTER (WHERE (e.content::jsonb ->> 'found')::int > 0),"
        " count(*) FILTER (WHERE (e.content::jsonb ->> 'adverse')::int > 0), count(e.superseded_by)"
        f" FROM entry e LEFT JOIN unit u ON u.uscc = e.unit WHERE e.kind = 'query' AND {where}"
        " AND e.item <> ALL(%(other)s) GROUP BY e.item, e.unit, month ORDER BY month DESC, e.unit, e.item"
    )
    found = rows(sql, {**given, "zone": ZONE, "other": list(OTHER)})
    return tuple(MatterFigures(*one_row) for one_row in found)


def _versions(look: UUID) -> tuple[FeedbackFacts, ...]:
    sql = (
        "SELECT sequence, version, known_at, content FROM entry"
        " WHERE record = %(look)s AND kind = 'feedback' ORDER BY version DESC"
    )
    versions = []
    for sequence, version, at, content in rows(sql, {"look": look}):
        said = json.loads(content)
        versions.append(
            FeedbackFacts(
                sequence,
                version,
                at,
                said["by"],
                Decision(said["decision"]),
                datetime.date.fromisoformat(said["decided_on"]),
                tuple(said["measures"]),
                said["note"],
            )
        )
    return tuple(versions)


def look_at(uscc: str, *, batch: UUID, span: tuple[int, int]) -> UUID | None:
    """Return the look of a query at one organisation; None where the query did not ask about it."""
    sql = (
        "SELECT e.record FROM entry e WHERE e.kind = 'query' AND e.uscc = %(uscc)s AND e.batch = %(batch)s"
        " AND e.sequence BETWEEN %(first)s AND %(last)s"
    )
    found = row(sql, {"uscc": uscc, "batch": batch, "first": span[0], "last": span[1]})
    return found[0] if found else None
