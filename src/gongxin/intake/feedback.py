"""A list of what was decided after queries: the file that a unit fills in, row by row as it stands there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gongxin.intake.asked_codes import table
from gongxin.intake.mapping import plain
from gongxin.intake.unreadable import Unreadable

# The columns of the template, in its order; the first spelling of each is the one it carries.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "look": ("查询编号", "look", "query number"),
    "case_number": ("办件编号", "案号", "办件编号或案号", "case_number", "case number"),
    "uscc": ("统一社会信用代码", "信用代码", "uscc", "code"),
    "name": ("名称", "主体", "name"),
    "decision": ("办理结果", "决定", "decision"),
    "decided_on": ("决定日期", "decided_on", "date of decision"),
    "measures": ("采取的措施", "措施", "measures"),
    "note": ("附加条件或说明", "附加条件", "说明", "备注", "note", "remark"),
}
HEADING_WITHIN = 10
MOST_ROWS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledRow:
    """A row of the list; `row` counts as the spreadsheet does."""

    row: int
    look: str = ""
    case_number: str = ""
    uscc: str = ""
    name: str = ""
    decision: str = ""
    decided_on: str = ""
    measures: str = ""
    note: str = ""


def filled_rows(path: Path) -> tuple[FilledRow, ...]:
    """Return the rows of a list that are not empty.

    Raises:
        Unreadable: it is no table, lacks the columns, or has too many rows.
    """
    cells = table(path)
    heading, places = _heading(cells)
    below = enumerate(cells[heading + 1 :], heading + 2)
    found = tuple(_row(number, one, places) for number, one in below if any(cell.strip() for cell in one))
    if not found:
        raise Unreadable("文件没有内容行。", "The file has no rows below its heading.")
    if len(found) > MOST_ROWS:
        raise Unreadable(
            f"一次最多 {MOST_ROWS} 行，现有 {len(found)} 行，请分成几个文件。",
            f"A list has {MOST_ROWS} rows at most, not {len(found)}: split the file.",
        )
    return found


def _heading(cells: Sequence[Sequence[str]]) -> tuple[int, Mapping[str, int]]:
    """Return the row of the heading and the place of each column in it."""
    names = {plain(spelling): name for name, spellings in COLUMNS.items() for spelling in spellings}
    for number, one in enumerate(cells[:HEADING_WITHIN]):
        places = {names[plain(cell)]: place for place, cell in enumerate(one) if plain(cell) in names}
        if "decision" in places and {"look", "case_number"} & places.keys():
            return number, places
    raise Unreadable(
        "没有找到表头：须有“办理结果”列，以及“查询编号”或“办件编号”列。请使用模板。",
        "No heading found: the columns decision and look or case_number are needed. Take the template.",
    )


def _row(number: int, cells: Sequence[str], places: Mapping[str, int]) -> FilledRow:
    said = {name: cells[place].strip() for name, place in places.items() if place < len(cells)}
    return FilledRow(row=number, **said)
