"""The plain relations that a model's SQL reads, made from the entries that count.

`entry(sequence, item, uscc, tier, decided_on, annotated, content)` holds every entry that counts on the day
of evaluation, as known then; whoever runs a model brings it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongxin.catalogue.field import Field, FieldKind
from gongxin.engine.duckdb import literal, name
from gongxin.organisations.kind import Kind, kind_sql
from gongxin.organisations.status import Status

ENTRY = "entry"
ORGANISATION = "organisation"
REGISTRATION = "organisation_registration"
COLUMNS = ("sequence", "uscc", "tier", "decided_on", "annotated")
TYPES = {
    "sequence": "BIGINT",
    "item": "VARCHAR",
    "uscc": "VARCHAR",
    "tier": "VARCHAR",
    "decided_on": "DATE",
    "annotated": "BOOLEAN",
    "content": "VARCHAR",
}


@dataclass(frozen=True, slots=True)
class EntrySource:
    """The entries of one item with the fields that a model reads, as typed columns.

    None decided on `after` or before is read; None: all are.
    """

    item: str
    fields: tuple[Field, ...]
    after: date | None = None

    @property
    def relation(self) -> str:
        return f"entry_{self.item}"


def merged(sources: Iterable[EntrySource]) -> tuple[EntrySource, ...]:
    """Return each item once, with every field that any of the sources has."""
    fields: dict[str, dict[str, Field]] = {}
    after: dict[str, list[date | None]] = {}
    for source in sources:
        fields.setdefault(source.item, {}).update({field.code: field for field in source.fields})
        after.setdefault(source.item, []).append(source.after)
    return tuple(
        EntrySource(item, tuple(fields[item].values()), earliest(after[item])) for item in sorted(fields)
    )


def earliest(days: Iterable[date | None]) -> date | None:
    """Return the first of the days; None where one has no beginning."""
    known = [*days]
    return None if None in known else min(day for day in known if day is not None)


def entry_sql(source: EntrySource, *, table: str = ENTRY) -> str:
    """Return a SELECT for the relation of one item."""
    fields = [f"{_value(field)} AS {name(field.code)}" for field in source.fields]
    after = f" AND decided_on > DATE '{source.after}'" if source.after else ""
    return f"SELECT {', '.join((*COLUMNS, *fields))} FROM {table} WHERE item = {literal(source.item)}{after}"


def _value(field: Field) -> str:
    path = literal(f'$."{field.code}"')
    if field.kind is FieldKind.CODES:
        return f"CAST(json_extract(content, {path}) AS VARCHAR[])"
    text = f"json_extract_string(content, {path})"
    return text if field.kind.sql_type == "VARCHAR" else f"CAST({text} AS {field.kind.sql_type})"


def _industry(text: str) -> str:
    """The digits of an industry, without the letter of its section where they say more; empty if unknown."""
    return (
        f"CASE WHEN length({text}) > 1 AND substr({text}, 1, 1) BETWEEN 'A' AND 'T' THEN substr({text}, 2)"
        f" ELSE coalesce({text}, '') END"
    )


def organisation_sql(*, table: str = ENTRY) -> str:
    """Return a SELECT for the organisations: what the newest standing registration of each says."""
    kinds = ", ".join(literal(kind) for kind in Kind)

    def text(code: str) -> str:
        return f"json_extract_string(content, '$.{code}')"

    return (
        f"SELECT uscc, CASE WHEN {text('kind')} IN ({kinds}) THEN {text('kind')} ELSE {kind_sql('uscc')} END"
        f" AS kind, {_industry(text('industry'))} AS industry, coalesce({text('region')}, '') AS region,"
        f" coalesce({text('status')}, '{Status.EXISTING}') AS status"
        f" FROM (SELECT uscc, arg_max(coalesce(content, '{{}}'), sequence) AS content FROM {table}"
        f" WHERE item = '{REGISTRATION}' GROUP BY uscc)"
    )
