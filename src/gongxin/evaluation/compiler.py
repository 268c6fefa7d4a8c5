"""A model as one SELECT over plain relations: a row for each organisation, with every contribution.

All arithmetic is on whole hundredths of a point and comparisons of exact decimals, so that engines agree to
the last digit. The order of the input does not matter: what is gathered is sorted.

What entries and points belong to is told by number, the place of the indicator or veto in the model, and no
text is made: `explanation` says how it is read.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gongxin.catalogue.edition import Edition
from gongxin.catalogue.item import Item
from gongxin.disclosure.term import add_months
from gongxin.engine.duckdb import literal, name
from gongxin.evaluation.condition import TIER, condition
from gongxin.evaluation.explanation import AMOUNT, MIDDLE, PLACE, measured
from gongxin.evaluation.grade import Grade
from gongxin.evaluation.indicator import Gauge, Ground, Indicator, Part
from gongxin.evaluation.model import UNITS, Model
from gongxin.evaluation.source import ORGANISATION, EntrySource, earliest
from gongxin.law.parameter import Parameters
from gongxin.organisations.industry import industry

OUTPUT = ("uscc", "score", "grade", "points", "entries", "amounts")
NONE = "CAST([] AS BIGINT[])"


@dataclass(frozen=True, slots=True)
class Program:
    """`sql` gives the columns of OUTPUT, in no order; it reads the organisations and the `sources`."""

    sql: str
    sources: tuple[EntrySource, ...]


def program(model: Model, edition: Edition, on: date, *, parameters: Parameters) -> Program:
    """Return the model as SQL for a day.

    Raises:
        InvalidCondition: a condition does not fit the edition of the catalogue.
        ParameterUnset: it needs a legal number that the city has not decided.
    """
    day = _Day(edition, on, parameters)
    hits = [_hits(part, f"{place} AS part, sequence", model, day) for place, part in enumerate(model.parts)]
    amounts = [
        _hits(
            model.parts[place],
            f"{place} AS part, {_amount(model.indicators[place], on)} AS amount",
            model,
            day,
        )
        for place in measured(model)
    ]
    return Program(_sql(model, hits, amounts), tuple(_sources(model.parts, day)))


@dataclass(frozen=True, slots=True)
class _Day:
    edition: Edition
    on: date
    parameters: Parameters


def _sources(parts: Sequence[Part], day: _Day) -> Iterator[EntrySource]:
    """Yield each item once, with all the fields that are read of it, in its own order."""
    read: dict[str, set[str]] = {}
    for part in parts:
        read.setdefault(part.ground.item, set()).update(_read(part, day.edition.item(part.ground.item)))
    for code in sorted(read):
        item = day.edition.item(code)
        fields = tuple(field for field in item.kept_fields if field.code in read[code])
        grounds = [part.ground for part in parts if part.ground.item == code]
        yield EntrySource(code, fields, earliest(_after(ground, day.on) for ground in grounds))


def _after(ground: Ground, on: date) -> date | None:
    """The day after which entries count."""
    return add_months(on, -ground.months) if ground.months is not None else None


def _read(part: Part, item: Item) -> Iterator[str]:
    if part.ground.where is not None:
        yield from condition(part.ground.where, item).columns - {TIER}
    if isinstance(part, Indicator) and part.field is not None:
        yield part.field


def _hits(part: Part, columns: str, model: Model, day: _Day) -> str:
    """The entries that count for one indicator or veto."""
    wanted = " AND ".join(_wanted(part.ground, model, day)) or "TRUE"
    return f"SELECT uscc, {columns} FROM {name(f'entry_{part.ground.item}')} WHERE {wanted}"


def _wanted(ground: Ground, model: Model, day: _Day) -> Iterator[str]:
    after = _after(ground, day.on)
    if after is not None:
        yield f"decided_on > DATE '{after}'"
    if not model.annotated.counts:
        yield "NOT annotated"
    if ground.where is not None:
        found = condition(ground.where, day.edition.item(ground.item))
        yield f"({found.sql(day.on, parameters=day.parameters)}) IS TRUE"


def _amount(indicator: Indicator, on: date) -> str:
    assert indicator.field is not None, indicator.code
    if indicator.measure is Gauge.DAYS_SINCE:
        return f"CAST(DATE_DIFF('day', {name(indicator.field)}, DATE '{on}') AS DECIMAL(18, 6))"
    return f"CAST({name(indicator.field)} AS DECIMAL(18, 6))"


def _sql(model: Model, hits: Sequence[str], amounts: Sequence[str]) -> str:
    """The arithmetic by organisation and part, and beside it, by organisation alone, what was counted.

    Entries are gathered once, not by part first: most parts have one, and a list of lists costs most.
    """
    return (
        f"WITH hit AS ({' UNION ALL '.join(hits)}), found AS ({_found(model, amounts)}),"
        f" weighed AS (SELECT uscc, part, value, {_points(model)} AS points, {_worst(model)} AS worst"
        " FROM found),"
        " weight AS (SELECT uscc, sum(points) AS total, max(worst) AS worst,"
        f" list_sort(list(part * {PLACE} + {MIDDLE} + CAST(points AS BIGINT))) AS points,"
        f" {_amounts(model)} AS amounts FROM weighed GROUP BY uscc),"
        f" counted AS (SELECT uscc, list_sort(list(part * {PLACE} + sequence)) AS entries FROM hit"
        " GROUP BY uscc),"
        f" target AS (SELECT uscc FROM {ORGANISATION} WHERE {_scope(model)}),"
        f" scored AS (SELECT t.uscc, {_score(model)} AS score, coalesce(w.worst, 0) AS worst,"
        f" coalesce(w.points, {NONE}) AS points, coalesce(c.entries, {NONE}) AS entries,"
        f" coalesce(w.amounts, {_list([f'CAST(0 AS {AMOUNT})'] * len(measured(model)))}) AS amounts"
        " FROM target t LEFT JOIN weight w ON w.uscc = t.uscc LEFT JOIN counted c ON c.uscc = t.uscc)"
        f" SELECT uscc, {_decimal('score')} AS score, {_grade(model)} AS grade, points, entries, amounts"
        " FROM scored"
    )


def _amounts(model: Model) -> str:
    """What each part measures that measures an amount, in the order of the model."""
    return _list(
        f"CAST(coalesce(max(CASE WHEN part = {place} THEN value END), 0) AS {AMOUNT})"
        for place in measured(model)
    )


def _list(items: Iterable[str]) -> str:
    return f"CAST([{', '.join(items)}] AS {AMOUNT}[])"


def _by_part(cases: Mapping[int, str], otherwise: str) -> str:
    """A CASE over the parts; what most of them have in common is said once."""
    if not cases:
        return otherwise
    whens = " ".join(f"WHEN {place} THEN {sql}" for place, sql in cases.items())
    return f"CASE part {whens} ELSE {otherwise} END"


VALUES = {Gauge.SUM: "sum(amount)", Gauge.MAXIMUM: "max(amount)", Gauge.DAYS_SINCE: "min(amount)"}


def _found(model: Model, amounts: Sequence[str]) -> str:
    """What each part comes to: how many entries, or the amount or days, which few parts measure."""
    places = measured(model)
    counted = f"SELECT uscc, part, count(*) AS counted, CAST(NULL AS {AMOUNT}) AS value FROM hit"
    if not places:
        return f"{counted} GROUP BY uscc, part"
    value = _by_part(
        {place: f"CAST({VALUES[model.indicators[place].measure]} AS {AMOUNT})" for place in places},
        f"CAST(NULL AS {AMOUNT})",
    )
    return (
        f"{counted} WHERE part NOT IN ({', '.join(map(str, places))}) GROUP BY uscc, part"
        f" UNION ALL SELECT uscc, part, 0 AS counted, {value} AS value FROM ({' UNION ALL '.join(amounts)})"
        " GROUP BY uscc, part"
    )


def _points(model: Model) -> str:
    return _by_part({place: _capped(one) for place, one in enumerate(model.indicators)}, "0")


def _capped(indicator: Indicator) -> str:
    if indicator.steps:
        steps = sorted(indicator.steps, key=lambda step: step.at_least, reverse=True)
        value = "counted" if indicator.measure.counts else "value"
        whens = " ".join(f"WHEN {value} >= {step.at_least} THEN {_units(step.points)}" for step in steps)
        return f"CASE {whens} ELSE 0 END"
    each = _units(indicator.points or Decimal(0))
    if indicator.measure is Gauge.EXISTENCE:
        return str(each)
    given = f"counted * ({each})"
    if indicator.cap is None:
        return given
    return f"{'greatest' if each < 0 else 'least'}({given}, {_units(indicator.cap)})"


def _worst(model: Model) -> str:
    first = len(model.indicators)
    vetoes = {place: str(one.grade.place) for place, one in enumerate(model.vetoes, first)}
    return _by_part(vetoes, "CAST(NULL AS INTEGER)")


def _scope(model: Model) -> str:
    kinds = ", ".join(literal(kind) for kind in sorted(model.scope.kinds))
    statuses = ", ".join(literal(status) for status in sorted(model.scope.statuses))
    within = " OR ".join(_of_industry(code) for code in model.scope.industries)
    return f"kind IN ({kinds}) AND status IN ({statuses})" + (f" AND ({within})" if within else "")


def _of_industry(code: str) -> str:
    """Organisations of an industry; of a section where it is a letter."""
    found = industry(code)
    assert found is not None, code  # refused by `lawfulness`
    if found.digits:
        return f"industry LIKE '{found.digits}%'"
    section = found.section
    divisions = ", ".join(f"'{number:02d}'" for number in range(section.first, section.last + 1))
    return f"industry = '{section.letter}' OR substr(industry, 1, 2) IN ({divisions})"


def _score(model: Model) -> str:
    scale = model.scale
    points = f"{_units(scale.base)} + CAST(coalesce(w.total, 0) AS BIGINT)"
    return f"least({_units(scale.highest)}, greatest({_units(scale.lowest)}, {points}))"


def _grade(model: Model) -> str:
    """The grade of the points, or the best that a veto leaves."""
    points = " ".join(
        f"WHEN score >= {_units(bound.at_least)} THEN {bound.grade.place}" for bound in model.bounds
    )
    best = f"greatest(worst, CASE {points} ELSE {Grade.POOR.place} END)"
    names = " ".join(f"WHEN {grade.place} THEN '{grade}'" for grade in Grade)
    return f"CASE {best} {names} END"


def _decimal(units: str) -> str:
    return f"CAST(CAST({units} AS DECIMAL(12, 0)) * 0.01 AS DECIMAL(6, 2))"


def _units(points: Decimal) -> int:
    """Hundredths of a point; the reader lets no finer ones pass."""
    return int(points * UNITS)
