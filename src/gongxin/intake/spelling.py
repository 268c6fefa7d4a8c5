"""Learn from the first rows how a file writes several codes in a cell, so that few cells are taken apart."""

from collections.abc import Sequence
from dataclasses import replace

from duckdb import DuckDBPyConnection

from gongxin.catalogue.field import FieldKind
from gongxin.intake.cells import Cells
from gongxin.intake.code_list import Spellings, codes_sql
from gongxin.intake.column import Column
from gongxin.intake.normalising import narrow

FIRST_ROWS = 5_000
COMMONEST = 60


def with_spellings(
    connection: DuckDBPyConnection, cells: Cells, among: Sequence[Column]
) -> tuple[Column, ...]:
    """Return the columns, those of several codes with the commonest cells of the file taken apart."""
    return tuple(
        replace(column, common=_common(connection, cells, column))
        if column.field.kind is FieldKind.CODES and column.field.codes
        else column
        for column in among
    )


def _common(connection: DuckDBPyConnection, cells: Cells, column: Column) -> Spellings:
    codes = codes_sql(column.field, "cell", narrow("cell"), {})
    first = f"SELECT {column.cell} AS cell FROM ({cells.first_sql}) LIMIT {FIRST_ROWS}"
    rows = connection.execute(
        f"SELECT cell, {codes} FROM (SELECT cell, count(*) AS times FROM ({first}) "
        f"WHERE cell IS NOT NULL GROUP BY cell ORDER BY times DESC, cell LIMIT {COMMONEST}) "
        "ORDER BY times DESC"
    ).fetchall()
    return {cell: tuple(codes) for cell, codes in rows}
