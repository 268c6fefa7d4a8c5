"""The files a unit gets back: its own rows with what became of each, the findings, the receipt."""

import shutil
from uuid import UUID

from django.db import connection
from duckdb import DuckDBPyConnection

from gongxin.actions import spool
from gongxin.actions.report import RECEIPT
from gongxin.intake.result import write_findings, write_results
from gongxin.intake.screening import Screening
from gongxin.store.models import Batch

FINDINGS = "findings.jsonl"
ERASED = "record.erased"


def write_files(screening: Screening, facts: Batch) -> None:
    """Write the files of a decided batch; again, where a killed process left them half written."""
    _settle(screening.connection, facts)
    place = spool.results(facts.id)
    draft = place.with_suffix(".draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    write_results(screening, draft, outcomes="settled")
    write_findings(screening, draft / FINDINGS)
    if facts.receipt:
        (draft / RECEIPT).write_text(facts.receipt, "utf-8")
    shutil.rmtree(place, ignore_errors=True)
    draft.rename(place)


def _settle(rows: DuckDBPyConnection, facts: Batch) -> None:
    """Make `settled` (row, outcome): what checking decided, and for clean rows what the ledger says."""
    otherwise = "held" if facts.state == "held" else "duplicate"
    if not _has(rows, "taken"):
        _read_taken(rows, facts)
    # Not a temporary table: the writer of the files reads it on a cursor of its own.
    rows.execute(
        "CREATE OR REPLACE TABLE settled AS SELECT o.row, CASE WHEN o.outcome <> 'clean' THEN o.outcome"
        f" WHEN t.outcome = 'erased' THEN 'rejected' ELSE coalesce(t.outcome, '{otherwise}') END AS outcome"
        " FROM outcome o LEFT JOIN taken t USING (row)"
    )
    rows.execute(f"DELETE FROM findings WHERE rule = '{ERASED}'")
    rows.execute(
        f"INSERT INTO findings SELECT row, '', '{ERASED}', 'error', NULL FROM taken WHERE outcome = 'erased'"
    )


def _has(rows: DuckDBPyConnection, table: str) -> bool:
    return bool(rows.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [table]).fetchall())


def _read_taken(rows: DuckDBPyConnection, facts: Batch) -> None:
    """Ask the ledger what became of the rows, where the process that took them is gone: `taken`."""
    rows.execute("CREATE TABLE taken (row INTEGER, outcome VARCHAR)")
    if facts.state != "taken":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row, CASE WHEN version = 1 THEN 'accepted' ELSE 'corrected' END FROM entry"
            " WHERE sequence BETWEEN %s AND %s AND batch = %s",
            [facts.sequence_from, facts.sequence_to, facts.id],
        )
        while found := cursor.fetchmany(50_000):
            columns = [list(column) for column in zip(*found, strict=True)]
            rows.execute("INSERT INTO taken SELECT unnest(?), unnest(?)", columns)
        cursor.execute("SELECT DISTINCT record FROM entry WHERE content IS NULL AND superseded_by IS NULL")
        erased: list[UUID] = [record for (record,) in cursor.fetchall()]
    rows.execute(
        "INSERT INTO taken SELECT row, 'erased' FROM clean WHERE record IN (SELECT unnest(?::UUID[]))",
        [erased],
    )
