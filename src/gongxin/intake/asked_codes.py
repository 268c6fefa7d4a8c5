"""The codes that somebody asks about: from a file or a pasted list, in the order of their rows."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import fastexcel

from gongxin.intake.mapping import plain
from gongxin.intake.unreadable import Unreadable
from gongxin.intake.xlsx import refuse_bomb
from gongxin.organisations.uscc import is_valid

HEADINGS = frozenset(map(plain, ("统一社会信用代码", "信用代码", "代码", "uscc", "code")))
ENCODINGS = ("utf-8-sig", "gb18030")
UTF16 = (b"\xff\xfe", b"\xfe\xff")
MOST_BYTES = 20 << 20
MOST_ROWS = 100_000  # rows looked at; whoever asks for so many is refused for other reasons
HEADING_WITHIN = 10
SEPARATORS = ",;\t|，；"
PASTED = re.compile(r"[\s,;|，；、]+")


def pasted(text: str) -> list[str]:
    """Return the codes of a list typed or pasted, separated by lines, blanks or commas."""
    return [code for code in PASTED.split(text) if code]


def asked_codes(path: Path) -> list[str]:
    """Return the cells of the column of codes, one for each row below its heading.

    Without a known heading the column with the most sound codes is taken.

    Raises:
        Unreadable: it is neither a workbook nor text, too large, or has no code in it.
    """
    rows = table(path)
    column, first = _column(rows)
    cells = [row[column].strip() if column < len(row) else "" for row in rows[first:]]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def table(path: Path) -> list[list[str]]:
    """Return the cells of a small list, from the first sheet of a workbook or from text.

    Raises:
        Unreadable: it is neither a workbook nor text, or too large.
    """
    if path.stat().st_size > MOST_BYTES:
        raise Unreadable(
            f"名单文件超过 {MOST_BYTES >> 20} MB，请只保留需要的列。",
            f"The list is larger than {MOST_BYTES >> 20} MB; keep only the columns that are needed.",
        )
    return _workbook(path) if zipfile.is_zipfile(path) else _text(path)


def _column(rows: Sequence[Sequence[str]]) -> tuple[int, int]:
    """Return the column of codes and the row below its heading."""
    for place, row in enumerate(rows[:HEADING_WITHIN]):
        for column, cell in enumerate(row):
            if plain(cell) in HEADINGS:
                return column, place + 1
    width = max(map(len, rows), default=0)
    sound = [sum(is_valid(row[column]) for row in rows if column < len(row)) for column in range(width)]
    if not any(sound):
        raise Unreadable(
            "文件中没有“统一社会信用代码”一列，也没有可以识别的代码。请核对文件。",
            "The file has no column of unified social credit codes and no code that is sound.",
        )
    column = sound.index(max(sound))
    first = next(place for place, row in enumerate(rows) if column < len(row) and is_valid(row[column]))
    return column, first if first and not _looks_like_code(rows[0], column) else 0


def _looks_like_code(row: Sequence[str], column: int) -> bool:
    return column < len(row) and any(character.isdigit() for character in row[column])


def _workbook(path: Path) -> list[list[str]]:
    refuse_bomb(path)
    try:
        book = fastexcel.read_excel(str(path))
        sheet = book.load_sheet(0, header_row=None, n_rows=MOST_ROWS, dtypes="string").to_arrow()
    except fastexcel.FastExcelError as error:
        raise Unreadable(
            "Excel 文件已损坏或不完整，请重新另存。", "The workbook is damaged; save it anew."
        ) from error
    columns = [column.to_pylist() for column in sheet.columns]
    return [[cell or "" for cell in row] for row in zip(*columns, strict=True)]


def _text(path: Path) -> list[list[str]]:
    text = _decoded(path.read_bytes())
    lines = text.splitlines()[:MOST_ROWS]
    separator = max(SEPARATORS, key=lambda one: sum(line.count(one) for line in lines[:HEADING_WITHIN]))
    return _cells(lines, separator)


def _cells(lines: Iterable[str], separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO("\n".join(lines)), delimiter=separator))
    except csv.Error as error:
        raise Unreadable("文件不是表格文本。", "The file is no table of text.") from error


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-16",) if raw.startswith(UTF16) else ENCODINGS:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable("文件不是文本，也不是 Excel 文件。", "The file is neither text nor a workbook.")
