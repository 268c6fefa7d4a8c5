"""Files handed back: the provider's own rows with what became of them, and the list of findings."""

import csv
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from duckdb import DuckDBPyConnection

from gongxin.engine.duckdb import literal
from gongxin.intake.column import Column
from gongxin.intake.finding import advice, finding, findings
from gongxin.intake.formula import harmless, harmless_sql
from gongxin.intake.masking import has_many_digits, masked
from gongxin.intake.screening import Screening
from gongxin.organisations.uscc_sql import error_sql, normalised_sql

OUTCOMES = {
    "clean": "通过",
    "accepted": "入库",
    "corrected": "更正入库",
    "duplicate": "重复",
    "rejected": "退回",
    "refused_natural_person": "拒收（自然人）",
    "review": "待比对",
    "held": "待决定",
    "discarded": "未入库（整批作废）",
}
EMPTIED = "（不收，已清空）"
SHEET_ROWS = 1_048_575  # what an Excel sheet holds below its header
LONGEST_CELL = 32_767
BATCH = 2000
FINDING_HEADERS = {
    "行号": "row",
    "级别": "severity",
    "字段": "field",
    "字段名称": "label",
    "问题": "message",
    "修改建议": "hint",
    "依据": "article",
    "值": "value",
    "规则": "rule",
}
LEVELS = {"error": "错误", "warning": "提示"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A table as it is handed back: headers, and a SELECT of as many columns k0, k1 …; the last two of them
    are the outcome and the problems of each row."""

    headers: Sequence[str]
    sql: str


def write_results(screening: Screening, folder: Path, *, outcomes: str | None = None) -> tuple[Path, Path]:
    """Write 结果.xlsx and 结果.csv; `outcomes` names a table (row, outcome) that knows better."""
    # On the screening's own connection: `outcomes` may be a table that only it can see.
    connection = screening.connection
    _mark(connection, screening, outcomes or "outcome")
    return write_shown(connection, shown_cells(screening), folder, work_in=Path(screening.folder.name))


def shown_cells(screening: Screening) -> Shown:
    """Return what `write_results` wrote last, for whoever has to write it again without the file."""
    cells = ", ".join(f"{cell} AS k{place}" for place, cell in enumerate(_cells(screening)))
    return Shown(_headers(screening), f"SELECT {cells} FROM ({_marked(screening)})")


def write_shown(
    connection: DuckDBPyConnection, shown: Shown, folder: Path, *, work_in: Path
) -> tuple[Path, Path]:
    """Write a table as 结果.xlsx and 结果.csv."""
    book, table = folder / "结果.xlsx", folder / "结果.csv"
    _write_csv(connection, shown, table, work_in)
    connection.execute(shown.sql)
    _write_xlsx(book, shown.headers, iter(lambda: connection.fetchmany(BATCH), []))
    return book, table


def write_findings(screening: Screening, path: Path) -> None:
    """Write every finding as .jsonl, .csv or .xlsx, by the suffix."""
    write_found((one.as_json() for one in findings(screening)), path)


def write_found(found: Iterable[Mapping[str, object]], path: Path) -> None:
    """Write findings in their JSON form; see `write_findings`."""
    refuse_unknown_suffix(path)
    if path.suffix == ".jsonl":
        with path.open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in found)
    elif path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(FINDING_HEADERS)
            writer.writerows([harmless(cell) for cell in _finding_row(one)] for one in found)
    else:
        _write_xlsx(path, list(FINDING_HEADERS), ([_finding_row(one)] for one in found))


def refuse_unknown_suffix(path: Path) -> None:
    """Refuse a form that findings are not written in.

    Raises:
        UnknownSuffix: naming those that they are.
    """
    if path.suffix not in (".jsonl", ".csv", ".xlsx"):
        raise UnknownSuffix(
            f"{path.name}：问题清单只能写成 .xlsx、.csv 或 .jsonl。"
            " / Findings are written as .xlsx, .csv or .jsonl."
        )


class UnknownSuffix(Exception):
    """Findings were asked for in a form that is not written."""


def _finding_row(found: Mapping[str, object]) -> list[str]:
    return [
        LEVELS[str(found["severity"])] if key == "severity" else str(found[key] or "")
        for key in FINDING_HEADERS.values()
    ]


def _mark(connection: DuckDBPyConnection, screening: Screening, outcomes: str) -> None:
    """Make `mark`: for each row of the file, blank ones too, its outcome and its problems in words."""
    pairs = connection.execute("SELECT DISTINCT rule, field, severity FROM findings").fetchall()
    said = ", ".join(
        f"{literal(f'{rule}:{field}')}: {literal(_said(screening, rule, field))}" for rule, field, _ in pairs
    )
    lookup = f"MAP {{{said}}}[concat(rule, ':', field)]" if pairs else "''"
    shown = ", ".join(f"{literal(key)}: {literal(text)}" for key, text in OUTCOMES.items())
    problem = f"replace({lookup}, '{{value}}', coalesce(value, ''))"
    connection.execute(
        "CREATE OR REPLACE TABLE mark AS SELECT outcome = 'refused_natural_person' AS is_person, "
        f"MAP {{{shown}}}[outcome] AS outcome, problems "
        f"FROM (SELECT CAST(rowid + 1 AS INTEGER) AS row FROM typed) LEFT JOIN {outcomes} USING (row) "
        f"LEFT JOIN (SELECT row, string_agg({problem}, '；' ORDER BY severity, field, rule) AS problems "
        "FROM findings GROUP BY row) USING (row) ORDER BY row"
    )


def _said(screening: Screening, rule: str, field: str) -> str:
    found = finding(screening.item, (0, field, rule, "", "{value}"))
    return advice(found.message.zh, found.hint.zh)


def _marked(screening: Screening) -> str:
    return f"SELECT * FROM ({screening.cells.sql}) POSITIONAL JOIN mark"


def _headers(screening: Screening) -> list[str]:
    emptied = _personal(screening)
    heads = [head + EMPTIED if place in emptied else head for place, head in enumerate(screening.headers)]
    return [*heads, "结果", "问题"]


def _personal(screening: Screening) -> set[int]:
    columns = screening.assignment.columns
    return {
        columns[field.code] for field in screening.item.fields if field.personal and field.code in columns
    }


def _cells(screening: Screening) -> list[str]:
    emptied, codes, doubtful = _personal(screening), _codes(screening), _doubtful(screening)
    cells = []
    for place in range(len(screening.headers)):
        cell = f"c{place}"
        if place in emptied:
            cells.append("NULL")
            continue
        shown = masked(cell) if place in doubtful else cell
        if place in codes and place in doubtful:
            # A company code of digits can look like an identity number: what is a sound code is not masked.
            shown = f"CASE WHEN {error_sql(normalised_sql(cell))} IS NULL THEN {cell} ELSE {shown} END"
        cells.append(f"CASE WHEN is_person THEN NULL ELSE {shown} END")
    return [*cells, "outcome", "problems"]


def _doubtful(screening: Screening) -> set[int]:
    """The columns in which something may have to be masked: only they are worth the patterns."""
    codes = _codes(screening)
    many = ", ".join(
        "false" if place in codes else f"coalesce(bool_or({has_many_digits(f'c{place}')}), false)"
        for place in range(len(screening.headers))
    )
    (found,) = screening.connection.execute(f"SELECT {many} FROM ({screening.cells.sql})").fetchall()
    faulty = screening.connection.execute("SELECT DISTINCT field FROM findings").fetchall()
    at_fault = {field for (field,) in faulty}
    return {place for place, has in enumerate(found) if has} | {
        place for place, field in codes.items() if field in at_fault
    }


def _codes(screening: Screening) -> dict[int, str]:
    """The places of columns of codes, each with its field."""
    columns = screening.assignment.columns
    of_uscc: Sequence[Column] = [one for one in screening.plan.columns if one.field.kind == "uscc"]
    return {columns[one.field.code]: one.field.code for one in of_uscc if one.field.code in columns}


def _write_csv(connection: DuckDBPyConnection, shown: Shown, path: Path, work_in: Path) -> None:
    """Let DuckDB write where it may; then put the header and the mark that Excel needs before it."""
    cells = [
        f"{harmless_sql(cell)} AS {cell}" for cell in (f"k{place}" for place in range(len(shown.headers)))
    ]
    body = work_in / "result.csv"
    connection.execute(
        f"COPY (SELECT {', '.join(cells)} FROM ({shown.sql})) "
        f"TO {literal(str(body))} (FORMAT csv, HEADER false)"
    )
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out, lineterminator="\n").writerow(harmless(head) for head in shown.headers)
    with path.open("ab") as out, body.open("rb") as rows:
        shutil.copyfileobj(rows, out, 1 << 20)
    body.unlink()


def _write_xlsx(
    path: Path, headers: Sequence[str], batches: Iterator[Sequence[Sequence[str | None]]]
) -> None:
    """Write text cells only, so that nothing is a formula; a further sheet where one is full."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet, at = _sheet(book, headers), 0
        for row in (row for batch in batches for row in batch):
            if at >= SHEET_ROWS:
                sheet, at = _sheet(book, headers), 0
            at += 1
            for place, cell in enumerate(row):
                if cell is not None:
                    sheet.write_string(at, place, cell[:LONGEST_CELL])


def _sheet(book: xlsxwriter.Workbook, headers: Sequence[str]) -> "xlsxwriter.worksheet.Worksheet":
    style = book.add_format({"bold": True, "bg_color": "#E8EEF4", "bottom": 1})
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for place, head in enumerate(headers):
        sheet.write_string(0, place, head, style)
    sheet.set_column(len(headers) - 1, len(headers) - 1, 60)
    return sheet
