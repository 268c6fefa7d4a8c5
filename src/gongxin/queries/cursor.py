"""Where a page of entries ended, as text that a client hands back."""

import datetime
import re

from gongxin.queries.shown_entry import InvalidCursor

CURSOR = re.compile(r"(\d{4}-\d{2}-\d{2})\.(\d{1,18})", re.ASCII)


def cursor_of(decided_on: datetime.date, sequence: int) -> str:
    """Return the cursor of the page after an entry."""
    return f"{decided_on}.{sequence}"


def after_entry(text: str) -> tuple[datetime.date, int]:
    """Return day and sequence of the last entry that was seen.

    Raises:
        InvalidCursor: the text is something else.
    """
    found = CURSOR.fullmatch(text)
    try:
        if found:
            return datetime.date.fromisoformat(found[1]), int(found[2])
    except ValueError:
        pass
    raise InvalidCursor(text)
