"""The organisations of the demo city: one table, made by SQL, every code valid and used once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from gongxin.demo.city import City, Form
from gongxin.demo.drawing import texts
from gongxin.engine.duckdb import literal as text
from gongxin.organisations.kind import Kind
from gongxin.organisations.uscc import SUBJECT_WEIGHTS, WEIGHTS
from gongxin.organisations.uscc_rule import ALPHABET

# Multiples of this prime visit every number below a modulus once; it divides none of ours.
STEP = 1_000_003
BODIES = 31**6
OLD_BODIES = 10**8
FIRST_CODES_ON = date(2015, 10, 1)  # unified codes began; before that, registration numbers of 15 digits
OLD_PREFIXES = ("91", "92", "93")
YOUNG = 8  # every eighth organisation is young and gets no records


@dataclass(frozen=True, slots=True)
class Span:
    """Organisations of one kind: positions from `first`, `size` of them."""

    kind: Kind
    first: int
    size: int


def make_organisations(
    connection: duckdb.DuckDBPyConnection, city: City, *, number: int, on: date
) -> tuple[Span, ...]:
    """Create the table `organisation`, the city's own units last; return where each kind stands."""
    sizes = sizes_of(city, number)
    spans = _spans(city.forms, sizes)
    kind_first = {span.kind: span.first for span in spans}
    connection.execute(_businesses_sql(city))
    first, selects = 0, []
    for place, (form, size) in enumerate(zip(city.forms, sizes, strict=True)):
        selects.append(_form_sql(place, city, first=first, size=size, kind_first=kind_first[form.kind]))
        first += size
    connection.execute(
        f"CREATE TABLE organisation AS {_organisation_sql(' UNION ALL '.join(selects), city, on)}"
    )
    _add_units(connection, city, first=first)
    return spans


def sizes_of(city: City, number: int) -> list[int]:
    """Return how many organisations each form has; the units are apart, the first form takes the rest."""
    made = number - len(city.units)
    sizes = [max(1, int(made * form.share)) for form in city.forms]
    sizes[0] += made - sum(sizes)
    return sizes


def _spans(forms: Iterable[Form], sizes: Sequence[int]) -> tuple[Span, ...]:
    first, spans = 0, dict[Kind, tuple[int, int]]()
    for form, size in zip(forms, sizes, strict=True):
        start, already = spans.get(form.kind, (first, 0))
        spans[form.kind] = (start, already + size)
        first += size
    return tuple(Span(kind, start, size) for kind, (start, size) in spans.items())


def _businesses_sql(city: City) -> str:
    rows = ", ".join(
        f"({form}, {place}, {text(one.name)}, {text(one.industry)}, {text(one.scope)})"
        for form, made in enumerate(city.forms)
        for place, one in enumerate(made.businesses)
    )
    return (
        f"CREATE TABLE business AS SELECT * FROM (VALUES {rows}) AS t(form, place, business, industry, scope)"
    )


def _form_sql(place: int, city: City, *, first: int, size: int, kind_first: int) -> str:
    """One kind's rows: every pair of brand and business comes once, in an order that looks like none."""
    form = city.forms[place]
    brands = len(city.first) * len(city.second)
    block = brands * len(form.businesses)
    return (
        f"SELECT {first} + n AS position, ({first - kind_first} + n) % {YOUNG} = {YOUNG - 1} AS is_young, "
        f"{place} AS form, {text(form.prefix)} AS prefix, {text(form.kind)} AS kind, "
        f"{text(form.entity_type)} AS entity_type, {text(city.unit(form.registrar).uscc)} AS registrar, "
        f"{text(city.unit(form.registrar).name)} AS registrar_name, "
        f"pick({texts(form.names)}, {first} + n, 'form') AS template, m % {brands} AS brand, "
        f"(m // {brands}) % {len(form.businesses)} AS place, (m // {block}) % {len(city.third) + 1} AS third "
        f"FROM (SELECT range AS n, range // {block} * {block} + range % {block} * {STEP} % {block} AS m "
        f"FROM range({size}))"
    )


def _organisation_sql(named: str, city: City, on: date) -> str:
    """From positions and words to names, codes, dates and places; one step a line."""
    steps = (
        ("named", f"{named}"),
        (
            "worded",
            f"SELECT *, {_brand_sql(city)} AS word, pick({texts(city.districts)}, position, 'district') "
            "AS district FROM named JOIN business USING (form, place)",
        ),
        (
            "dated",
            f"SELECT *, {_established_sql(on)} AS established_on, {_name_sql('word', city)} AS name, "
            "CASE WHEN form = 0 AND dice(position, 'renamed', 25) = 0 "
            f"THEN {_name_sql(_other_brand(city), city)} END AS former_name FROM worded",
        ),
        ("coded", f"SELECT *, {_body_sql()} AS body, {_status_sql()} AS status FROM dated"),
        (
            "checked",
            f"SELECT *, prefix || '{city.region}' || body || {_inner_check_sql('body')} AS first17 "
            "FROM coded",
        ),
    )
    return (
        "WITH "
        + ", ".join(f"{name} AS ({sql})" for name, sql in steps)
        + f" SELECT position, first17 || {_check_sql('first17')} AS uscc, name, former_name, kind, prefix, "
        "is_young, entity_type, registrar, registrar_name, industry, scope, district, "
        f"{text(city.name)} || district || pick({texts(city.roads)}, position, 'road') "
        "|| (1 + dice(position, 'house', 998)) || '号' AS address, established_on, status, "
        f"{_ended_sql(on)} AS ended_on, {_old_number_sql(city)} AS old_number, "
        "(10 * (1 + dice(position, 'capital', 300))) || '万元人民币' AS capital "
        "FROM checked ORDER BY position"
    )


def _brand_sql(city: City) -> str:
    third = f"CASE WHEN third > 0 THEN {texts(city.third)}[third] ELSE '' END"
    return (
        f"{texts(city.first)}[1 + brand // {len(city.second)}] || "
        f"{texts(city.second)}[1 + brand % {len(city.second)}] || {third}"
    )


def _other_brand(city: City) -> str:
    return (
        f"(pick({texts(city.first)}, position, 'former') || pick({texts(city.second)}, position, 'former'))"
    )


def _name_sql(brand: str, city: City) -> str:
    sql = "template"
    for slot, value in (
        ("city", text(city.name)), ("short", text(city.short)), ("district", "district"), ("brand", brand),
        ("trade", "business"), ("shop", "business"),
    ):  # fmt: skip
        sql = f"replace({sql}, '{{{slot}}}', {value})"
    return sql


def _established_sql(on: date) -> str:
    """The young were founded within a year, the others at least five years ago: before the first record."""
    days = (
        "CASE WHEN is_young THEN 20 + dice(position, 'age', 340) ELSE 1830 + dice(position, 'age', 7500) END"
    )
    return f"DATE '{on}' - ({days})::INTEGER"


def _status_sql() -> str:
    return (
        "CASE WHEN prefix IN ('12', '11') OR is_young OR dice(position, 'status', 100) >= 10 THEN 'existing' "
        "WHEN dice(position, 'status', 100) < 6 THEN 'deregistered' "
        "WHEN dice(position, 'status', 100) < 9 THEN 'revoked' ELSE 'suspended' END"
    )


def _ended_sql(on: date) -> str:
    return (
        "CASE WHEN status = 'deregistered' THEN established_on + "
        f"((DATE '{on}' - established_on) * (0.6 + 0.39 * lot(position, 'ended')))::INTEGER END"
    )


def _body_sql() -> str:
    """Eight characters that come once: MA and six others for codes given since 2015, eight digits before."""
    shuffled = f"(position * {STEP} + dice(0, 'body', {BODIES})) % {BODIES}"
    letters = " || ".join(
        f"substr('{ALPHABET}', (1 + {shuffled} // {31**power} % 31)::INTEGER, 1)"
        for power in range(5, -1, -1)
    )
    digits = (
        f"lpad(((position * {STEP} + dice(0, 'old body', {OLD_BODIES})) % {OLD_BODIES})::VARCHAR, 8, '0')"
    )
    return f"CASE WHEN established_on >= DATE '{FIRST_CODES_ON}' THEN 'MA' || {letters} ELSE {digits} END"


def _inner_check_sql(body: str) -> str:
    terms = " + ".join(
        f"{weight} * (instr('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', substr({body}, {place}, 1)) - 1)"
        for place, weight in enumerate(SUBJECT_WEIGHTS, 1)
    )
    return f"substr('0123456789X0', (12 - ({terms}) % 11)::INTEGER, 1)"


def _check_sql(first17: str) -> str:
    terms = " + ".join(
        f"{weight} * (instr('{ALPHABET}', substr({first17}, {place}, 1)) - 1)"
        for place, weight in enumerate(WEIGHTS, 1)
    )
    return f"substr('{ALPHABET}', (1 + (31 - ({terms}) % 31) % 31)::INTEGER, 1)"


def _old_number_sql(city: City) -> str:
    """A registration number of 15 digits, the last by ISO 7064 mod 11,10, where older than the codes."""
    first14 = f"'{city.region}' || lpad(position::VARCHAR, 8, '0')"
    check = (
        f"(11 - list_reduce(list_prepend(10, list_transform(string_split({first14}, ''), "
        "lambda d: d::INTEGER)), lambda p, d: ((p + d - 1) % 10 + 1) * 2 % 11)) % 10"
    )
    old = ", ".join(text(prefix) for prefix in OLD_PREFIXES)
    return (
        f"CASE WHEN prefix IN ({old}) AND established_on < DATE '{FIRST_CODES_ON}' "
        f"THEN {first14} || ({check})::VARCHAR END"
    )


def _add_units(connection: duckdb.DuckDBPyConnection, city: City, *, first: int) -> None:
    """The city's own units stand in the register too."""
    office = city.unit("云编办")
    for place, unit in enumerate(city.units):
        connection.execute(
            "INSERT INTO organisation BY NAME SELECT ? AS position, ? AS uscc, ? AS name, "
            "'government_body' AS kind, '11' AS prefix, "
            "false AS is_young, '机关' AS entity_type, ? AS registrar, ? AS registrar_name, "
            "'9221' AS industry, '履行法定职责。' AS scope, ? AS district, ? AS address, "
            "DATE '2000-01-01' AS established_on, 'existing' AS status, '财政拨款' AS capital",
            [first + place, unit.uscc, unit.name, office.uscc, office.name, city.districts[0],
             f"{city.name}{city.districts[0]}{city.roads[0]}{place + 1}号"],
        )  # fmt: skip
