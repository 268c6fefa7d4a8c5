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


def connect(folder: Path, *, memory_limit: str = MEMORY_LIMIT, threads: int = THREADS) -> DuckDBPyConnection:
    """Return a connection in memory that spills into `folder` when `memory_limit` is reached."""
    return duckdb.connect(
        ":memory:",
        config={
            "memory_limit": memory_limit,
            "threads": str(threads),
            "temp_directory": str(folder / "spill"),
            **HARDENING,
        },
    )


def seal(connection: DuckDBPyConnection, *, files: Sequence[Path], folders: Sequence[Path]) -> None:
    """Leave SQL on this connection only the named files and folders, for good."""
    connection.execute(f"SET allowed_paths = [{', '.join(literal(str(path)) for path in files)}]")
    connection.execute(f"SET allowed_directories = [{', '.join(literal(str(path)) for path in folders)}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def literal(value: str) -> str:
    """Return a text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def name(identifier: str) -> str:
    """Return an identifier as quoted SQL."""
    return '"' + identifier.replace('"', '""') + '"'
