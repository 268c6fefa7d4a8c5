"""A model as one SELECT over plain relations: a row for each organisation, with every contribution.

All arithmetic is on whole hundredths of a point and comparisons of exact decimals, so that engines agree to
the last digit. The order of the input does not matter: what is gathered is sorted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gongxin.catalogue.edition import Edition
from gongxin.catalogue.item import Item
from gongxin.disclosure.term import add_months
from gongxin.engine.duckdb import literal, name
from gongxin.evaluation.condition import TIER, condition
from gongxin.evaluation.grade import Grade
from gongxin.evaluation.indicator import Gauge, Ground, Indicator, Part
from gongxin.evaluation.model import UNITS, Model
from gongxin.evaluation.source import ORGANISATION, EntrySource
from gongxin.law.parameter import Parameters
from gongxin.organisations.industry import industry

OUTPUT = ("uscc", "score", "grade", "explanation")
NOTHING = "CAST(NULL AS DECIMAL(18, 6))"


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
    parts = model.parts
    hits = [_hits(place, part, model, _Day(edition, on, parameters)) for place, part in enumerate(parts)]
    return Program(_sql(model, hits), tuple(_sources(parts, edition)))


@dataclass(frozen=True, slots=True)
class _Day:
    edition: Edition
    on: date
    parameters: Parameters


def _sources(parts: Sequence[Part], edition: Edition) -> Iterator[EntrySource]:
    """Yield each item once, with all the fields that are read of it, in its own order."""
    read: dict[str, set[str]] = {}
    for part in parts:
        read.setdefault(part.ground.item, set()).update(_read(part, edition.item(part.ground.item)))
    for code in sorted(read):
        yield EntrySource(
            code, tuple(field for field in edition.item(code).kept_fields if field.code in read[code])
        )


def _read(part: Part, item: Item) -> Iterator[str]:
    if part.ground.where is not None:
        yield from condition(part.ground.where, item).columns - {TIER}
    if isinstance(part, Indicator) and part.field is not None:
        yield part.field


def _hits(place: int, part: Part, model: Model, day: _Day) -> str:
    """The entries that count for one indicator or veto."""
    amount = _amount(part, day.on) if isinstance(part, Indicator) else NOTHING
    wanted = " AND ".join(_wanted(part.ground, model, day)) or "TRUE"
    return (
        f"SELECT uscc, {place} AS part, sequence, {amount} AS amount"
        f" FROM {name(f'entry_{part.ground.item}')} WHERE {wanted}"
    )


def _wanted(ground: Ground, model: Model, day: _Day) -> Iterator[str]:
    if ground.months is not None:
        yield f"decided_on > DATE '{add_months(day.on, -ground.months)}'"
    if not model.annotated.counts:
        yield "NOT annotated"
    if ground.where is not None:
        found = condition(ground.where, day.edition.item(ground.item))
        yield f"({found.sql(day.on, parameters=day.parameters)}) IS TRUE"


def _amount(indicator: Indicator, on: date) -> str:
    if indicator.field is None:
        return NOTHING
    if indicator.measure is Gauge.DAYS_SINCE:
        return f"CAST(DATE_DIFF('day', {name(indicator.field)}, DATE '{on}') AS DECIMAL(18, 6))"
    return f"CAST({name(indicator.field)} AS DECIMAL(18, 6))"


def _sql(model: Model, hits: Sequence[str]) -> str:
    return (
        f"WITH hit AS ({' UNION ALL '.join(hits)}),"
        " found AS (SELECT uscc, part, count(*) AS counted, sum(amount) AS total, max(amount) AS largest,"
        " min(amount) AS least, list_sort(list(sequence)) AS sequences FROM hit GROUP BY uscc, part),"
        f" measured AS (SELECT uscc, part, counted, sequences, {_values(model)} AS value FROM found),"
        f" weighed AS (SELECT uscc, part, counted, sequences, value, {_points(model)} AS points,"
        f" {_worst(model)} AS worst FROM measured),"
        " gathered AS (SELECT uscc, sum(points) AS points, max(worst) AS worst,"
        f" array_to_string(list_sort(list({_text(model)})), ',') AS text"
        " FROM weighed WHERE points <> 0 OR worst IS NOT NULL GROUP BY uscc),"
        f" target AS (SELECT uscc FROM {ORGANISATION} WHERE {_scope(model)}),"
        f" scored AS (SELECT t.uscc, {_score(model)} AS score, coalesce(g.worst, 0) AS worst,"
        " coalesce(g.text, '') AS text FROM target t LEFT JOIN gathered g ON g.uscc = t.uscc)"
        f" SELECT uscc, {_decimal('score')} AS score, {_grade(model)} AS grade,"
        " '{' || text || '}' AS explanation FROM scored"
    )


def _by_part(cases: Mapping[int, str], otherwise: str) -> str:
    """A CASE over the parts; what most of them have in common is said once."""
    if not cases:
        return otherwise
    whens = " ".join(f"WHEN {place} THEN {sql}" for place, sql in cases.items())
    return f"CASE part {whens} ELSE {otherwise} END"


VALUES = {Gauge.SUM: "total", Gauge.MAXIMUM: "largest", Gauge.DAYS_SINCE: "least"}


def _values(model: Model) -> str:
    """The amount or the days that an indicator measures; null where it counts entries."""
    amounts = {
        place: f"CAST({VALUES[one.measure]} AS DECIMAL(38, 6))"
        for place, one in enumerate(model.indicators)
        if one.measure in VALUES
    }
    return _by_part(amounts, "CAST(NULL AS DECIMAL(38, 6))")


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


def _text(model: Model) -> str:
    """The member of the explanation for one indicator or veto: canonical JSON, its keys in order."""
    parts = model.parts
    heads = {place: literal(f'"{one.code}":{{"entries":[') for place, one in enumerate(parts)}
    values = {
        place: "CAST(value AS VARCHAR)"
        for place, one in enumerate(model.indicators)
        if not one.measure.counts
    }
    return (
        f"{_by_part(heads, literal(''))} || array_to_string(CAST(sequences AS VARCHAR[]), ',')"
        f' || \'],"points":"\' || CAST({_decimal("points")} AS VARCHAR) || \'","value":"\''
        f" || {_by_part(values, 'CAST(counted AS VARCHAR)')} || '\"}}'"
    )


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
    points = f"{_units(scale.base)} + CAST(coalesce(g.points, 0) AS BIGINT)"
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
