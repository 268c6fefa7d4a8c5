"""What the log commits to for one entry: one JSON text, the same from Python and from DuckDB."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timezone
from hashlib import sha256
from uuid import UUID

VERSION = 1
PLAIN = re.compile(r"[A-Za-z0-9_.:/-]*")  # written between quotes as it is, in both languages
NUMBERS = {"sequence", "version", "row"}
BARE = NUMBERS | {"is_late", "content"}  # everything else stands between quotes
END = "}"
TIME = "%Y-%m-%dT%H:%M:%S.%fZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The facts of an entry that the log commits to, in the order of its text. Nothing absent is written.

    `content` is the stored JSON object, taken over to the letter.
    """

    sequence: int
    kind: str
    record: UUID
    version: int
    item: str
    edition: str
    uscc: str
    unit: str
    batch: UUID | None
    row: int | None
    disclosure: str
    tier: str | None
    decided_on: date | None
    valid_until: date | None
    shown_from: date | None
    shown_until: date | None
    repairable_on: date | None
    query_until: date | None
    is_late: bool | None
    known_at: datetime
    content: str

    def text(self) -> str:
        """Return the statement's JSON text."""
        return self._text(NAMES)

    def facts(self) -> str:
        """Return the digest of everything but the content, in hexadecimal: it needs no salt to be checked."""
        return sha256(self._text([name for name in NAMES if name != "content"]).encode()).hexdigest()

    def _text(self, names: Sequence[str]) -> str:
        written = (f'"{name}":{_written(name, getattr(self, name))}' for name in names if _has(self, name))
        return f'{{"v":{VERSION},{",".join(written)}}}'


NAMES = tuple(field.name for field in fields(Statement))


def _has(statement: Statement, name: str) -> bool:
    return getattr(statement, name) is not None


def _written(name: str, value: object) -> str:
    if name == "content":
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if name in NUMBERS:
        return str(value)
    if isinstance(value, datetime):
        value = value.astimezone(timezone.utc).strftime(TIME)  # noqa: UP017 Python 3.11 knows both
    text = str(value)
    assert PLAIN.fullmatch(text), f"{name}={text!r} would need escaping"
    return f'"{text}"'


def statement_sql() -> str:
    """Return a DuckDB expression over columns of the same names; `known_at` is a TIMESTAMP in UTC."""
    return f"{opening_sql()} || content || '{END}'"


def opening_sql() -> str:
    """Return `statement_sql` up to the content, which together with `END` completes it."""
    parts = [f"'{{\"v\":{VERSION}'"]
    for name in NAMES[:-1]:
        value = f"strftime(known_at, '{TIME}')" if name == "known_at" else f"CAST({name} AS VARCHAR)"
        quote = "" if name in BARE else '"'
        parts.append(f"',\"{name}\":{quote}' || {value} || '{quote}'")
    # Other than ||, it passes over what is absent.
    return f"concat({', '.join(parts)}, ',\"{NAMES[-1]}\":')"
