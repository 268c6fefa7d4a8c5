"""Why a result is what it is: every indicator that gave or took points, and the entries behind it."""

import json
from dataclasses import dataclass
from decimal import Decimal

from gongxin.evaluation.grade import Grade
from gongxin.evaluation.indicator import Indicator, Part
from gongxin.evaluation.model import Model
from gongxin.evaluation.wording import filled
from gongxin.law.citation import Article
from gongxin.law.label import Label


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one indicator or veto did; `entries` are the sequences of the entries that counted.

    `points` are zero for a veto, which leaves no grade better than `at_best`.
    """

    code: str
    name: Label
    points: Decimal
    value: Decimal
    entries: tuple[int, ...]
    at_best: Grade | None
    basis: Article
    reason: Label


def contributions(model: Model, text: str) -> tuple[Contribution, ...]:
    """Return what a stored explanation says, in the order of the model.

    Raises:
        KeyError: it is not of this edition of the model.
    """
    told = json.loads(text)
    places = {part.code: place for place, part in enumerate(model.parts)}
    return tuple(_contribution(model.part(code), told[code]) for code in sorted(told, key=places.__getitem__))


def _contribution(part: Part, told: dict[str, object]) -> Contribution:
    entries, value = told["entries"], Decimal(str(told["value"])).normalize()
    points = Decimal(str(told["points"]))
    assert isinstance(entries, list)
    said = {"count": str(len(entries)), "value": f"{value:f}", "points": _plain(abs(points))}
    said["months"] = str(part.ground.months)
    return Contribution(
        code=part.code,
        name=part.name,
        points=points,
        value=value,
        entries=tuple(entries),
        at_best=None if isinstance(part, Indicator) else part.grade,
        basis=part.basis,
        reason=Label(filled(part.reason.zh, said), filled(part.reason.en, said)),
    )


def _plain(number: Decimal) -> str:
    """The number without the noughts at its end."""
    return f"{number.normalize():f}"
