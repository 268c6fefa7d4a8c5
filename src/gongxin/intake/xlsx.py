"""Read one worksheet of an Excel workbook as text."""

import zipfile
import zlib
from collections.abc import Collection
from pathlib import Path

import fastexcel
import pyarrow as pa
import pyarrow.compute as pc

from gongxin.intake.active_content import refuse_active
from gongxin.intake.cells import MOST_COLUMNS, Cells
from gongxin.intake.header import SEARCHED_ROWS, Header, find
from gongxin.intake.unreadable import Unreadable

MOST_BYTES = 1 << 30
MOST_DEFLATED = 1032  # deflate cannot shrink further: a part this much smaller than the limit is safe
BLOCK = 1 << 16


def read(path: Path, sheet: str | None, known: Collection[str]) -> Cells:
    """Return the cells of the named sheet, else of the first one with a known header, else of the first.

    Raises:
        Unreadable: damaged, too large once unpacked, no such sheet, or nothing below the header.
    """
    refuse_bomb(path)
    try:
        workbook = fastexcel.read_excel(str(path))
        name, header = _sheet(workbook, sheet, known)
        rows = _table(workbook, name, None).slice(header.rows)
    except fastexcel.FastExcelError as error:
        raise _damaged() from error
    return _cells(rows, header)


def refuse_bomb(path: Path) -> None:
    """Raise Unreadable where a workbook is damaged or would unpack to more than `MOST_BYTES`."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            refuse_active(part.filename for part in parts)
            if sum(part.file_size for part in parts) > MOST_BYTES or len(parts) > 10_000:
                raise _too_large()
            # What the directory says of sizes may be a lie; a large part is unpacked once to see.
            for part in parts:
                if part.compress_size * MOST_DEFLATED > MOST_BYTES:
                    _refuse_false_size(archive, part)
            if not any(part.filename.startswith("xl/") for part in parts):
                raise Unreadable(
                    "这是压缩包，不是 Excel 文件。请解压后报送其中的表格。", "A zip archive, not a workbook."
                )
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise _damaged() from error


def _refuse_false_size(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    size = 0
    with archive.open(part) as file:
        while block := file.read(BLOCK):
            size += len(block)
            if size > MOST_BYTES:
                raise _too_large()


def _sheet(workbook: fastexcel.ExcelReader, sheet: str | None, known: Collection[str]) -> tuple[str, Header]:
    names = list(workbook.sheet_names)
    if sheet is not None and sheet not in names:
        raise Unreadable(
            f"没有工作表“{sheet}”。文件中有：{'、'.join(names)}。",
            f"No worksheet {sheet!r}; there are: {', '.join(names)}.",
        )
    first: tuple[str, Header] | None = None
    for name in [sheet] if sheet is not None else names:
        top = _table(workbook, name, SEARCHED_ROWS + 1)
        if top.num_rows == 0:
            continue
        header = find([[cell or "" for cell in row.values()] for row in top.to_pylist()], known)
        if header.known:
            return name, header
        first = first or (name, header)
    if first is None:
        raise Unreadable("工作表是空的，没有任何内容。", "The worksheet is empty.")
    return first


def _table(workbook: fastexcel.ExcelReader, name: str, rows: int | None) -> pa.Table:
    batch = workbook.load_sheet(name, header_row=None, n_rows=rows, dtypes="string").to_arrow()
    if batch.num_columns > MOST_COLUMNS:
        raise Unreadable(
            f"工作表有 {batch.num_columns} 列，最多 {MOST_COLUMNS} 列。",
            f"The worksheet has {batch.num_columns} columns.",
        )
    names = [f"c{index}" for index in range(batch.num_columns)]
    return pa.Table.from_batches([batch]).rename_columns(names)


def _cells(rows: pa.Table, header: Header) -> Cells:
    rows = rows.slice(0, _filled_rows(rows))
    if rows.num_rows == 0:
        raise Unreadable("只有表头，没有数据行。", "There is a header but no row below it.")
    columns = [f"c{index}" for index in range(rows.num_columns)]
    headers = header.names + tuple(
        f"（第{place}列）" for place in range(len(header.names) + 1, len(columns) + 1)
    )
    while (
        columns
        and rows[columns[-1]].null_count == rows.num_rows
        and headers[len(columns) - 1].startswith("（第")
    ):
        columns.pop()
    sql = f"SELECT {', '.join(columns)}, NULL::VARCHAR AS oddity FROM sheet"
    return Cells(headers[: len(columns)], sql, sql, tables={"sheet": rows.select(columns)})


def _filled_rows(rows: pa.Table) -> int:
    """Return the number of rows up to the last one with anything in it."""
    places = pa.array(range(rows.num_rows))
    lasts = [pc.max(pc.filter(places, pc.is_valid(column))).as_py() for column in rows.columns]
    return max((last for last in lasts if last is not None), default=-1) + 1


def _damaged() -> Unreadable:
    return Unreadable(
        "Excel 文件已损坏或不完整，无法打开。请重新另存后再报送。",
        "The workbook is damaged or incomplete; save it anew.",
    )


def _too_large() -> Unreadable:
    return Unreadable(
        f"Excel 文件解压后超过 {MOST_BYTES >> 20} MB，不予打开。请分成几个文件或改用 CSV。",
        f"The workbook unpacks to more than {MOST_BYTES >> 20} MB: split it, or send CSV.",
    )
