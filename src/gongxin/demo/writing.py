"""Department files as departments write them: CSV in two encodings, XLSX, JSON Lines."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time
from pathlib import Path

import duckdb
import xlsxwriter

from gongxin.catalogue.field import FieldKind
from gongxin.catalogue.item import Item
from gongxin.demo.delivery import SUFFIX, Delivery, Form
from gongxin.engine.duckdb import literal, name

CHUNK = 1 << 20


def write(
    connection: duckdb.DuckDBPyConnection, table: str, item: Item, delivery: Delivery, folder: Path
) -> Path:
    """Write the table as the delivery's file, with a mapping file beside it where its headers are its own."""
    path = folder / f"{delivery.name}{SUFFIX[delivery.form]}"
    WRITERS[delivery.form](connection, table, item, delivery, path)
    return path


def mapping_of(delivery: Delivery) -> str:
    """Return the name of the mapping file, empty where the file needs none."""
    return f"{delivery.name}.mapping.toml" if delivery.form is Form.OWN else ""


def _codes(
    connection: duckdb.DuckDBPyConnection, table: str, item: Item, delivery: Delivery, path: Path
) -> None:
    _copy(connection, table, {field.code: field.code for field in item.fields}, path, "FORMAT csv, HEADER")


def _old(
    connection: duckdb.DuckDBPyConnection, table: str, item: Item, delivery: Delivery, path: Path
) -> None:
    draft = path.with_suffix(".utf8")
    _copy(
        connection, table, {field.code: field.label.zh for field in item.fields}, draft, "FORMAT csv, HEADER"
    )
    with (
        draft.open(encoding="utf-8", newline="") as read,
        path.open("w", encoding="gb18030", newline="") as written,
    ):
        while chunk := read.read(CHUNK):
            written.write(chunk)
    draft.unlink()


def _lines(
    connection: duckdb.DuckDBPyConnection, table: str, item: Item, delivery: Delivery, path: Path
) -> None:
    _copy(connection, table, {field.code: field.code for field in item.fields}, path, "FORMAT json")


def _own(
    connection: duckdb.DuckDBPyConnection, table: str, item: Item, delivery: Delivery, path: Path
) -> None:
    headers = {field.code: f"{number}.{field.label.zh}" for number, field in enumerate(item.fields, 1)}
    _copy(connection, table, headers, path, "FORMAT csv, HEADER, DELIMITER ';'")
    lines = ["# 本部门表头与字段代码的对照。", "[columns]"]
    lines += [f"{_quoted(header)} = {_quoted(code)}" for code, header in headers.items()]
    path.with_name(mapping_of(delivery)).write_text("\n".join(lines) + "\n", "utf-8")


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _copy(
    connection: duckdb.DuckDBPyConnection, table: str, headers: Mapping[str, str], path: Path, options: str
) -> None:
    columns = ", ".join(f"{name(code)} AS {name(header)}" for code, header in headers.items())
    connection.execute(
        f"COPY (SELECT {columns} FROM {table} ORDER BY row) TO {literal(str(path))} ({options})"
    )


def _workbook(
    connection: duckdb.DuckDBPyConnection, table: str, item: Item, delivery: Delivery, path: Path
) -> None:
    """A title over all columns, a remark, the headers, then rows; days as the workbook's own dates."""
    columns = ", ".join(name(field.code) for field in item.fields)
    answer = connection.execute(f"SELECT {columns} FROM {table} ORDER BY row")
    with xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "default_date_format": "yyyy/mm/dd"}
    ) as workbook:
        workbook.set_properties({"created": datetime.combine(delivery.on, time(9))})
        sheet = workbook.add_worksheet("报送")
        bold = workbook.add_format({"bold": True})
        sheet.merge_range(
            0, 0, 0, len(item.fields) - 1, f"{delivery.unit.name}{item.name.zh}信息报送表", bold
        )
        sheet.write_string(1, 0, f"报送日期：{delivery.on:%Y-%m-%d}")
        sheet.write_row(2, 0, [field.label.zh for field in item.fields], bold)
        dated = [number for number, field in enumerate(item.fields) if field.kind is FieldKind.DATE]
        line = 3
        while rows := answer.fetchmany(1000):
            for row in rows:
                sheet.write_row(line, 0, _typed(row, dated))
                line += 1


def _typed(row: Sequence[str | None], dated: Sequence[int]) -> list[object]:
    typed: list[object] = list(row)
    for number in dated:
        typed[number] = _day(row[number])
    return typed


def _day(written: str | None) -> object:
    try:
        return datetime.strptime(written or "", "%Y-%m-%d")  # noqa: DTZ007 - a day, not an instant
    except ValueError:
        return written


WRITERS: Mapping[Form, Callable[[duckdb.DuckDBPyConnection, str, Item, Delivery, Path], None]] = {
    Form.CODES: _codes,
    Form.OLD: _old,
    Form.WORKBOOK: _workbook,
    Form.LINES: _lines,
    Form.OWN: _own,
}
