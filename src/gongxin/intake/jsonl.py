"""Read JSON Lines: one object a line, values that are text or numbers."""

import csv
import json
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from gongxin.intake.cells import MOST_COLUMNS, Cells, csv_sql
from gongxin.intake.masking import masked_text
from gongxin.intake.unreadable import Unreadable

NOT_AN_OBJECT = "row.not_an_object:"


def read(path: Path, folder: Path) -> Cells:
    """Return the cells, a column for each key that any line has; a line that is no object is marked.

    Raises:
        Unreadable: no line is a JSON object, the text is not UTF-8, or there are too many keys.
    """
    keys: dict[str, int] = {}
    for record in _records(path):
        for key in record or ():
            keys.setdefault(key, len(keys))
        if len(keys) > MOST_COLUMNS:
            raise Unreadable(f"键超过 {MOST_COLUMNS} 个。", f"There are more than {MOST_COLUMNS} keys.")
    if not keys:
        raise Unreadable(
            '没有一行是 JSON 对象。每行应是一个完整的对象，如 {"字段": "值"}。',
            "No line is a JSON object; each line should be one whole object.",
        )
    spool = folder / "rows.csv"
    with spool.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
        for record in _records(path):
            writer.writerow(_row(record, keys))
    sql = csv_sql(spool, len(keys), delimiter=",", skip=0, with_oddity=True)
    return Cells(tuple(keys), *sql, (spool,), is_cut_off=_is_cut_off(path))


def _records(path: Path) -> Iterator[dict[str, object] | None]:
    """Yield each line's object; None for a line that is none. Blank lines at the end are no lines."""
    blank = 0
    for line in _lines(path):
        if not line.strip():
            blank += 1
            continue
        yield from ({} for _ in range(blank))
        blank = 0
        yield _record(line)


def _is_cut_off(path: Path) -> bool:
    """Say whether the file ends inside an object: a last line without its end that is no JSON."""
    last = next(iter(deque(_lines(path), maxlen=1)), "")
    return not last.endswith("\n") and last.lstrip().startswith("{") and _record(last) is None


def _lines(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        for number, line in enumerate(file):
            try:
                text = line.decode("utf-8")
            except UnicodeDecodeError as error:
                # A file that ends inside a character was cut off; any other is not UTF-8.
                if error.end < len(line) or line.endswith(b"\n") or not number:
                    raise Unreadable(
                        "JSON Lines 文件应为 UTF-8 编码。", "A JSON Lines file is written in UTF-8."
                    ) from error
                text = line[: error.start].decode("utf-8")
            yield text if number else text.removeprefix("\ufeff")


def _record(line: str) -> dict[str, object] | None:
    try:
        # Numbers stay the text they were written as.
        found = json.loads(line, parse_int=str, parse_float=str, parse_constant=str)
    except (json.JSONDecodeError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _row(record: dict[str, object] | None, keys: dict[str, int]) -> list[str]:
    cells = [""] * len(keys)
    if record is None:
        return [*cells, NOT_AN_OBJECT]
    oddity = ""
    for key, value in record.items():
        text = _text(value)
        if text is None:
            oddity = f"row.nested:{masked_text(key)[:60]}"
        else:
            cells[keys[key]] = text
    return [*(cell.replace("\x00", "").encode("utf-8", "replace").decode("utf-8") for cell in cells), oddity]


def _text(value: object) -> str | None:
    """Return a value as the text of a cell, a plain list as several codes, None for what is nested."""
    if isinstance(value, list):
        parts = [_text(part) for part in value if not isinstance(part, list)]
        whole = len(parts) == len(value) and all(part is not None for part in parts)
        return ";".join(part for part in parts if part) if whole else None
    if isinstance(value, dict):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
