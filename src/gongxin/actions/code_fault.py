"""Duplicate and erroneous codes: looked for in the register, and settled step by step."""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import duckdb
import pyarrow
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app as jobs
from procrastinate.exceptions import AlreadyEnqueued

from gongxin.actions.notice import notify
from gongxin.actions.organisation import REGISTRATION
from gongxin.disclosure.notice_kind import ValueOfNotice
from gongxin.organisations import code_fault as rule
from gongxin.organisations.code_fault import CodeFaultState, CodeFaultStep, Registered
from gongxin.organisations.name import search_key
from gongxin.organisations.uscc_sql import faults_sql
from gongxin.store.models import CodeFault
from gongxin.store.models import CodeFaultStep as Step

BATCH = 50_000
PLATFORM = ""  # who takes a step that nobody took


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: faults that the register shows, and how many of them are new."""

    faults: int
    new: int


def look_for_faults() -> Found:
    """Look through the whole register; a closed fault that is there again opens again."""
    at, new = timezone.now(), 0
    known = {(one.kind, one.key): one for one in CodeFault.objects.all()}
    found = {(fault.kind.value, fault.key): fault for fault in _all_faults()}
    for place, fault in found.items():
        if place not in known:
            _enter(fault, at)
            new += 1
        elif known[place].state == CodeFaultState.CLOSED and not _was_explained(known[place]):
            _note(known[place], CodeFaultStep.REOPEN, by=PLATFORM, note="")
            new += 1
    seen = [known[place].id for place in found if place in known]
    CodeFault.objects.filter(id__in=seen).update(seen_at=at, is_there=True)
    CodeFault.objects.filter(seen_at__lt=at).update(is_there=False)
    return Found(len(found), new)


def ask_to_look() -> None:
    """Queue a search, unless one waits already."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        jobs.configure_task("code_fault.look", queueing_lock="code_fault.look").defer()


def take_step(fault: int, step: CodeFaultStep, *, by: str, note: str = "") -> CodeFaultState:
    """Take one step of the procedure.

    Raises:
        StepNotPossible: the fault does not stand there, or the step lacks what it needs.
    """
    with transaction.atomic():
        facts = CodeFault.objects.select_for_update().get(id=fault)
        return _note(facts, step, by=by, note=note)


def _note(facts: CodeFault, step: CodeFaultStep, *, by: str, note: str) -> CodeFaultState:
    becomes = rule.after(CodeFaultState(facts.state), step, note=note, is_still_there=facts.is_there)
    CodeFault.objects.filter(id=facts.id).update(state=becomes.value)
    if step in (CodeFaultStep.SEND, CodeFaultStep.RETURN):
        label = rule.CodeFaultKind(facts.kind).label
        kind = {"zh": label.zh, "en": label.en}
        values: dict[str, ValueOfNotice] = {"kind": kind, "codes": "、".join(facts.codes)}
        notify("code_fault_sent", values, to_unit=facts.unit)
    Step.objects.create(
        fault=facts, step=step.value, state=becomes.value, by=by, at=timezone.now(), note=note.strip()
    )
    return becomes


def _was_explained(facts: CodeFault) -> bool:
    """Say whether the fault was closed because it is none."""
    last = Step.objects.filter(fault=facts, state__in=[*rule.ANSWERED]).order_by("-id").first()
    return last is not None and last.state == CodeFaultState.EXPLAINED


def _enter(fault: rule.CodeFault, at: datetime) -> None:
    unit, registering = _whose(fault.codes[0])
    CodeFault.objects.create(
        kind=fault.kind.value,
        key=fault.key,
        codes=list(fault.codes),
        number=fault.number,
        unit=unit,
        registering_unit=registering,
        state=CodeFaultState.OPEN.value,
        found_at=at,
        seen_at=at,
    )


def _whose(uscc: str) -> tuple[str, str]:
    """Return who submitted the registration and which authority registered."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(e.unit, ''), o.registering_unit FROM organisation o"
            " LEFT JOIN entry e ON e.sequence = o.sequence WHERE o.uscc = %s",
            [uscc],
        )
        unit, registering = cursor.fetchone()
        return unit, registering


def _all_faults() -> Iterator[rule.CodeFault]:
    yield from _of_checks()
    yield from _of_numbers()
    yield from _of_versions()


def _of_checks() -> Iterator[rule.CodeFault]:
    with connection.cursor() as cursor, duckdb.connect(":memory:") as rows:
        rows.execute(f"SET memory_limit = '{settings.GONGXIN_MEMORY_LIMIT}'")
        cursor.execute("SELECT uscc FROM organisation WHERE is_registered")
        while found := cursor.fetchmany(BATCH):
            rows.register("register", pyarrow.table({"uscc": [uscc for (uscc,) in found]}))
            for uscc, name in rows.execute(faults_sql("register", "uscc")).fetchall():
                yield rule.of_check(uscc, name)


def _of_numbers() -> Iterator[rule.CodeFault]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.number, array_agg(o.uscc ORDER BY o.uscc), array_agg(o.name ORDER BY o.uscc),"
            " array_agg(o.status ORDER BY o.uscc)"
            " FROM (SELECT DISTINCT number, uscc FROM old_identifier) i JOIN organisation o USING (uscc)"
            " WHERE o.is_registered AND i.number IN"
            " (SELECT number FROM old_identifier GROUP BY number HAVING count(DISTINCT uscc) > 1)"
            " GROUP BY i.number ORDER BY i.number"
        )
        for number, codes, names, states in cursor.fetchall():
            there = [
                Registered(uscc, search_key(name), status)
                for uscc, name, status in zip(codes, names, states, strict=True)
            ]
            yield from rule.of_number(number, there)


def _of_versions() -> Iterator[rule.CodeFault]:
    """Compare each registration that had ended with what was registered under the code next."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT earlier.uscc, earlier.content, later.content FROM entry earlier"
            " JOIN entry later ON later.sequence = earlier.superseded_by"
            " WHERE earlier.item = %s AND earlier.superseded_by IS NOT NULL AND earlier.content IS NOT NULL"
            " AND later.content IS NOT NULL AND later.kind = 'record'"
            " AND earlier.content::jsonb ->> 'status' = ANY(%s)",
            [REGISTRATION, sorted(rule.GONE)],
        )
        for uscc, before, after in cursor.fetchall():
            if fault := rule.of_versions(_registered(uscc, before), _registered(uscc, after)):
                yield fault


def _registered(uscc: str, content: str) -> Registered:
    said = json.loads(content)
    former: Iterable[str] = str(said.get("former_names", "")).replace("；", ";").replace("、", ";").split(";")
    return Registered(
        uscc,
        search_key(str(said.get("name", ""))),
        str(said.get("status", "existing")),
        frozenset(search_key(name) for name in former if name.strip()),
    )
