"""Read CSV: any separator, UTF-8, UTF-16 or GB18030.

A well-formed file is left to DuckDB. Only where DuckDB refuses it is the file read row by row here, so that
each row of the wrong shape is named and none is lost.
"""

import codecs
import csv
import io
import itertools
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from gongxin.intake.cells import Cells, csv_sql
from gongxin.intake.header import SEARCHED_ROWS, Header, find
from gongxin.intake.scan import Scan
from gongxin.intake.unreadable import Unreadable

if TYPE_CHECKING:
    import _csv

SEPARATORS = (",", ";", "\t", "|", "，", "；")
SAMPLE = 1 << 20
BLOCK = 1 << 22


@dataclass(frozen=True, slots=True)
class Layout:
    """How the lines of a file are cut into cells, and where the header is."""

    separator: str
    header: Header
    lines: int  # physical lines above the first record


def read(path: Path, scanned: Scan, *, known: Collection[str], folder: Path) -> Cells:
    """Return the cells as DuckDB will read them; text in another encoding is rewritten as UTF-8 first."""
    text = _as_utf8(path, scanned, folder)
    layout = _layout(text, known)
    sql = csv_sql(
        text, len(layout.header.names), delimiter=layout.separator, skip=layout.lines, with_oddity=False
    )
    return Cells(layout.header.names, *sql, (text,), is_cut_off=_is_cut_off(text, layout, scanned))


def read_row_by_row(path: Path, scanned: Scan, *, known: Collection[str], folder: Path) -> Cells:
    """Return the cells of a file that is not well formed, each odd row marked.

    Raises:
        Unreadable: a quotation mark opens a cell that never ends.
    """
    text = _as_utf8(path, scanned, folder, is_doubtful=True)
    layout = _layout(text, known)
    spool, width = folder / "rows.csv", len(layout.header.names)
    with (
        # Whatever came before is sound: only a file that ends inside a character has anything to replace.
        text.open(encoding="utf-8-sig", errors="replace", newline="") as file,
        spool.open("w", encoding="utf-8", newline="") as out,
    ):
        lines = _Lines(file)
        reader = csv.reader(lines, delimiter=layout.separator)
        writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
        for row in itertools.islice(_rows(reader, lines), layout.header.rows, None):
            if row or width == 1:
                writer.writerow([*row[:width], *[""] * (width - len(row)), _oddity(row, width)])
    is_cut_off = lines.is_cut_off or _ends_inside_character(text) or _is_cut_off(text, layout, scanned)
    sql = csv_sql(spool, width, delimiter=",", skip=0, with_oddity=True)
    return Cells(layout.header.names, *sql, (spool,), is_cut_off=is_cut_off)


def _oddity(row: list[str], width: int) -> str:
    extra = any(cell.strip() for cell in row[width:])
    return f"row.ragged:{len(row)}" if len(row) < width or extra else ""


class _Lines:
    """The lines of a file, with a note of whether a record was still open when they ended."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self.ended = False
        self.is_cut_off = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._file.readline()
        if not line:
            self.ended = True
            raise StopIteration
        return line


def _rows(reader: "_csv.Reader", lines: _Lines) -> Iterator[list[str]]:
    while True:
        began = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _open_quote(began) from error
        if lines.ended:
            # The lines ran out inside quotation marks: the last is cut off, or an earlier mark is astray.
            if reader.line_num > began:
                raise _open_quote(began)
            lines.is_cut_off = True
        yield row


def _open_quote(line: int) -> Unreadable:
    return Unreadable(
        f"第 {line} 行起有一个引号没有配对，其后的内容都被读进了同一格。请补上或删去该引号。",
        f"A quotation mark opened in line {line} is never closed: close it or take it out.",
    )


def _is_cut_off(text: Path, layout: Layout, scanned: Scan) -> bool:
    """Say whether the last line stops before its last cell."""
    if scanned.ends_with_newline:
        return False
    with text.open("rb") as file:
        file.seek(max(0, text.stat().st_size - SAMPLE))
        tail = file.read().decode("utf-8", errors="replace")
    last = tail.replace("\r", "\n").rsplit("\n", 1)[-1]
    if not last.strip() or '"' in last:
        return False
    return len(last.split(layout.separator)) < len(layout.header.names)


def _ends_inside_character(text: Path) -> bool:
    with text.open("rb") as file:
        file.seek(max(0, text.stat().st_size - SAMPLE))
        decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        decoder.decode(file.read())
    return bool(decoder.getstate()[0])


def _layout(text: Path, known: Collection[str]) -> Layout:
    """Return the separator that makes the most known names; between equals the first of SEPARATORS."""
    with text.open(encoding="utf-8-sig", newline="", errors="replace") as file:
        sample = file.read(SAMPLE)
    if len(sample) == SAMPLE:
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample
    layouts = [_try(sample, separator, known) for separator in SEPARATORS]
    best = max(
        layouts, key=lambda one: (one.header.known, len(one.header.names) if not one.header.known else 0)
    )
    if best.lines < 0:
        raise Unreadable("只有表头，没有数据行。", "There is a header but no row below it.")
    return best


def _try(sample: str, separator: str, known: Collection[str]) -> Layout:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    rows, lines = [], []
    try:
        for row in itertools.islice(reader, SEARCHED_ROWS + 1):
            rows.append(row)
            lines.append(reader.line_num)
    except csv.Error:
        pass  # a cell too long to be a header: what was read so far decides
    header = find(rows, known)
    below = any(any(cell.strip() for cell in row) for row in rows[header.rows :])
    return Layout(separator, header, lines[header.rows - 1] if below else -1)


def _as_utf8(path: Path, scanned: Scan, folder: Path, *, is_doubtful: bool = False) -> Path:
    """Return the file itself where it is UTF-8; else a copy made from UTF-16 or GB18030.

    A sample decides, or, where the sample has misled DuckDB, the whole file.
    """
    if scanned.is_utf16:
        return _rewritten(path, "utf-16", folder)
    if _decodes(path, "utf-8", limit=None if is_doubtful else SAMPLE):
        return path
    return _rewritten(path, "gb18030", folder)


def _decodes(path: Path, encoding: str, limit: int | None) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        read = 0
        while (limit is None or read < limit) and (block := file.read(SAMPLE)):
            read += len(block)
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                return False
    return True


def _rewritten(path: Path, encoding: str, folder: Path) -> Path:
    copy, decoder, read = folder / "utf8.csv", codecs.getincrementaldecoder(encoding)(), 0
    if copy.exists():
        return copy
    with path.open("rb") as file, copy.open("w", encoding="utf-8", newline="") as out:
        while block := file.read(BLOCK):
            try:
                text = decoder.decode(block).replace("\0", "")
                out.write(text if read else text.lstrip("\ufeff"))
            except (UnicodeDecodeError, UnicodeEncodeError) as error:
                copy.unlink()
                raise _unknown_encoding(read + error.start) from error
            read += len(block)
    return copy


def _unknown_encoding(place: int) -> Unreadable:
    return Unreadable(
        f"文字编码无法识别（约第 {place} 字节处）。请另存为 UTF-8 编码的 CSV。",
        f"The text is neither UTF-8 nor GB18030 (near byte {place}); save the file as CSV in UTF-8.",
    )
