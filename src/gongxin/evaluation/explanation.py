"""Why a result is what it is: every indicator that gave or took points, and the entries behind it.

It is kept as three lists of numbers, in JSON: `points` has a number for each part of the model with an entry,
its place times PLACE, plus MIDDLE, plus the hundredths of a point; `entries` one for each entry that counted,
the place times PLACE plus its sequence; `amounts` one for each part that measures an amount. Words and
provisions are put to it from the edition that was used.
"""

import json
from dataclasses import dataclass
from decimal import Decimal

from gongxin.evaluation.grade import Grade
from gongxin.evaluation.indicator import Indicator, Part
from gongxin.evaluation.model import UNITS, Model
from gongxin.evaluation.wording import filled
from gongxin.law.citation import Article
from gongxin.law.label import Label

PLACE = 10**12  # more than any sequence
MIDDLE = PLACE // 2  # points below zero lie below it
AMOUNT = "DECIMAL(38, 6)"
FORM = 2  # of what is kept, and so of what the digest of a run is of
TEXT = (
    """'{"amounts": ' || CAST(amounts AS VARCHAR) || ', "entries": ' || CAST(entries AS VARCHAR)"""
    """ || ', "points": ' || CAST(points AS VARCHAR) || '}'"""
)


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


def measured(model: Model) -> tuple[int, ...]:
    """Return the places of the indicators that measure an amount or days: what `amounts` is about."""
    return tuple(place for place, one in enumerate(model.indicators) if not one.measure.counts)


def contributions(model: Model, text: str) -> tuple[Contribution, ...]:
    """Return what a kept explanation says, in the order of the model; no indicator that moved nothing.

    Raises:
        IndexError: it is not of this edition of the model.
    """
    told = json.loads(text, parse_float=Decimal)
    entries: dict[int, list[int]] = {}
    for number in told["entries"]:
        entries.setdefault(number // PLACE, []).append(number % PLACE)
    amounts = dict(zip(measured(model), told["amounts"], strict=True))
    found = (
        _contribution(model.parts[number // PLACE], _hundredths(number), entries[number // PLACE], amount)
        for number in told["points"]
        for amount in [amounts.get(number // PLACE)]
    )
    return tuple(one for one in found if one.points or one.at_best is not None)


def _hundredths(number: int) -> Decimal:
    return (Decimal(number % PLACE - MIDDLE) / UNITS).quantize(Decimal("0.01"))


def _contribution(part: Part, points: Decimal, entries: list[int], amount: Decimal | None) -> Contribution:
    value = Decimal(len(entries) if amount is None else amount).normalize()
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
