"""Judge the rows of a batch, here or on other machines: what they are told of and what becomes of each."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from duckdb import DuckDBPyConnection

from gongxin.engine.connection import Connection
from gongxin.intake import findings, identity, subject
from gongxin.intake.cells import Cells
from gongxin.intake.subject import Register
from gongxin.intake.typed import Plan, create_sql

Make = Callable[[DuckDBPyConnection, Plan, Cells, Path], None]


class Cluster(Protocol):
    """Other machines that judge the rows; this one reads the file and hands the findings out."""

    def read(self, connection: DuckDBPyConnection, plan: Plan, cells: Cells, folder: Path) -> None:
        """Take the cells in, where `type_rows` would make `typed`; `folder` is the connection's own."""
        ...

    def judge(self, connection: DuckDBPyConnection, plan: Plan) -> None:
        """Judge them, and put `typed`, `findings` and `outcome` where `judge` would."""
        ...


def type_rows(connection: Connection, plan: Plan, cells: Cells, _folder: Path | None = None) -> None:
    """Make `typed`, a row for each row of the file."""
    connection.execute(create_sql(plan, cells))


def judge(connection: DuckDBPyConnection, plan: Plan, register: Register | None = None) -> None:
    """Make `findings` and `outcome` from `typed`."""
    if register is None:
        judge_offline(connection, plan)
        return
    findings.collect(connection, plan)
    subject.resolve(connection, plan, register)
    _settle(connection, plan)


def judge_offline(connection: Connection, plan: Plan) -> None:
    """Do as `judge` without a register, on either engine."""
    findings.collect(connection, plan)
    subject.say_nameless(connection, plan)
    _settle(connection, plan)


def _settle(connection: Connection, plan: Plan) -> None:
    identity.find_doubles(connection, plan)
    connection.execute(
        "CREATE TEMP TABLE refused AS SELECT DISTINCT row FROM findings WHERE severity = 'error';"
        "CREATE TABLE outcome AS SELECT t.row, CASE WHEN is_natural_person THEN 'refused_natural_person' "
        "WHEN r.row IS NOT NULL THEN 'rejected' WHEN d.row IS NOT NULL THEN 'duplicate' ELSE 'clean' END "
        "AS outcome FROM (SELECT CAST(rowid + 1 AS INTEGER) AS row, is_natural_person FROM typed "
        "WHERE NOT is_blank) t LEFT JOIN refused r USING (row) LEFT JOIN doubles d USING (row);"
        # A row with another fault is mended by its unit first; only then is it a question for an officer.
        "DELETE FROM unmatched WHERE row IN (SELECT row FROM findings WHERE severity = 'error' "
        "AND rule <> 'subject.unmatched')"
    )
