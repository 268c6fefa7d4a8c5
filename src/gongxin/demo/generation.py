"""Make the city: organisations, department files, answer sheet, manifest."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb

from gongxin.catalogue.edition import Edition
from gongxin.catalogue.item import Item
from gongxin.demo.city import City, city
from gongxin.demo.common_fault import common_faults, longest_text
from gongxin.demo.delivery import Delivery, Form, deliveries
from gongxin.demo.drawing import open_generator
from gongxin.demo.manifest import ANSWERS, Manifest, Sent, in_order, write_manifest
from gongxin.demo.organisation import Span, make_organisations, sizes_of
from gongxin.demo.recipe import MOST_ROWS, recipe
from gongxin.demo.sheet import Making, sheet_sql
from gongxin.demo.writing import mapping_of, write
from gongxin.engine.duckdb import literal

REGISTER = "organisation_registration"
PLANTED = "file VARCHAR, row BIGINT, field VARCHAR, rule VARCHAR, severity VARCHAR"


@dataclass(frozen=True, slots=True)
class Order:
    """What to make. `items` empty: every item of the catalogue; `share` of the rows are at fault.

    `files` is how many files an item's rows come in; 0: as many as the item's recipe says.
    """

    organisations: int
    records: int
    seed: int
    on: date
    items: tuple[str, ...] = ()
    share: float = 0.03
    files: int = 0
    memory_limit: str = "1GB"


Progress = Callable[[int, int, str], None]


def generate(order: Order, edition: Edition, folder: Path, *, progress: Progress | None = None) -> Manifest:
    """Write every file of the order into the folder, then the answers, then the manifest."""
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    connection = open_generator(folder, seed=order.seed, memory_limit=order.memory_limit)
    try:
        connection.execute(f"CREATE TABLE answer ({PLANTED})")
        spans = make_organisations(connection, city(), number=order.organisations, on=order.on)
        planned = list(_planned(order, edition, spans))
        sent = []
        for place, (making, delivery) in enumerate(planned):
            if progress:
                progress(place, len(planned), delivery.name)
            sent.append(_made(connection, making, delivery, folder))
        _write_answers(connection, folder)
    finally:
        connection.close()
    manifest = Manifest(order.seed, order.on, order.organisations, order.records, tuple(in_order(sent)))
    write_manifest(manifest, folder)
    return manifest


def _planned(order: Order, edition: Edition, spans: tuple[Span, ...]) -> Iterator[tuple[Making, Delivery]]:
    town = city()
    for code, rows in _amounts(order, edition).items():
        item = edition.item(code)
        making = making_of(item, order, spans)
        plan = (
            _registers(order, town)
            if code == REGISTER
            else deliveries(item, making.recipe, town, rows=rows, on=order.on)
        )
        for delivery in plan:
            yield making, delivery


def making_of(item: Item, order: Order, spans: tuple[Span, ...]) -> Making:
    """Return how an item's rows are made for this order."""
    made = recipe(item.code)
    if order.files:
        made = replace(made, files=order.files, most_rows=max(1, order.records), cut_off=False)
    varies = made.varies or longest_text(item)
    faults = (*common_faults(item, varies), *made.faults)
    return Making(item, made, faults, order.share, spans, order.on, varies)


def _amounts(order: Order, edition: Edition) -> Mapping[str, int]:
    """Rows by item, by weight; the register itself comes with every order that names no item or names it."""
    codes = order.items or tuple(edition.items)
    drawn = [code for code in codes if code != REGISTER]
    weights = {code: recipe(code).weight for code in drawn}
    total = sum(weights.values())
    amounts = {code: order.records * weight // total for code, weight in weights.items()}
    if drawn:
        heaviest = max(drawn, key=weights.__getitem__)
        amounts[heaviest] += order.records - sum(amounts.values())
    return ({REGISTER: order.organisations} if REGISTER in codes else {}) | amounts


def _registers(order: Order, town: City) -> Iterator[Delivery]:
    """Yield the base register, one registering unit after the other, all before the first record."""
    first = 0
    for unit, size in _register_sizes(order.organisations, town):
        parts = -(-size // MOST_ROWS)
        for place in range(parts):
            part = first + size * place // parts
            rows = first + size * (place + 1) // parts - part
            form = Form.WORKBOOK if rows <= 1000 else Form.CODES
            name = f"000-{REGISTER}-{part:07d}"
            yield Delivery(name, REGISTER, town.unit(unit), order.on, part, rows, 1, False, form, 1)
        first += size


def _register_sizes(number: int, town: City) -> list[tuple[str, int]]:
    sizes = sizes_of(town, number)
    merged: list[tuple[str, int]] = []
    for form, size in zip(town.forms, sizes, strict=True):
        if merged and merged[-1][0] == form.registrar:
            merged[-1] = (form.registrar, merged[-1][1] + size)
        else:
            merged.append((form.registrar, size))
    last, size = merged[-1]
    merged[-1] = (last, size + len(town.units))
    return merged


def _made(connection: duckdb.DuckDBPyConnection, making: Making, delivery: Delivery, folder: Path) -> Sent:
    connection.execute(f"CREATE OR REPLACE TABLE sheet AS {sheet_sql(making, delivery)}")
    path = write(connection, "sheet", making.item, delivery, folder)
    planted = _answer(connection, making, path.name)
    answer = connection.execute("SELECT count(*) FROM sheet").fetchone()
    return Sent(
        file=path.name,
        mapping=mapping_of(delivery),
        item=delivery.item,
        unit=delivery.unit.uscc,
        on=delivery.on,
        rows=answer[0] if answer else 0,
        planted=planted,
    )


def _answer(connection: duckdb.DuckDBPyConnection, making: Making, file: str) -> int:
    """Add to the answer sheet what this file's faults must be found as."""
    severities = {rule.id: str(rule.severity) for rule in making.item.rules}
    planted = [
        f"({place}, {literal(one.field)}, {literal(one.rule)}, "
        f"{literal(one.severity or severities[one.rule])}, {above})"
        for place, fault in enumerate(making.faults, 1)
        for one in fault.findings
        for above in ((0, 1) if one.above else (0,))
    ]
    if not planted:
        return 0
    added = connection.execute(
        f"INSERT INTO answer SELECT {literal(file)}, row - above, field, rule, severity FROM sheet "
        f"JOIN (VALUES {', '.join(planted)}) AS planted(fault, field, rule, severity, above) USING (fault)"
    ).fetchone()
    return int(added[0]) if added else 0


def _write_answers(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    connection.execute(
        f"COPY (SELECT * FROM answer ORDER BY ALL) TO {literal(str(folder / ANSWERS))} (FORMAT csv, HEADER)"
    )
