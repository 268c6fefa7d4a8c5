"""The register of organisations: what the entries of `organisation_registration` say, laid out for search."""

import re
from collections.abc import Sequence
from datetime import date

from django.db import connection
from duckdb import DuckDBPyConnection

from gongxin.organisations.identifier import normalise_identifier
from gongxin.organisations.kind import Kind, kind_of, kind_sql
from gongxin.organisations.name import search_keys
from gongxin.store.copy import Target, analyze, copy_rows, copy_select, make_temporary
from gongxin.store.models import OldIdentifier, Organisation, OrganisationName

REGISTRATION = "organisation_registration"
IDENTIFIERS = (
    "registration_number",
    "organisation_code",
    "tax_number",
    "institution_number",
    "social_organisation_number",
)
BETWEEN_NAMES = re.compile(r"[;；、]")
FACTS = (
    "uscc",
    "name",
    "kind",
    "status",
    "region",
    "industry",
    "registering_unit",
    "address",
    "established_on",
    "ended_on",
    "is_registered",
    "sequence",
)
NAME = ("uscc", "name", "key", "core", "is_current")


class Register:
    """What intake asks the register for."""

    def by_old_identifiers(self, numbers: Sequence[str]) -> Sequence[tuple[str, str]]:
        """Return (number as asked, code) for each organisation an old number leads to."""
        asked = [(number, normalise_identifier(number)) for number in numbers]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT a.asked, o.uscc FROM unnest(%s::text[], %s::text[]) AS a (asked, number)"
                " JOIN old_identifier o ON o.number = a.number ORDER BY 1, 2",
                [[number for number, _ in asked], [plain for _, plain in asked]],
            )
            return list(dict.fromkeys(cursor.fetchall()))

    def names(self, usccs: Sequence[str]) -> Sequence[tuple[str, str]]:
        """Return (code, name) for each name, current or former, of registered organisations."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT n.uscc, n.name FROM unnest(%s::text[]) AS a (uscc)"
                " JOIN organisation_name n USING (uscc) JOIN organisation o USING (uscc)"
                " WHERE o.is_registered",
                [list(usccs)],
            )
            return [(uscc, name) for uscc, name in cursor.fetchall()]


def project_registrations(rows: DuckDBPyConnection, *, on: date) -> None:
    """Bring the register up to the entries just appended (the table `entry` on the connection)."""
    if not rows.execute("SELECT 1 FROM entry LIMIT 1").fetchall():
        return
    _lay_out(rows)
    _upsert_organisations(rows)
    _upsert_names(rows, on)
    _add_identifiers(rows)


def _lay_out(rows: DuckDBPyConnection) -> None:
    """Read the contents: `registration`, one row for each code."""

    def text(field: str) -> str:
        return f"coalesce(content ->> '$.{field}', '')"

    columns = ", ".join(f"{text(field)} AS {field}" for field in IDENTIFIERS)
    kinds = ", ".join(f"'{kind}'" for kind in Kind)
    rows.execute(
        "CREATE OR REPLACE TEMP TABLE registration AS"
        f" SELECT *, CASE WHEN kind = '{Kind.SOLE_TRADER}' THEN '' ELSE given_address END AS address FROM ("
        f" SELECT uscc, {text('name')} AS name, CASE WHEN {text('kind')} IN ({kinds}) THEN {text('kind')}"
        f" ELSE {kind_sql('uscc')} END AS kind,"
        f" coalesce(content ->> '$.status', 'existing') AS status, {text('region')} AS region,"
        f" {text('industry')} AS industry, {text('registering_unit')} AS registering_unit,"
        f" {text('address')} AS given_address, {text('former_names')} AS former_names, {columns},"
        " decided_on AS established_on, CAST(content ->> '$.ended_on' AS DATE) AS ended_on,"
        " TRUE AS is_registered, sequence FROM entry"
        " QUALIFY row_number() OVER (PARTITION BY uscc ORDER BY sequence DESC) = 1)"
    )


def _upsert_organisations(rows: DuckDBPyConnection) -> None:
    columns = ", ".join(FACTS)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE incoming (LIKE organisation) ON COMMIT DROP")
        copy_select(rows, f"SELECT {columns} FROM registration", Target("incoming", FACTS))
        analyze("incoming")
        # A name known only from a record about the organisation gives way to its registered name.
        cursor.execute(
            "DELETE FROM organisation_name n USING incoming i, organisation o WHERE o.uscc = i.uscc"
            " AND NOT o.is_registered AND n.uscc = i.uscc AND n.name <> i.name"
        )
        changes = ", ".join(f"{name} = excluded.{name}" for name in FACTS[1:])
        cursor.execute(
            f"INSERT INTO organisation ({columns}) SELECT {columns} FROM incoming"
            f" ON CONFLICT (uscc) DO UPDATE SET {changes}"
        )
        cursor.execute("DROP TABLE incoming")


def _upsert_names(rows: DuckDBPyConnection, on: date) -> None:
    known = rows.execute("SELECT uscc, name, former_names FROM registration").fetchall()
    names = [(uscc, name, True) for uscc, name, _ in known]
    names += [
        (uscc, former.strip(), False)
        for uscc, name, formers in known
        if formers
        for former in BETWEEN_NAMES.split(formers)
        if former.strip() and former.strip() != name
    ]
    _copy_names(names)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE organisation_name n SET is_current = FALSE, known_until = %s FROM incoming_name i"
            " WHERE i.uscc = n.uscc AND i.is_current AND n.is_current AND n.name <> i.name",
            [on],
        )
        cursor.execute(
            "INSERT INTO organisation_name (uscc, name, key, core, is_current, known_from)"
            " SELECT DISTINCT ON (uscc, name) uscc, name, key, core, is_current,"
            " CASE WHEN is_current THEN %s::date END FROM incoming_name ORDER BY uscc, name, is_current DESC"
            " ON CONFLICT (uscc, name) DO UPDATE SET is_current = TRUE, known_until = NULL"
            " WHERE excluded.is_current AND NOT organisation_name.is_current",
            [on],
        )
        cursor.execute("DROP TABLE incoming_name")


def _copy_names(names: Sequence[tuple[str, str, bool]]) -> None:
    columns = "uscc text, name text, key text, core text, is_current boolean"
    make_temporary("incoming_name", columns)
    keys = search_keys([name for _, name, _ in names])
    laid_out = (
        (uscc, name, key[:200], core[:200], is_current)
        for (uscc, name, is_current), (key, core) in zip(names, keys, strict=True)
    )
    copy_rows(laid_out, Target("incoming_name", NAME))
    analyze("incoming_name")


def _add_identifiers(rows: DuckDBPyConnection) -> None:
    columns = ", ".join(IDENTIFIERS)
    given = rows.execute(
        f"SELECT uscc, kind, number FROM (UNPIVOT (SELECT uscc, {columns} FROM registration)"
        f" ON {columns} INTO NAME kind VALUE number) WHERE number <> ''"
    ).fetchall()
    if not given:
        return
    make_temporary("incoming_identifier", "kind text, number text, uscc text")
    laid_out = ((kind, normalise_identifier(number), uscc) for uscc, kind, number in given)
    copy_rows(laid_out, Target("incoming_identifier", ("kind", "number", "uscc")))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO old_identifier (kind, number, uscc)"
            " SELECT kind, number, uscc FROM incoming_identifier ON CONFLICT DO NOTHING"
        )
        cursor.execute("DROP TABLE incoming_identifier")


def know_subjects(rows: DuckDBPyConnection, table: str) -> None:
    """Enter organisations that nobody registered but the rows just appended are about, by the name given."""
    make_temporary("subject", "uscc text, name text")
    new = f"{table} JOIN taken USING (row) WHERE is_new"
    select = f"SELECT uscc, min(subject_name) AS name FROM {new} GROUP BY uscc"
    copy_select(rows, select, Target("subject", ("uscc", "name")))
    analyze("subject")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.uscc, s.name FROM subject s LEFT JOIN organisation o USING (uscc)"
            " WHERE o.uscc IS NULL ORDER BY 1"
        )
        unknown = cursor.fetchall()
        cursor.execute("DROP TABLE subject")
    columns = ("uscc", "name", "kind", "status", "region", "industry", "registering_unit", "address")
    copy_rows(
        ((uscc, name or uscc, kind_of(uscc).value, "", "", "", "", "", False) for uscc, name in unknown),
        Target("organisation", (*columns, "is_registered")),
    )
    _copy_names([(uscc, name, True) for uscc, name in unknown if name])
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO organisation_name (uscc, name, key, core, is_current)"
            " SELECT uscc, name, key, core, is_current FROM incoming_name ON CONFLICT DO NOTHING"
        )
        cursor.execute("DROP TABLE incoming_name")


def unregister(uscc: str) -> None:
    """Take back what a withdrawn registration said; the organisation stays known by its code and names."""
    Organisation.objects.filter(uscc=uscc).update(is_registered=False, sequence=None)


def forget(uscc: str) -> None:
    """Take out everything an erased registration said."""
    unregister(uscc)
    facts = ("status", "region", "industry", "registering_unit", "address")
    nothing = dict.fromkeys(facts, "") | {"established_on": None, "ended_on": None}
    Organisation.objects.filter(uscc=uscc).update(name=uscc, **nothing)
    OrganisationName.objects.filter(uscc=uscc).delete()
    OldIdentifier.objects.filter(uscc=uscc).delete()
