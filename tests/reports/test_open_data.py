"""Open data: what a file holds, piece by piece."""

import csv
import io
import json
import zipfile
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from gongxin.disclosure.mark import Mark, MarkSpan
from gongxin.queries.item import item_of
from gongxin.reports.open_data import AT_ONCE, COMMON, csv_lines, together, zipped

ON = date(2026, 11, 24)
PENALTY = item_of("administrative_penalty", ON)


@dataclass(frozen=True)
class Row:
    """The part of a shown entry that a file is made of."""

    record: str = "r"
    version: int = 1
    sequence: int = 7
    edition: str = "2026"
    uscc: str = "91310000MA0000015F"
    organisation: str = "琥珀食品有限公司"
    unit: str = "u"
    unit_name: str = "示范市市场监督管理局"
    decided_on: date = ON
    tier: str | None = "ordinary"
    shown_from: date = ON
    shown_until: date | None = None
    repairable_on: date | None = None
    is_late: bool | None = False
    known_at: str = "2026-11-24T00:00:00Z"
    content: tuple = ()
    standing_marks: tuple[MarkSpan, ...] = ()


def parsed(*rows):
    text = b"".join(csv_lines(PENALTY, rows)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_csv_has_the_common_columns_and_then_the_items_own():
    header = list(parsed(Row(content={}))[0])

    assert header[: len(COMMON) + 1] == [*COMMON, "marks"]
    assert "CF_WFXW" in header


def test_a_csv_says_which_of_its_records_are_disputed():
    found = parsed(Row(content={}), Row(content={}, standing_marks=(MarkSpan(Mark.ANNOTATED, ON),)))

    assert [row["marks"] for row in found] == ["", "annotated"]


def test_a_csv_has_no_column_for_personal_data():
    header = list(parsed(Row(content={}))[0])

    assert {"CF_FRDB", "CF_FR_ZJHM", "CF_XDR_ZJHM"}.isdisjoint(header)


def test_a_value_that_a_spreadsheet_would_run_is_disarmed():
    found = parsed(Row(content={"CF_WFXW": "=HYPERLINK(1)", "CF_NR_FK": -0.5}))[0]

    assert found["CF_WFXW"] == "'=HYPERLINK(1)"
    assert found["CF_NR_FK"] == "-0.5"


def test_several_codes_stand_in_one_cell_and_nothing_stays_empty():
    found = parsed(Row(content={"CF_CFLB": ["罚款", "警告"]}))[0]

    assert found["CF_CFLB"] == "罚款;警告"
    assert (found["shown_until"], found["is_late"]) == ("", "false")


def test_pieces_are_worth_sending_and_lose_nothing():
    lines = [b"x" * 1000 + b"\n"] * 200

    pieces = list(together(iter(lines)))

    assert b"".join(pieces) == b"".join(lines)
    assert all(len(piece) >= AT_ONCE for piece in pieces[:-1])
    assert len(pieces) < 5


def test_a_zip_holds_the_file_and_a_manifest_that_fits_it():
    lines = [b'{"a":1}\n', b'{"a":2}\n']

    packed = b"".join(zipped("x.jsonl", iter(lines), {"item": "x", "log": {"size": 9}}))

    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        content = archive.read("x.jsonl")
    assert content == b"".join(lines)
    assert manifest == {
        "item": "x",
        "log": {"size": 9},
        "file": "x.jsonl",
        "rows": 2,
        "sha256": sha256(content).hexdigest(),
    }


def test_the_rows_of_a_csv_are_counted_without_its_header():
    packed = b"".join(zipped("x.csv", csv_lines(PENALTY, [Row(content={})] * 3), {}))

    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert json.loads(archive.read("manifest.json"))["rows"] == 3


def test_a_large_zip_comes_in_pieces():
    noise = [sha256(str(number).encode()).hexdigest().encode() + b"\n" for number in range(10_000)]

    assert len(list(zipped("x.jsonl", iter(noise), {}))) > 3
