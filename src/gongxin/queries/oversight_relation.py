"""What the indicators of oversight read, brought from PostgreSQL as it stood on a day."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow
from django.conf import settings
from duckdb import DuckDBPyConnection
from psycopg.types.json import Jsonb

from gongxin.catalogue import reader as catalogue
from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.sight_sql import condition
from gongxin.organisations.status import Status
from gongxin.oversight.relation import RELATIONS, RelationKind
from gongxin.queries.reading import row
from gongxin.queries.term_ended import terms_ended
from gongxin.store.copy_out import ARRIVING, copy_out

LONGEST = datetime.timedelta(days=366)  # terms of cases are looked back as far
TERM = pyarrow.schema(
    [
        ("unit", pyarrow.string()),
        ("item", pyarrow.string()),
        ("due_on", pyarrow.date32()),
        ("is_kept", pyarrow.bool_()),
        ("is_open", pyarrow.bool_()),
    ]
)
RECORD = """
SELECT e.unit, e.item, (e.known_at AT TIME ZONE %(zone)s)::date, e.is_late,
    CASE WHEN e.content IS NULL OR r.fields IS NULL THEN NULL
         ELSE e.content::jsonb ?& ARRAY(SELECT jsonb_array_elements_text(r.fields)) END
FROM entry e LEFT JOIN jsonb_each(%(required)s) AS r (item, fields) ON r.item = e.item
WHERE e.kind = 'record' AND e.sequence <= %(size)s AND (e.superseded_by IS NULL OR e.superseded_by > %(size)s)
"""
BATCH = """
SELECT unit, item, coalesce(day, (received_at AT TIME ZONE %(zone)s)::date)::date,
    (rows - refused_natural_person)::bigint, (accepted + corrected + duplicate)::bigint
FROM batch WHERE state = 'taken' AND coalesce(day, (received_at AT TIME ZONE %(zone)s)::date) <= %(on)s
"""
ORGANISATION = """
SELECT o.kind, coalesce(p.counted, 0)::bigint, coalesce(c.counted, 0)::bigint
FROM organisation o
LEFT JOIN (SELECT e.uscc, count(*) AS counted FROM entry e WHERE {sight} GROUP BY 1) p ON p.uscc = o.uscc
LEFT JOIN (
    SELECT uscc, count(*) AS counted FROM commitment
    WHERE committed_on <= %(on)s AND (valid_until IS NULL OR valid_until >= %(on)s) GROUP BY 1
) c ON c.uscc = o.uscc
WHERE o.is_registered AND o.status = ANY(%(active)s)
"""


@dataclass(frozen=True, slots=True)
class Looked:
    """The day, the moment whose ledger is looked at (None: now), and how long the log was then."""

    on: datetime.date
    known_at: datetime.datetime | None
    size: int


def looked(on: datetime.date, known_at: datetime.datetime | None) -> Looked:
    """Return where the log stood."""
    found = row(
        "SELECT max(size) FROM log_checkpoint"
        " WHERE signed_at <= coalesce(%(known_at)s::timestamptz, 'infinity')",
        {"known_at": known_at},
    )
    return Looked(on, known_at, found[0] or 0 if found else 0)


def fill(rows: DuckDBPyConnection, kind: RelationKind, seen: Looked) -> None:
    """Make the relation."""
    if kind is RelationKind.TERM:
        _fill_terms(rows, seen.on)
        return
    select, values = _select(kind, seen)
    names = ", ".join(RELATIONS[kind].columns)
    copy_out(
        rows,
        f"CREATE TABLE {kind.value} AS SELECT {names} FROM {ARRIVING}",
        select=select,
        values={"zone": settings.TIME_ZONE, "on": seen.on, **values},
        types=RELATIONS[kind].columns,
    )


def _select(kind: RelationKind, seen: Looked) -> tuple[str, Mapping[str, object]]:
    if kind is RelationKind.RECORD:
        return RECORD, {"size": seen.size, "required": Jsonb(_required(seen.on))}
    if kind is RelationKind.BATCH:
        return BATCH, {}
    sight = condition(Viewer.ANYONE, on=seen.on, known_at=seen.known_at)
    active = sorted(status.value for status in Status if status.is_active)
    return ORGANISATION.format(sight=sight.sql), {**sight.values, "active": active}


def _required(on: datetime.date) -> dict[str, list[str]]:
    """The fields that each item requires by the catalogue of the day."""
    edition = catalogue.edition(on, settings.GONGXIN_CITY)
    return {
        item.code: [field.code for field in item.kept_fields if field.required]
        for item in edition.items.values()
    }


def _fill_terms(rows: DuckDBPyConnection, on: datetime.date) -> None:
    ended = [
        {"unit": one.unit, "item": one.procedure, "due_on": one.due_on, "is_kept": one.is_kept,
         "is_open": one.is_open}
        for one in terms_ended(on - LONGEST, on)
    ]  # fmt: skip
    rows.register(ARRIVING, pyarrow.Table.from_pylist(ended, schema=TERM))
    rows.execute(f"CREATE TABLE {RelationKind.TERM.value} AS SELECT * FROM {ARRIVING}")
    rows.unregister(ARRIVING)
