"""Who would move: the results of two editions of a model side by side, as SQL.

`before` and `after` are relations of results, as the compiler's OUTPUT; `organisation` is the one a model
reads. An organisation that only one of them evaluates has NULL for the other's grade.
"""

from enum import StrEnum

from gongxin.engine.duckdb import literal
from gongxin.evaluation.explanation import MIDDLE, PLACE
from gongxin.evaluation.grade import place_sql
from gongxin.evaluation.model import Model
from gongxin.evaluation.source import ORGANISATION
from gongxin.organisations.industry import sections

BEFORE, AFTER = "before", "after"


class Group(StrEnum):
    """By what a distribution is broken down."""

    KIND = "kind"
    INDUSTRY = "industry"  # the section of GB/T 4754, a letter
    REGION = "region"  # county, six digits


def _section_sql() -> str:
    """Return SQL for the section of an industry, which a register gives with or without its letter."""
    spans = " ".join(
        f"WHEN TRY_CAST(left(industry, 2) AS INTEGER) BETWEEN {one.first} AND {one.last} THEN '{one.letter}'"
        for one in sections().values()
    )
    letters = ", ".join(f"'{letter}'" for letter in sections())
    return f"CASE WHEN left(industry, 1) IN ({letters}) THEN left(industry, 1) {spans} ELSE '' END"


GROUPS = {Group.KIND: "kind", Group.INDUSTRY: _section_sql(), Group.REGION: "left(region, 6)"}


def distribution_sql(*, table: str = AFTER) -> str:
    """Return SQL giving (grade, organisations) for every grade that somebody has."""
    return (
        f"SELECT grade, count(*) AS organisations FROM {table} GROUP BY grade ORDER BY {place_sql('grade')}"
    )


def broken_down_sql(group: Group, *, table: str = AFTER) -> str:
    """Return SQL giving (value, grade, organisations), the largest group first."""
    return (
        f"SELECT value, grade, count(*) AS organisations, sum(count(*)) OVER (PARTITION BY value) AS of_value"
        f" FROM (SELECT {GROUPS[group]} AS value, r.grade FROM {table} r JOIN {ORGANISATION} USING (uscc))"
        f" GROUP BY value, grade ORDER BY of_value DESC, value, {place_sql('grade')}"
    )


def moves_sql() -> str:
    """Return SQL giving (earlier, later, organisations) for each pair of grades."""
    order = f"{place_sql('earlier')} NULLS LAST, {place_sql('later')} NULLS LAST"
    return (
        f"SELECT earlier, later, count(*) AS organisations FROM ({_pairs()})"
        f" GROUP BY earlier, later ORDER BY {order}"
    )


def reasons_sql(before: Model, after: Model) -> str:
    """Return SQL giving (direction, part, organisations, points): what changed for those who move.

    `points` is the mean change of the part over the movers in whom it changed; a veto changes none.
    """
    return (
        f"WITH moved AS (SELECT uscc, CASE WHEN {place_sql('later')} > {place_sql('earlier')} THEN 'down'"
        f" ELSE 'up' END AS direction FROM ({_pairs()}) WHERE earlier <> later),"
        f" change AS (SELECT coalesce(b.uscc, a.uscc) AS uscc, coalesce(b.part, a.part) AS part,"
        " coalesce(a.points, 0) - coalesce(b.points, 0) AS points, a.part IS NULL OR b.part IS NULL AS is_new"
        f" FROM ({contributions_sql(before, BEFORE)}) b FULL JOIN ({contributions_sql(after, AFTER)}) a"
        " ON a.uscc = b.uscc AND a.part = b.part)"
        " SELECT direction, part, count(*) AS organisations, CAST(avg(points) AS DECIMAL(8, 2)) AS points"
        " FROM moved JOIN change USING (uscc) WHERE points <> 0 OR is_new"
        " GROUP BY direction, part ORDER BY direction, organisations DESC, part"
    )


def contributions_sql(model: Model, table: str) -> str:
    """Return SQL giving (uscc, part, points) for every contribution in the results of an edition."""
    parts = ", ".join(f"({place}, {literal(part.code)})" for place, part in enumerate(model.parts))
    return (
        f"SELECT uscc, part, points FROM (SELECT uscc, number // {PLACE} AS place,"
        f" CAST((number % {PLACE} - {MIDDLE}) * 0.01 AS DECIMAL(8, 2)) AS points"
        f" FROM (SELECT uscc, unnest(points) AS number FROM {table}))"
        f" JOIN (VALUES {parts}) p (place, part) USING (place)"
        f" WHERE points <> 0 OR place >= {len(model.indicators)}"
    )


def _pairs() -> str:
    return (
        "SELECT coalesce(b.uscc, a.uscc) AS uscc, b.grade AS earlier, a.grade AS later"
        f" FROM {BEFORE} b FULL JOIN {AFTER} a ON a.uscc = b.uscc"
    )
