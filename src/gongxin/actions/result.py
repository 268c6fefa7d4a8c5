"""The files a unit gets back: its own rows with what became of each, the findings, the receipt."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pyarrow
import pyarrow.parquet
from django.db import connection
from django.utils import timezone
from duckdb import DuckDBPyConnection

from gongxin.actions import spool
from gongxin.actions.report import RECEIPT
from gongxin.actions.taking import edition_of
from gongxin.catalogue.item import Item
from gongxin.intake.finding import finding
from gongxin.intake.result import OUTCOMES, Shown, shown_cells, write_findings, write_results, write_shown
from gongxin.intake.screening import Screening
from gongxin.store.models import Batch

FINDINGS = "findings.jsonl"
ERASED = "record.erased"


def write_files(screening: Screening, facts: Batch) -> None:
    """Write the files of a decided batch; again, where a killed process left them half written."""
    _settle(screening.connection, facts)
    with _written(facts) as draft:
        write_results(screening, draft, outcomes="settled")
        write_findings(screening, draft / FINDINGS)
    if facts.state == "held":
        _keep_shown(screening, spool.held_shown(facts.id))


def write_files_again(rows: DuckDBPyConnection, facts: Batch) -> None:
    """Write the files of a batch that was held when they were written, now that it is decided.

    The original is gone: the table as it was handed back is read, and each row that waited says what became
    of it. `clean` on the connection holds the rows that waited.
    """
    shown = spool.held_shown(facts.id)
    if not shown.exists():
        return  # held before this version kept it
    kept = pyarrow.parquet.read_table(shown)
    rows.register("kept_shown", kept)
    _read_taken(rows, facts)
    with _written(facts) as draft:
        table = Shown(json.loads(kept.schema.metadata[b"headers"]), _decided_sql(facts, kept.num_columns - 2))
        write_shown(rows, table, draft, work_in=draft)
        _write_findings_again(rows, facts, draft / FINDINGS)


@contextmanager
def _written(facts: Batch) -> Iterator[Path]:
    """Give a folder for the files; the old ones stand until the new ones are whole."""
    place = spool.results(facts.id)
    draft = place.with_suffix(".draft")
    shutil.rmtree(draft, ignore_errors=True)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft.mkdir(mode=0o700)
    yield draft
    if facts.receipt:
        (draft / RECEIPT).write_text(facts.receipt, "utf-8")
    shutil.rmtree(place, ignore_errors=True)
    draft.rename(place)


def _keep_shown(screening: Screening, place: Path) -> None:
    shown = shown_cells(screening)
    batches = screening.connection.sql(shown.sql).to_arrow_reader(20_000)
    schema = batches.schema.with_metadata({"headers": json.dumps(shown.headers, ensure_ascii=False)})
    draft = place.with_suffix(".draft")
    with pyarrow.parquet.ParquetWriter(draft, schema) as writer:
        for batch in batches:
            writer.write_batch(batch.replace_schema_metadata(schema.metadata))
    draft.replace(place)


def _decided_sql(facts: Batch, cells: int) -> str:
    """Return the kept table with the rows that waited decided; the last two columns say so."""
    otherwise = OUTCOMES["duplicate" if facts.state == "taken" else "discarded"]
    named = ", ".join(f"k{place}" for place in range(cells))
    decided = " ".join(
        f"WHEN '{outcome}' THEN '{OUTCOMES[outcome]}'" for outcome in ("accepted", "corrected")
    )
    return (
        f"SELECT {named}, CASE WHEN k{cells} <> '{OUTCOMES['held']}' THEN k{cells}"
        f" ELSE CASE t.outcome {decided} WHEN 'erased' THEN '{OUTCOMES['rejected']}' ELSE '{otherwise}' END"
        f" END AS k{cells}, k{cells + 1}"
        " FROM (SELECT *, CAST(row_number() OVER () AS INTEGER) AS row FROM kept_shown) s"
        " LEFT JOIN taken t USING (row) ORDER BY row"
    )


def _write_findings_again(rows: DuckDBPyConnection, facts: Batch, path: Path) -> None:
    before = spool.results(facts.id) / FINDINGS
    erased = rows.execute("SELECT row FROM taken WHERE outcome = 'erased' ORDER BY row").fetchall()
    with path.open("w", encoding="utf-8") as out:
        if before.exists():
            with before.open(encoding="utf-8") as kept:
                shutil.copyfileobj(kept, out)
        out.writelines(_erased_line(facts, row) for (row,) in erased)


def _erased_line(facts: Batch, row: int) -> str:
    item: Item = edition_of(facts.day or timezone.localtime(facts.received_at).date()).item(facts.item)
    return json.dumps(finding(item, (row, "", ERASED, "error", None)).as_json(), ensure_ascii=False) + "\n"


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
    rows.execute("CREATE OR REPLACE TABLE taken (row INTEGER, outcome VARCHAR)")
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
