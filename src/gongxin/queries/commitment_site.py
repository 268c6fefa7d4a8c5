"""On which sites a unit's commitments may be shown in a frame."""

from gongxin.queries.reading import rows


def origins(unit: str) -> tuple[str, ...]:
    """Return the origins that the unit allows, in their order."""
    sql = "SELECT origin FROM commitment_site WHERE unit = %(unit)s ORDER BY origin"
    return tuple(origin for (origin,) in rows(sql, {"unit": unit}))
