"""Evaluations over plain entries, without a database; a small model with one indicator of every measure."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from gongxin.catalogue import reader as catalogue
from gongxin.catalogue.field import Field, FieldKind
from gongxin.evaluation.compiler import Program, program
from gongxin.evaluation.explanation import TEXT, contributions
from gongxin.evaluation.model import Model
from gongxin.evaluation.reader import model_from
from gongxin.evaluation.source import ENTRY, ORGANISATION, REGISTRATION, TYPES, entry_sql, organisation_sql
from gongxin.law.parameter import load_parameters

ON = date(2026, 11, 22)
AMBER, BIRCH = "91310000MA0000015F", "91310114MA1GT00019"

SMALL = """\
code = "small"
edition = "1"
name = { zh = "小模型", en = "Small model" }
from = 2026-01-01
basis = [{ instrument = "SH", number = "23" }]
disclosure = "shared"
note = { zh = "分值由城市决定。", en = "The points are the city's decision." }

[scope]
kinds = ["enterprise"]
statuses = ["existing"]

[scale]
base = 80
lowest = 0
highest = 100

[annotated]
counts = true
basis = { instrument = "SH", number = "30" }

[[grades]]
grade = "excellent"
at_least = 90
basis = { instrument = "ZS", number = "6" }

[[grades]]
grade = "good"
at_least = 75
basis = { instrument = "ZS", number = "6" }

[[grades]]
grade = "fair"
at_least = 60
basis = { instrument = "ZS", number = "6" }

[[grades]]
grade = "poor"
at_least = 0
basis = { instrument = "ZS", number = "6" }

[[indicators]]
code = "severe"
name = { zh = "严重处罚", en = "Severe penalties" }
item = "administrative_penalty"
where = "tier = 'severe'"
months = 36
measure = "count"
points = -10
cap = -25
basis = { instrument = "SH", number = "12(4)" }
reason = { zh = "近{months}个月{count}件，扣{points}分。", en = "{count} in {months} months: {points} off." }

[[indicators]]
code = "fines"
name = { zh = "罚款", en = "Fines" }
item = "administrative_penalty"
months = 24
measure = "sum"
field = "CF_NR_FK"
steps = [{ at_least = 1, points = -1 }, { at_least = 10.5, points = -3.25 }]
basis = { instrument = "SH", number = "12(4)" }
reason = { zh = "合计{value}万元，扣{points}分。", en = "{value} in all: {points} off." }

[[indicators]]
code = "largest"
name = { zh = "最大罚款", en = "Largest fine" }
item = "administrative_penalty"
measure = "maximum"
field = "CF_NR_FK"
steps = [{ at_least = 5, points = -2 }]
basis = { instrument = "SH", number = "12(4)" }
reason = { zh = "最大{value}万元，扣{points}分。", en = "{value} at most: {points} off." }

[[indicators]]
code = "grade_a"
name = { zh = "A级纳税人", en = "Grade A" }
item = "tax_grade_a"
measure = "existence"
points = 3.5
basis = { instrument = "STA-40" }
reason = { zh = "有记载，加{points}分。", en = "On record: {points} added." }

[[indicators]]
code = "age"
name = { zh = "存续", en = "Age" }
item = "organisation_registration"
measure = "days_since"
field = "registration_date"
steps = [{ at_least = 1000, points = 2 }]
basis = { instrument = "SH", number = "11" }
reason = { zh = "已{value}日，加{points}分。", en = "{value} days: {points} added." }

[[vetoes]]
code = "listed"
name = { zh = "列入名单", en = "Listed" }
item = "list_tax_violation"
where = "removed_on IS NULL OR removed_on > :today"
grade = "poor"
basis = { instrument = "STA-54" }
reason = { zh = "在名单上。", en = "On the list." }
"""


@dataclass(frozen=True)
class Given:
    """An entry that counts."""

    item: str
    content: Mapping[str, object] = field(default_factory=dict)
    uscc: str = AMBER
    decided_on: date = date(2026, 5, 6)
    tier: str | None = None
    annotated: bool = False


@dataclass(frozen=True)
class Told:
    """A result, its explanation read."""

    score: Decimal
    grade: str
    parts: Mapping[str, Mapping[str, object]]
    text: str


def registered(uscc: str = AMBER, **content: object) -> Given:
    facts = {"kind": "enterprise", "status": "existing", "registration_date": "2024-11-22", **content}
    return Given(REGISTRATION, facts, uscc, date.fromisoformat(str(facts["registration_date"])))


@pytest.fixture
def small() -> Model:
    return changed()


@pytest.fixture
def evaluation() -> SimpleNamespace:
    """What the tests make entries and results with."""
    return _all()


@pytest.fixture(scope="session")
def evaluation_once() -> tuple[SimpleNamespace, Model]:
    """The same and the small model, for properties, which share a fixture between examples."""
    return _all(), changed()


def _all() -> SimpleNamespace:
    return SimpleNamespace(
        ON=ON,
        AMBER=AMBER,
        BIRCH=BIRCH,
        Given=Given,
        changed=changed,
        evaluate=evaluate,
        prepare=prepare,
        registered=registered,
        rows_of=rows_of,
        scattered=scattered,
    )


def changed(*changes: tuple[str, str]) -> Model:
    """The small model with texts replaced."""
    text = SMALL
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    return model_from(text, Path("2026/small.toml"))


def evaluate(
    model: Model,
    given: Iterable[Given],
    *,
    on: date = ON,
    threads: int = 2,
    in_order: Callable[[list[tuple[object, ...]]], object] = lambda rows: rows,
) -> Mapping[str, Told]:
    """Number the entries from 1 in the order given, bring them in as `in_order` leaves them, and evaluate."""
    made = program(model, catalogue.edition(on), on, parameters=load_parameters())
    rows = rows_of(given)
    in_order(rows)
    with duckdb.connect(config={"threads": str(threads)}) as connection:
        prepare(connection, made, rows)
        found = connection.execute(f"SELECT uscc, score, grade, {TEXT} FROM ({made.sql})").fetchall()
    return {uscc: Told(score, grade, parts_of(model, text), text) for uscc, score, grade, text in found}


def parts_of(model: Model, text: str) -> Mapping[str, Mapping[str, object]]:
    """What a kept explanation says, by the code of the indicator or veto."""
    return {
        one.code: {"entries": list(one.entries), "points": str(one.points), "value": f"{one.value:f}"}
        for one in contributions(model, text)
    }


def rows_of(given: Iterable[Given]) -> list[tuple[object, ...]]:
    return [
        (number, one.item, one.uscc, one.tier, one.decided_on, one.annotated, json.dumps(dict(one.content)))
        for number, one in enumerate(given, 1)
    ]


def prepare(connection: duckdb.DuckDBPyConnection, made: Program, rows: list[tuple[object, ...]]) -> None:
    columns = ", ".join(f"{name} {kind}" for name, kind in TYPES.items())
    connection.execute(f"CREATE TABLE {ENTRY} ({columns})")
    if rows:
        columns = ", ".join(f"unnest(CAST(? AS {kind}[]))" for kind in TYPES.values())
        connection.execute(
            f"INSERT INTO {ENTRY} SELECT {columns}", [list(one) for one in zip(*rows, strict=True)]
        )
    connection.execute(f"CREATE TABLE {ORGANISATION} AS {organisation_sql()}")
    for source in made.sources:
        connection.execute(f"CREATE TABLE {source.relation} AS {entry_sql(source)}")


def scattered(model: Model, made: Program, *, organisations: int, per_item: int) -> list[Given]:
    """Entries of every item that the program of a model reads, about organisations that it is for.

    The same on every machine: made of digests.
    """
    facts = {"kind": min(model.scope.kinds), "industry": (model.scope.industries or ("62",))[0]}
    codes = [f"91310114MA{number:08d}" for number in range(organisations)]
    entries = [
        registered(
            code, **facts, registration_date=str(date(2010, 1, 1) + timedelta(_drawn(code, "age") % 5500))
        )
        for code in codes
    ]
    for source in made.sources:
        if source.item == REGISTRATION:
            continue
        is_rare = source.item.startswith("list_") or source.item == "market_ban"
        for number in range(per_item // 12 if is_rare else per_item):
            key = f"{source.item} {number}"
            content = {
                one.code: value
                for one in source.fields
                if (value := _value(one, f"{key} {one.code}")) is not None
            }
            entries.append(
                Given(
                    source.item,
                    content,
                    codes[_drawn(key, "uscc") % organisations],
                    ON - timedelta(_drawn(key, "day") % 1500),
                    ("minor", "ordinary", "severe", None)[_drawn(key, "tier") % 4],
                    _drawn(key, "annotated") % 10 == 0,
                )
            )
    return entries


def _drawn(*key: str) -> int:
    return int.from_bytes(sha256(" ".join(key).encode()).digest()[:8])


def _value(one: Field, key: str) -> object:
    number = _drawn(key)
    if number % 5 == 0:
        return None
    match one.kind:
        case FieldKind.DATE:
            return str(ON + timedelta(number % 2000 - 1500))
        case FieldKind.DECIMAL:
            return number % 100_000_000 / 100
        case FieldKind.INTEGER:
            return number % 1000
        case FieldKind.CODE | FieldKind.CODES:
            known = sorted(one.codes)
            code = known[number % len(known)]
            return code if one.kind is FieldKind.CODE else [code]
        case _:
            return ("食品安全检查", "《中华人民共和国食品安全法》第三十四条", "其他")[number % 3]
