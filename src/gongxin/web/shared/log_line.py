"""Log records as JSON, one a line, with the number of the request and without content.

What PostgreSQL adds to a refusal quotes the row: those lines are left out.
"""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

request_id: ContextVar[str] = ContextVar("request_id", default="")
QUOTED = re.compile(
    r"^(?:DETAIL|CONTEXT|HINT|QUERY|LINE \d+|STATEMENT):.*(?:\n[ \t]+\S.*|\n\s*\^.*)*\n?", re.MULTILINE
)
QUERY_STRING = re.compile(r"\?\S*")


class JsonLines(logging.Formatter):
    """One JSON object for each record."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "said": without_rows(QUERY_STRING.sub("", record.getMessage())),
        }
        if number := request_id.get():
            line["request"] = number
        line |= getattr(record, "facts", {})
        if record.exc_info:
            line["fault"] = without_rows(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)


def without_rows(text: str) -> str:
    """Return the text without the lines in which PostgreSQL quotes a row."""
    return QUOTED.sub("", text)
