"""How much hangs on each weight: who would change grade if one indicator weighed more or less, as SQL.

A weight is changed together with its cap, so the points of a contribution change in proportion and the stored
explanations suffice: nothing is evaluated anew.
"""

from collections.abc import Sequence

from gongxin.evaluation.grade import Grade, place_sql
from gongxin.evaluation.model import Model
from gongxin.evaluation.movement import contributions_sql


def sensitivity_sql(model: Model, percents: Sequence[int], *, table: str) -> str:
    """Return SQL giving (part, percent, up, down) over the results in `table` of just this edition.

    `percent` is the change of the weight, such as -20; `up` and `down` count who gets a better or a worse
    grade. Weights that change nobody's grade are not in it.
    """
    vetoes = ", ".join(f"('{one.code}', {one.grade.place})" for one in model.vetoes)
    changes = ", ".join(f"({percent})" for percent in percents)
    worst = (
        f"SELECT c.uscc, max(v.place) AS worst FROM contribution c JOIN (VALUES {vetoes}) v (part, place)"
        " USING (part) GROUP BY c.uscc"
        if vetoes
        else "SELECT NULL::VARCHAR AS uscc, 0 AS worst WHERE false"
    )
    return (
        f"WITH contribution AS ({contributions_sql(model, table)}), vetoed AS ({worst}),"
        " whole AS (SELECT uscc, sum(points) AS points FROM contribution GROUP BY uscc),"
        " tried AS (SELECT c.part, p.percent, coalesce(v.worst, 0) AS worst, r.grade,"
        f" {_clamped(model, 'w.points + c.points * p.percent / 100')} AS score"
        f" FROM contribution c JOIN whole w USING (uscc) JOIN {table} r USING (uscc)"
        f" LEFT JOIN vetoed v USING (uscc) CROSS JOIN (VALUES {changes}) p (percent) WHERE c.points <> 0),"
        f" graded AS (SELECT part, percent, {place_sql('grade')} AS earlier,"
        f" greatest(worst, {_by_score(model)}) AS later FROM tried)"
        " SELECT part, percent, count(*) FILTER (later < earlier) AS up,"
        " count(*) FILTER (later > earlier) AS down FROM graded WHERE later <> earlier"
        " GROUP BY part, percent ORDER BY part, percent"
    )


def _clamped(model: Model, points: str) -> str:
    scale = model.scale
    return (
        f"least({scale.highest}, greatest({scale.lowest}, CAST({scale.base} + {points} AS DECIMAL(12, 4))))"
    )


def _by_score(model: Model) -> str:
    whens = " ".join(f"WHEN score >= {bound.at_least} THEN {bound.grade.place}" for bound in model.bounds)
    return f"CASE {whens} ELSE {Grade.POOR.place} END"
