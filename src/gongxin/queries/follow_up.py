"""Who is graded fair or poor, what was done about it, and how many handed in a credit report."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.conf import settings

from gongxin.evaluation.grade import Grade
from gongxin.evaluation.model import Model
from gongxin.evaluation.result import result_id
from gongxin.law.label import Label
from gongxin.law.parameter import load_parameters
from gongxin.procedures.follow_up import FOLLOW_UP
from gongxin.queries.evaluation import BASE, NEWEST, OF_MODEL, asked
from gongxin.queries.reading import rows

FOLLOWED = (Grade.FAIR, Grade.POOR)
GRADED = (
    f"{BASE}, graded AS (SELECT * FROM (SELECT DISTINCT ON (r.uscc) r.uscc, r.run, r.grade, r.score"
    f" {OF_MODEL} ORDER BY r.uscc, {NEWEST}) g WHERE grade = ANY(%(grades)s))"
)
# The follow-up of a model is known by what it is called: results, which cases are about, come and go.
CASE = (
    " LEFT JOIN LATERAL (SELECT c.id, c.number, c.state FROM case_file c WHERE c.uscc = g.uscc"
    " AND c.procedure = 'follow_up' AND starts_with(c.title ->> 'zh', %(name)s)"
    " ORDER BY c.filed_on DESC, c.number DESC LIMIT 1) c ON true"
)


@dataclass(frozen=True, slots=True)
class Graded:
    """An organisation with its grade; `case` None: nothing was done yet. `result` is what a case is about."""

    uscc: str
    organisation: str
    grade: Grade
    score: Decimal
    result: UUID
    case: UUID | None
    number: str
    state: str

    @property
    def state_label(self) -> Label | None:
        return FOLLOW_UP.states[self.state] if self.state else None


@dataclass(frozen=True, slots=True)
class Handed:
    """How many with a grade there are, are followed up, and handed in their credit report.

    `goal` is the share that is to do so, None where no rule gives one.
    """

    grade: Grade
    goal: Decimal | None
    organisations: int = 0
    followed: int = 0
    handed_in: int = 0

    @property
    def share(self) -> Decimal | None:
        return Decimal(self.handed_in) / self.organisations if self.organisations else None

    @property
    def is_reached(self) -> bool:
        return self.share is not None and self.goal is not None and self.share >= self.goal


def page(
    model: Model, on: datetime.date, *, grades: Sequence[Grade] = FOLLOWED, after: str = "", size: int = 50
) -> tuple[Graded, ...]:
    """Return those with one of the grades on a day, by code, from the one behind `after` on."""
    found = rows(
        f"{GRADED} SELECT g.uscc, coalesce(o.name, g.uscc), g.grade, g.score, g.run, c.id,"
        " coalesce(c.number, ''), coalesce(c.state, '') FROM graded g"
        f" LEFT JOIN organisation o ON o.uscc = g.uscc {CASE} WHERE g.uscc > %(after)s"
        " ORDER BY g.uscc LIMIT %(size)s",
        {**_asked(model, on, grades), "after": after, "size": size},
    )
    return tuple(
        Graded(uscc, name, Grade(grade), score, result_id(run, uscc), *case)
        for uscc, name, grade, score, run, *case in found
    )


def handed_in(model: Model, on: datetime.date) -> tuple[Handed, ...]:
    """Return for each grade that is followed up how many handed in a credit report."""
    found = rows(
        f"{GRADED} SELECT g.grade, count(*), count(c.id), count(*) FILTER (WHERE EXISTS"
        " (SELECT FROM case_step s WHERE s.case_id = c.id AND s.step = 'report'))"
        f" FROM graded g {CASE} GROUP BY g.grade",
        _asked(model, on, FOLLOWED),
    )
    counts = {row[0]: row[1:] for row in found}
    goal = load_parameters(*settings.GONGXIN_CITY_FOLDERS)["follow_up.credit_report_share"].known_on(on)
    amounts = {Grade.POOR: Decimal(str(goal.amount)) if goal else None}
    return tuple(Handed(grade, amounts.get(grade), *counts.get(grade, ())) for grade in FOLLOWED)


def _asked(model: Model, on: datetime.date, grades: Sequence[Grade]) -> dict[str, object]:
    return {**asked(model.code, on), "grades": [*grades], "name": model.name.zh}
