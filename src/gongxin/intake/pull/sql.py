"""Rows of a unit's own PostgreSQL: one SELECT, read only, bounded in time and rows."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg.rows import dict_row

from gongxin.intake.pull.failure import NothingThere, PullFailed
from gongxin.intake.pull.fetched import Fetched, write_down

SECONDS = 300
CONNECT_SECONDS = 15
BATCH = 2_000
MOST_ROWS = 5_000_000
SELECT = re.compile(r"\s*(select|with|values|table)\b", re.IGNORECASE)


def checked(statement: str) -> str:
    """Return the statement without its last semicolon.

    Raises:
        PullFailed: it is no query. What a query may not do, the database refuses: it is asked read only.
    """
    plain = statement.strip().removesuffix(";").strip()
    if not SELECT.match(plain) or "\x00" in plain:
        raise PullFailed("只能是一条查询语句（SELECT 或 WITH）。", "Write one query (SELECT or WITH).")
    return plain


def fetch(url: str, statement: str, into: Path, *, most_bytes: int) -> Fetched:
    """Return the rows of the query as JSON Lines.

    Raises:
        PullFailed: the database is not there, refuses the query, or gives too much.
        NothingThere: there are no rows.
    """
    if not re.match(r"postgres(ql)?://", url):
        raise PullFailed(
            "环境变量中的地址应为 postgresql:// 开头。", "The variable should hold a postgresql:// address."
        )
    path = into / "fetched.jsonl"
    try:
        with psycopg.connect(
            url,
            connect_timeout=CONNECT_SECONDS,
            options=f"-c statement_timeout={SECONDS * 1000} -c default_transaction_read_only=on",
            row_factory=dict_row,
        ) as connection:
            connection.read_only = True
            digest = write_down(_lines(connection, checked(statement)), path, most_bytes=most_bytes)
    except psycopg.Error as error:
        said = str(error).partition("\n")[0][:200] if error.sqlstate else type(error).__name__
        raise PullFailed(f"数据库没有给出数据：{said}", f"The database gave no rows: {said}") from error
    if path.stat().st_size == 0:
        raise NothingThere
    return Fetched(path, "rows.jsonl", digest)


def _lines(connection: "psycopg.Connection[dict[str, object]]", statement: str) -> Iterator[bytes]:
    """Yield the rows. A cursor of the server takes one query and nothing else, and holds none of it here."""
    with connection.cursor("pulled") as cursor:
        cursor.itersize = BATCH
        cursor.execute(statement.encode())
        for place, row in enumerate(cursor):
            if place >= MOST_ROWS:
                raise PullFailed(
                    f"超过 {MOST_ROWS} 行。请在查询中加条件分批提供。",
                    f"More than {MOST_ROWS} rows; narrow the query.",
                )
            yield (json.dumps(row, ensure_ascii=False, default=str) + "\n").encode()
