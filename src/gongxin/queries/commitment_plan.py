"""Within how many working days a unit verifies commitments."""

import datetime
from dataclasses import dataclass

from gongxin.law.label import Label
from gongxin.procedures.commitment_kind import kind_name
from gongxin.queries.reading import rows


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """The unit's term for a kind, and how many commitments wait under it."""

    kind: str
    working_days: int
    said_by: str
    said_at: datetime.datetime
    waiting: int

    @property
    def kind_name(self) -> Label:
        return kind_name(self.kind)


def of_unit(unit: str) -> tuple[PlanFacts, ...]:
    """Return the plans of a unit by kind."""
    sql = (
        "SELECT p.kind, p.working_days, p.said_by, p.said_at, (SELECT count(*) FROM commitment c"
        " WHERE c.unit = p.unit AND c.kind = p.kind AND c.is_due AND c.performance = '')"
        " FROM commitment_plan p WHERE p.unit = %(unit)s ORDER BY p.kind"
    )
    return tuple(PlanFacts(*found) for found in rows(sql, {"unit": unit}))
