"""What a piece of SQL in bulk is run on. Both engines take DuckDB's SQL and give plain rows."""

from typing import Any, Protocol

Row = tuple[Any, ...]


class Answer(Protocol):
    """The rows of a statement, read once."""

    def fetchone(self) -> Row | None: ...

    def fetchall(self) -> list[Row]: ...


class Connection(Protocol):
    """Tables of its own, and statements over them, written for DuckDB."""

    def execute(self, query: str, /) -> Answer: ...
