"""Broken files of every kind: refused in one line, in bounded memory, and no row lost in silence."""

import io
import os
import resource
import struct
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from gongxin.catalogue.reader import edition
from gongxin.intake.screening import Screening, check
from gongxin.intake.source import Source
from gongxin.intake.unreadable import Unreadable

pytestmark = pytest.mark.faults

ON = date(2026, 11, 20)
HEAD = "名称,统一社会信用代码,成立日期"
ROW = "琥珀食品有限公司,91310000MA0000015F,2015-06-01"
MEBIBYTE = 1 << 20


def look(path: Path) -> Screening:
    known = edition(ON)
    return check(Source(path), known.item("organisation_registration"), known, on=ON)


def workbook(rows: list[list[str]]) -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return held.getvalue()


def zipped(name: str, content: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return held.getvalue()


GOOD = workbook([HEAD.split(","), ROW.split(",")])
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)

BROKEN: dict[str, tuple[str, bytes | Callable[[], bytes], str]] = {
    "empty": ("a.csv", b"", "空的"),
    "blank": ("a.csv", b"\n \n", "空的"),
    "header only": ("a.csv", HEAD.encode(), "只有表头"),
    "header and blank rows": ("a.csv", f"{HEAD}\n,,\n,,\n".encode(), "只有表头"),
    "workbook with a header only": ("a.xlsx", workbook([HEAD.split(",")]), "只有表头"),
    "empty workbook": ("a.xlsx", workbook([]), "空的"),
    "truncated workbook": ("a.xlsx", GOOD[: len(GOOD) // 2], "损坏"),
    "text called workbook": ("a.xlsx", HEAD.encode(), "损坏"),
    "flipped bytes": ("a.xlsx", GOOD[:700] + bytes(200) + GOOD[900:], "损坏"),
    "zip of something else": ("a.xlsx", zipped("表.csv", HEAD.encode()), "压缩包"),
    "old workbook": ("a.xls", OLE, "旧版"),
    "protected workbook": ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "a pdf": ("a.csv", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n", "PDF"),
    "a json array": ("a.json", b'[\n {"CF_WSH": "1"}\n]\n', "JSON Lines"),
    "nul bytes": ("a.csv", f"{HEAD}\n琥\0珀,,\n".encode(), "NUL"),
    "binary": ("a.csv", bytes(range(1, 256)) * 40, "编码"),
    "wrong encoding": ("a.csv", f"{HEAD}\n{ROW}\n".encode() + b"\xff\x80\xfe\n", "编码"),
    "no known column": ("a.csv", b"x,y\n1,2\n", "没有一列"),
    "one field twice": ("a.csv", f"{HEAD},机构名称\n{ROW},甲\n".encode(), "有两列"),
    "ten thousand columns": (
        "a.csv",
        (",".join(f"列{n}" for n in range(10_000)) + "\n1\n").encode(),
        "10000 列",
    ),
    "wide workbook": ("a.xlsx", lambda: workbook([[f"列{n}" for n in range(2_000)], ["1"] * 2_000]), "列"),
    "open quotation mark": ("a.csv", f'{HEAD}\n"{ROW}\n{ROW}\n{ROW}\n'.encode(), "第 2 行"),
    "json that is none": ("a.jsonl", b"{\n[1,2]\nx\n", "没有一行"),
    "json in another encoding": ("a.jsonl", '{"名称":"甲"}'.encode("gb18030"), "UTF-8"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_in_one_line_in_both_languages(tmp_path, name):
    file, content, said = BROKEN[name]
    path = tmp_path / file
    path.write_bytes(content() if callable(content) else content)

    with pytest.raises(Unreadable) as refusal:
        look(path)

    assert said in refusal.value.zh
    assert "\n" not in str(refusal.value)
    assert refusal.value.en.isascii() or name in ("no known column", "one field twice")


@pytest.mark.parametrize("cut", range(30, 400, 37))
def test_a_workbook_cut_off_anywhere_is_refused(tmp_path, cut):
    path = tmp_path / "cut.xlsx"
    path.write_bytes(GOOD[: len(GOOD) - cut])

    with pytest.raises(Unreadable):
        look(path)


def test_a_zip_bomb_is_refused_by_its_size(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(1100):
            part.write(bytes(MEBIBYTE))

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Unreadable, match="解压后"):
        look(path)

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024


def test_a_zip_bomb_that_lies_about_its_size_is_refused(tmp_path):
    path = tmp_path / "liar.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(1100):
            part.write(bytes(MEBIBYTE))
    content = path.read_bytes()
    central = content.rindex(b"PK\x01\x02")
    lie = content[: central + 24] + struct.pack("<I", 1000) + content[central + 28 :]
    path.write_bytes(lie)

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Unreadable):
        look(path)

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024


def test_a_line_of_two_gibibytes_is_refused_in_bounded_memory(tmp_path):
    path = tmp_path / "line.csv"
    with path.open("wb") as file:
        file.write(f"{HEAD}\n".encode())
        file.write(b"x" * MEBIBYTE)
        os.truncate(path, 2 << 30)  # a hole: reads as NUL bytes
    filled = tmp_path / "filled.csv"
    with filled.open("wb") as file:
        file.write(f"{HEAD}\n".encode())
        for _ in range(40):
            file.write(b"x" * MEBIBYTE)

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for refused in (path, filled):
        with pytest.raises(Unreadable):
            look(refused)

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024


@pytest.mark.parametrize(
    ("body", "ragged"),
    [
        (f"{ROW}\n{ROW},多出一格\n甲,乙\n", [(2, "4"), (3, "2")]),
        (f"{ROW}\r\n甲\r\n{ROW}\r\n", [(2, "1")]),
        (f"{ROW}\n{ROW}\r\n甲,乙\n", [(3, "2")]),
    ],
)
def test_a_row_of_another_shape_is_named_and_none_is_dropped(tmp_path, body, ragged):
    path = tmp_path / "ragged.csv"
    path.write_bytes(f"{HEAD}\n{body}".encode())

    with look(path) as screening:
        found = screening.connection.execute(
            "SELECT row, value FROM findings WHERE rule = 'row.ragged' ORDER BY row"
        ).fetchall()
        assert found == ragged
        assert screening.counts.rows == 3


@pytest.mark.parametrize("tail", ["琥珀食品", '琥珀食品有限公司,"91310000MA00'])
def test_a_file_cut_off_in_its_last_line_is_held(tmp_path, tail):
    path = tmp_path / "cut.csv"
    path.write_text(f"{HEAD}\n{ROW}\n{tail}", "utf-8")

    with look(path) as screening:
        reason = screening.held_because()
        assert reason is not None
        assert reason.rule == "batch.cut_off"
        assert screening.counts.rows == 2


def test_a_whole_last_line_without_a_line_end_is_no_cut(tmp_path):
    path = tmp_path / "whole.csv"
    path.write_text(f"{HEAD}\n{ROW}", "utf-8")

    with look(path) as screening:
        assert screening.held_because() is None


def test_json_lines_name_each_line_that_is_no_flat_object(tmp_path):
    path = tmp_path / "rows.jsonl"
    sound = '{"名称": "琥珀食品有限公司", "uscc": "91310000MA0000015F", "registration_date": "2015-06-01"}'
    deep = "[" * 100_000 + "]" * 100_000
    lines = [sound, "{broken", sound.replace('"2015-06-01"', '{"年": 2015}'), deep, "", '"text"']
    path.write_text("\n".join(lines), "utf-8")

    with look(path) as screening:
        odd = screening.connection.execute(
            "SELECT row, rule FROM findings WHERE field = '' AND severity = 'error' ORDER BY row"
        ).fetchall()
        assert odd == [
            (2, "row.not_an_object"),
            (3, "row.nested"),
            (4, "row.not_an_object"),
            (6, "row.not_an_object"),
        ]


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(Unreadable, match="没有文件"):
        look(tmp_path / "nothing.csv")
