"""A trial: what an edition of a model would make of all organisations, beside the edition in use.

Only counts leave it: a trial tells nobody's grade.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Self

from duckdb import DuckDBPyConnection

from gongxin.evaluation.grade import Grade
from gongxin.evaluation.model import Model
from gongxin.evaluation.movement import (
    AFTER,
    Group,
    broken_down_sql,
    distribution_sql,
    moves_sql,
    reasons_sql,
)
from gongxin.evaluation.sensitivity import sensitivity_sql

MOST_VALUES = 24  # of a group; the smaller ones are told together as ""


@dataclass(frozen=True, slots=True)
class Share:
    """How many organisations have a grade; `value` is the kind, industry or region they belong to."""

    value: str
    grade: str
    organisations: int


@dataclass(frozen=True, slots=True)
class Shift:
    """How many organisations go from one grade to another; None: that edition does not evaluate them."""

    earlier: str | None
    later: str | None
    organisations: int

    @property
    def direction(self) -> str:
        """Return up, down, same or, where one edition is silent, none."""
        if self.earlier is None or self.later is None:
            return "none"
        places = Grade(self.earlier).place, Grade(self.later).place
        return "same" if places[0] == places[1] else "up" if places[1] < places[0] else "down"


@dataclass(frozen=True, slots=True)
class Reason:
    """In how many of those who go `up` or `down` a part changed, and by how many points on average."""

    direction: str
    part: str
    organisations: int
    points: Decimal


@dataclass(frozen=True, slots=True)
class Swing:
    """Whom a weight changed by `percent` would move."""

    part: str
    percent: int
    up: int
    down: int


@dataclass(frozen=True, slots=True)
class Trial:
    """The counts of a trial; without an edition to compare with, `shifts` and `reasons` are empty."""

    shares: tuple[Share, ...]
    by_group: Mapping[str, tuple[Share, ...]]
    shifts: tuple[Shift, ...]
    reasons: tuple[Reason, ...]
    swings: tuple[Swing, ...]

    @property
    def organisations(self) -> int:
        return sum(share.organisations for share in self.shares)

    @property
    def moved(self) -> int:
        """How many would get another grade."""
        return sum(one.organisations for one in self.shifts if one.direction in ("up", "down"))

    def as_json(self) -> dict[str, Any]:
        written = asdict(self)
        written["reasons"] = [{**one, "points": str(one["points"])} for one in written["reasons"]]
        return written

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        return cls(
            tuple(Share(**one) for one in raw["shares"]),
            {group: tuple(Share(**one) for one in shares) for group, shares in raw["by_group"].items()},
            tuple(Shift(**one) for one in raw["shifts"]),
            tuple(Reason(**{**one, "points": Decimal(one["points"])}) for one in raw["reasons"]),
            tuple(Swing(**one) for one in raw["swings"]),
        )


def tried(
    connection: DuckDBPyConnection, model: Model, percents: Sequence[int], *, against: Model | None
) -> Trial:
    """Return the counts over the tables `after`, `organisation` and, where it is compared, `before`."""

    def rows(sql: str) -> list[tuple[Any, ...]]:
        return connection.execute(sql).fetchall()

    return Trial(
        tuple(Share("", *row) for row in rows(distribution_sql())),
        {group.value: _largest(rows(broken_down_sql(group))) for group in Group},
        tuple(Shift(*row) for row in rows(moves_sql())) if against else (),
        tuple(Reason(*row) for row in rows(reasons_sql(against, model))) if against else (),
        tuple(Swing(*row) for row in rows(sensitivity_sql(model, percents, table=AFTER))),
    )


def _largest(rows: Sequence[tuple[Any, ...]]) -> tuple[Share, ...]:
    """Keep the largest groups, and gather what is left under ""."""
    kept: dict[tuple[str, str], int] = {}
    named = list(dict.fromkeys(value for value, *_ in rows))[:MOST_VALUES]
    for value, grade, organisations, _of_value in rows:
        key = (value if value in named else "", grade)
        kept[key] = kept.get(key, 0) + organisations
    return tuple(Share(value, grade, organisations) for (value, grade), organisations in kept.items())
