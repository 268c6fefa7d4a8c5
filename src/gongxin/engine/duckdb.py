"""Open DuckDB for one batch: bounded memory, its own temporary folder, nothing else within reach."""

from collections.abc import Sequence
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

MEMORY_LIMIT = "1500MB"  # leaves room for the process itself under two gibibytes
THREADS = 2

HARDENING = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
}


def connect(
    folder: Path, *, files: Sequence[Path], memory_limit: str = MEMORY_LIMIT, threads: int = THREADS
) -> DuckDBPyConnection:
    """Return a connection in memory whose SQL reaches `files` and `folder` only, for good.

    It spills into `folder` when `memory_limit` is reached.
    """
    connection = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": memory_limit,
            "threads": str(threads),
            "temp_directory": str(folder / "spill"),
            **HARDENING,
        },
    )
    connection.execute("SET enable_progress_bar = false")  # it would stand among what a command prints
    # A long IN would become a join, which computes for every row what a CASE around it asks of few.
    connection.execute("SET disabled_optimizers = 'in_clause'")
    connection.execute(f"SET allowed_paths = [{', '.join(literal(str(path)) for path in files)}]")
    connection.execute(f"SET allowed_directories = [{literal(str(folder))}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def literal(value: str) -> str:
    """Return a text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def name(identifier: str) -> str:
    """Return an identifier as quoted SQL."""
    return '"' + identifier.replace('"', '""') + '"'
