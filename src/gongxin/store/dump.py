"""The whole database in one file and back, by PostgreSQL's own programs."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.db import connections

from gongxin.store.cluster import programs

OF_DJANGO = {"cursor_factory", "context", "client_encoding", "prepare_threshold"}


class DumpFailed(Exception):
    """PostgreSQL's program ended with a fault."""

    def __init__(self, program: str, said: str) -> None:
        said = " ".join(said.split())[-400:]
        super().__init__(
            f"{program} 没有完成：{said}。请按其说明处理后重试。"
            f" / {program} did not finish: {said}. Mend what it names and try again."
        )


@contextmanager
def snapshot() -> Iterator[tuple[psycopg.Connection, str]]:
    """Hold one state of the database; yield a connection that sees it and the name others can join it by."""
    with psycopg.connect(**_parameters()) as connection:  # type: ignore[arg-type]
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        found = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert found is not None
        yield connection, found[0]


def dump(file: Path, *, of: str) -> None:
    """Write the state of that name into a file.

    Raises:
        DumpFailed: the disk is full, the role may not read everything, or the server is newer than ours.
    """
    shape = ("--format=custom", "--compress=gzip:1", "--no-owner", "--no-privileges")
    _run("pg_dump", *shape, f"--snapshot={of}", f"--file={file}")


def load(file: Path) -> None:
    """Fill an empty database from a file, wholly or not at all.

    Raises:
        DumpFailed: with what PostgreSQL said.
    """
    shape = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
    _run("pg_restore", *shape, f"--dbname={_parameters()['dbname']}", str(file))


def _parameters() -> dict[str, object]:
    """Return how the owner of the tables signs in."""
    given = connections["owner"].get_connection_params()
    return {name: value for name, value in given.items() if name not in OF_DJANGO and value}


def _run(program: str, *arguments: str) -> None:
    done = subprocess.run(  # noqa: S603 our own programs
        [programs() / program, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **_environment(), "LC_ALL": "C"},
    )
    if done.returncode:
        raise DumpFailed(program, done.stderr)


def _environment() -> Mapping[str, str]:
    """Return the parameters as the programs read them: a password is nothing for the process list."""
    known = {"dbname": "PGDATABASE"}
    return {known.get(name, f"PG{name.upper()}"): str(value) for name, value in _parameters().items()}
