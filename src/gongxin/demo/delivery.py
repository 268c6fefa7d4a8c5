"""Which department hands in which file on which day: the plan of four years."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from gongxin.catalogue.item import Item
from gongxin.demo.city import City, DemoUnit
from gongxin.demo.recipe import Recipe

YEARS = 4
MOST_ROWS_BY_HAND = 3_000  # what a department would still edit in a spreadsheet
CUT_OFF_FROM = 1_000  # records; with fewer, a fifth of a file is no file
HOLE_EVERY = 37  # a document number in so many never reaches us


class Form(StrEnum):
    """What the file looks like."""

    CODES = "codes"  # CSV, UTF-8, headers by field code
    OLD = "old"  # CSV, GB18030, Chinese headers and values
    WORKBOOK = "workbook"  # XLSX with a title above the headers
    LINES = "lines"  # JSON Lines
    OWN = "own"  # CSV with semicolons and the department's own headers, and a mapping file


SUFFIX = {
    Form.CODES: ".csv",
    Form.OLD: ".csv",
    Form.WORKBOOK: ".xlsx",
    Form.LINES: ".jsonl",
    Form.OWN: ".csv",
}


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file: rows `first` … of an item, decided in the `spread` days before `on`.

    `number_from` is the first document number; `again` is an earlier delivery of the same unit, some of
    whose rows come once more: corrected, mended or just repeated.
    """

    name: str
    item: str
    unit: DemoUnit
    on: date
    first: int
    rows: int
    spread: int
    is_double_publicity: bool
    form: Form
    number_from: int
    again: "Delivery | None" = None


def deliveries(item: Item, recipe: Recipe, city: City, *, rows: int, on: date) -> Iterator[Delivery]:
    """Yield the item's files over four years up to `on`, oldest first; the units take turns."""
    files = max(1, min(recipe.files, rows // 20), -(-rows // recipe.most_rows))
    named = tuple(city.unit(mark) for mark in recipe.units)
    units = (named or city.providers(tuple(label.zh for label in item.providers)))[:files]
    days = YEARS * 365
    sent: list[Delivery] = []
    numbers: dict[tuple[str, int], int] = {}
    for place, size in enumerate(_even(rows, files)):
        unit = units[place % len(units)]
        day = on - timedelta(days=(files - 1 - place) * days // files)
        series = (unit.mark, day.year)
        sent.append(
            Delivery(
                name=f"{place + 1:03d}-{item.code}-{day:%Y%m%d}",
                item=item.code,
                unit=unit,
                on=day,
                first=sum(one.rows for one in sent),
                rows=size,
                spread=days // files,
                is_double_publicity="double_publicity" in item.frequency.parameter,
                form=_form(place + sum(item.code.encode()), size),
                number_from=numbers.get(series, 1),
                again=sent[place - len(units)] if place >= len(units) else None,
            )
        )
        numbers[series] = numbers.get(series, 1) + size + size // HOLE_EVERY + 1
    yield from sent
    if recipe.cut_off and rows >= CUT_OFF_FROM:
        last = sent[-1]
        yield replace(last, name=f"{last.name}-cut-off", first=rows, rows=last.rows // 5, again=None)


def _even(rows: int, files: int) -> list[int]:
    return [rows * (place + 1) // files - rows * place // files for place in range(files)]


def _form(place: int, rows: int) -> Form:
    forms: Sequence[Form] = (
        (Form.CODES, Form.OLD, Form.WORKBOOK, Form.LINES, Form.OWN)
        if rows <= MOST_ROWS_BY_HAND
        else (Form.CODES, Form.LINES)
    )
    return forms[place % len(forms)]
