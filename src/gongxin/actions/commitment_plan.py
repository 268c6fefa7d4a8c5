"""By when each commitment is verified: written with the commitment, whichever way it came in."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import pyarrow
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from duckdb import DuckDBPyConnection

from gongxin.actions.append import parts
from gongxin.law.calendar import WorkingCalendar
from gongxin.law.parameter import Parameters
from gongxin.procedures.commitment_kind import VERIFIED
from gongxin.procedures.commitment_plan import Promise, VerificationTerms
from gongxin.procedures.commitment_template import LONGEST_DAYS
from gongxin.store.copy import Target, copy_select, make_temporary
from gongxin.store.models import CommitmentPlan

ITEM = "credit_commitment"
COLUMNS = (
    "record", "number", "uscc", "unit", "kind", "committed_on", "valid_until", "is_due", "due_on", "due_by",
    "performance", "found_on", "signed_by", "pdf_digest", "proposed_by",
)  # fmt: skip
TEXTS = ("commitment_number", "accepting_unit_uscc", "kind", "performance", "performance_found_on")
# What a later version of the record says anew; how it was signed stays.
SAID_ANEW = (
    "number", "uscc", "unit", "kind", "committed_on", "valid_until", "is_due", "due_on", "due_by",
    "performance", "found_on",
)  # fmt: skip
LAID_OUT = (
    "SELECT p.record, p.commitment_number, p.uscc, p.accepting_unit_uscc, p.kind, p.decided_on,"
    " p.valid_until, v.is_due, v.due_on, v.due_by, coalesce(p.performance, ''),"
    " TRY_CAST(p.performance_found_on AS DATE),"
    " '', '', '' FROM promised p JOIN verified v ON v.unit = p.accepting_unit_uscc AND v.kind = p.kind"
    " AND v.decided_on = p.decided_on AND v.valid_until IS NOT DISTINCT FROM p.valid_until"
    " WHERE p.commitment_number IS NOT NULL"
)
# Commitments that are alike have one due date, however many there are.
ALIKE = (
    "SELECT DISTINCT c.unit, c.kind, c.committed_on, c.valid_until, v.verify_in FROM commitment c"
    " LEFT JOIN commitment_version v ON v.id = c.version_id"
    " WHERE c.is_due AND c.performance = '' AND (%s = '' OR c.unit = %s)"
)
MOVING = (
    "UPDATE commitment c SET due_on = a.due_on, due_by = a.due_by FROM commitment o"
    " LEFT JOIN commitment_version v ON v.id = o.version_id"
    " JOIN unnest(%s::text[], %s::text[], %s::date[], %s::date[], %s::int[], %s::date[], %s::text[])"
    " AS a (unit, kind, committed_on, valid_until, verify_in, due_on, due_by)"
    " ON o.unit = a.unit AND o.kind = a.kind AND o.committed_on = a.committed_on"
    " AND o.valid_until IS NOT DISTINCT FROM a.valid_until AND v.verify_in IS NOT DISTINCT FROM a.verify_in"
    " WHERE c.record = o.record AND c.is_due AND c.performance = ''"
    " AND (c.due_on, c.due_by) IS DISTINCT FROM (a.due_on, a.due_by)"
)


class OddPlan(Exception):
    """No such term can be planned."""

    def __init__(self) -> None:
        super().__init__(
            f"请选择须核查的承诺类型，工作日数为 1 至 {LONGEST_DAYS}。"
            f" / Choose a kind that is verified, and between 1 and {LONGEST_DAYS} working days."
        )


def project(rows: DuckDBPyConnection, *, parameters: Parameters) -> None:
    """Bring the plans up to the entries just appended (the table `entry` on the connection)."""
    _read_promises(rows)
    whole = "commitment_number IS NOT NULL AND accepting_unit_uscc IS NOT NULL AND kind IS NOT NULL"
    alike = rows.execute(
        "SELECT DISTINCT accepting_unit_uscc, kind, decided_on, valid_until FROM promised WHERE "
        f"{whole} AND decided_on IS NOT NULL"
    ).fetchall()
    if not alike:
        return
    rows.register("verified", _verified(alike, parameters))
    make_temporary("incoming_commitment", "LIKE commitment")
    copy_select(rows, LAID_OUT, Target("incoming_commitment", COLUMNS))
    rows.unregister("verified")
    columns = ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO commitment AS c ({columns}) SELECT {columns} FROM incoming_commitment"
            # The indexes by day grow at one end.
            " ORDER BY committed_on"
            f" ON CONFLICT (record) DO UPDATE SET {_anew()}, proposed_by = '', proposed_on = NULL"
        )
        cursor.execute("DROP TABLE incoming_commitment")


def _read_promises(rows: DuckDBPyConnection) -> None:
    """Make `promised`: of several versions in one batch the last one counts."""
    paths = ", ".join(f"'$.{name}'" for name in TEXTS)
    each = ", ".join(f"said[{place}] AS {name}" for place, name in enumerate(TEXTS, 1))
    said = f"SELECT * EXCLUDE (content), json_extract_string(content, [{paths}]) AS said FROM entry"
    facts = "record, uscc, decided_on, valid_until, sequence"
    read = f"SELECT {facts}, {each} FROM ({said} WHERE {{part}})"
    rows.execute(f"CREATE OR REPLACE TEMP TABLE promise AS {read.format(part='FALSE')}")
    for part in parts(rows, "taken"):
        rows.execute(f"INSERT INTO promise {read.format(part=part)}")
    rows.execute(
        "CREATE OR REPLACE TEMP TABLE promised AS SELECT * FROM promise"
        " QUALIFY row_number() OVER (PARTITION BY record ORDER BY sequence DESC) = 1"
    )


def _verified(alike: Sequence[tuple[Any, ...]], parameters: Parameters) -> pyarrow.Table:
    """Return by when each of these promises is verified: those that are alike have one due date."""
    terms = _Terms(parameters)
    found = [terms.of(unit).verification(Promise(*said)) for unit, *said in alike]
    units, kinds, decided, until = zip(*alike, strict=True)
    return pyarrow.table(
        {
            "unit": pyarrow.array(units),
            "kind": pyarrow.array(kinds),
            "decided_on": pyarrow.array(decided, pyarrow.date32()),
            "valid_until": pyarrow.array(until, pyarrow.date32()),
            "is_due": pyarrow.array([one.is_due for one in found]),
            "due_on": pyarrow.array([one.due_on for one in found], pyarrow.date32()),
            "due_by": pyarrow.array([one.by.value for one in found]),
        }
    )


def _anew() -> str:
    """Return what a later version of a record sets; a template's term stands with the signature."""
    keeps = "c.due_by = 'template' AND excluded.kind = c.kind AND excluded.committed_on = c.committed_on"
    kept = {
        name: f"CASE WHEN {keeps} THEN c.{name} ELSE excluded.{name} END" for name in ("due_on", "due_by")
    }
    return ", ".join(f"{name} = {kept.get(name, f'excluded.{name}')}" for name in SAID_ANEW)


def plan(unit: str, kind: str, working_days: int, *, by: str, parameters: Parameters) -> int:
    """Say within how many working days the unit verifies a kind; return how many open ones that moves.

    Raises:
        OddPlan: the kind is not verified, or the term is none.
    """
    if kind not in VERIFIED or not 1 <= working_days <= LONGEST_DAYS:
        raise OddPlan
    with transaction.atomic():
        said = {"working_days": working_days, "said_by": by, "said_at": timezone.now()}
        CommitmentPlan.objects.update_or_create(unit=unit, kind=kind, defaults=said)
        return replan(unit=unit, parameters=parameters)


def replan(*, unit: str = "", parameters: Parameters) -> int:
    """Work open due dates out anew, after a change of plan or calendar. Return how many moved."""
    terms = _Terms(parameters)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ALIKE, [unit, unit])
        alike = cursor.fetchall()
        found = [terms.of(one[0]).verification(Promise(*one[1:])) for one in alike]
        dates = [one.due_on for one in found], [one.by.value for one in found]
        columns = [list(column) for column in zip(*alike, strict=True)] or [[]] * 5
        cursor.execute(MOVING, [*columns, *dates])
        return int(cursor.rowcount)


class _Terms:
    """The terms of every unit, each worked out once for a promise of one kind and day."""

    def __init__(self, parameters: Parameters) -> None:
        plans: dict[str, dict[str, int]] = {}
        for unit, kind, days in CommitmentPlan.objects.values_list("unit", "kind", "working_days"):
            plans.setdefault(unit, {})[kind] = days
        self._plans, self._parameters = plans, parameters
        self._calendar = WorkingCalendar.published(*settings.GONGXIN_CITY_FOLDERS)
        self.of = lru_cache(maxsize=1_024)(self._of)

    def _of(self, unit: str) -> VerificationTerms:
        held: Mapping[str, int] = self._plans.get(unit, {})
        return VerificationTerms(held, self._parameters, self._calendar)
