"""A file as cells of text: what every reader gives and every check reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from gongxin.engine.duckdb import literal

MOST_COLUMNS = 500
LONGEST_ROW = 32 << 20  # bytes


@dataclass(frozen=True, slots=True)
class Cells:
    """The rows below the header as SQL giving `c0` … `cN` and `oddity`, NULL where a row has the right shape.

    `oddity` is a rule id and a detail, `row.ragged:31`. The SQL reads `files`, or the Arrow tables `tables`.
    `first_sql` gives the same rows, for whoever needs only the first: it reads no further ahead than a row.
    With `has_numbers` the SQL gives `rowid` too, from 0, for an engine that keeps no order of its own.
    """

    headers: tuple[str, ...]
    sql: str
    first_sql: str
    files: tuple[Path, ...] = ()
    tables: Mapping[str, pa.Table] = field(default_factory=dict)
    is_cut_off: bool = False
    has_numbers: bool = False


def csv_sql(path: Path, columns: int, *, delimiter: str, skip: int, with_oddity: bool) -> tuple[str, str]:
    """Return `sql` and `first_sql` over a strict CSV file.

    DuckDB refuses the file where a row has another shape.
    """
    names = [f"c{index}" for index in range(columns)]
    types = ", ".join(f"'{name}': 'VARCHAR'" for name in [*names, *(["oddity"] if with_oddity else [])])
    oddity = "oddity" if with_oddity else "NULL::VARCHAR AS oddity"
    sql = (
        f"SELECT {', '.join(names)}, {oddity} FROM read_csv({literal(str(path))}, auto_detect = false, "
        f"header = false, skip = {skip}, delim = {literal(delimiter)}, quote = '\"', escape = '\"', "
        f"columns = {{{types}}}, strict_mode = true, max_line_size = {LONGEST_ROW}"
    )
    return f"{sql})", f"{sql}, buffer_size = {LONGEST_ROW})"
