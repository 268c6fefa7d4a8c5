"""The review queue: rows whose organisation or tier a person must decide."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from duckdb import DuckDBPyConnection

from gongxin.actions.entry import Appended, NoSuchEntry, classify
from gongxin.catalogue import reader
from gongxin.catalogue.behaviour import Tier
from gongxin.law.parameter import Parameters
from gongxin.organisations.identifier import normalise_identifier, recognise
from gongxin.organisations.name import search_key
from gongxin.organisations.uscc import is_valid
from gongxin.store.copy import Target, copy_rows
from gongxin.store.models import Batch, OldIdentifier, Organisation, ReviewCase

MATCH, TIER = "match", "tier"
COLUMNS = (
    "kind", "item", "unit", "batch", "row", "record", "subject_name", "candidates", "opened_at", "decision",
    "decided_by", "staged", "staged_by",
)  # fmt: skip
CANDIDATES = 10


@dataclass(frozen=True, slots=True)
class Case:
    """A question that waits. `candidates` are suggestions; nothing is ever merged by likeness."""

    id: int
    kind: str
    item: str
    unit: str
    batch: UUID
    row: int
    record: UUID | None
    candidates: Sequence[dict[str, str]]
    opened_at: datetime


class CaseDecided(Exception):
    """The case is not open, or is of another kind."""

    def __init__(self, case: int) -> None:
        super().__init__(
            f"没有待处理的问题 {case}，可能已由他人处理。请用 gongxin review list 查看。"
            f" / No open case {case}; it may have been decided. See gongxin review list."
        )


class NotRegistered(Exception):
    """A case can only be matched to a registered organisation."""

    def __init__(self, uscc: str) -> None:
        super().__init__(
            f"登记信息中没有 {uscc!r}。请先归集该组织的登记信息，再作匹配。"
            f" / {uscc!r} is not registered. Take its registration in first, then match."
        )


def open_cases(kind: str | None = None, *, size: int = 100) -> list[Case]:
    """Return what waits, oldest first."""
    waiting = ReviewCase.objects.filter(decided_at=None, **({"kind": kind} if kind else {})).order_by("id")
    names = Case.__dataclass_fields__
    return [Case(**{name: getattr(one, name) for name in names}) for one in waiting[:size]]


def queue_matches(rows: DuckDBPyConnection, facts: Batch, at: datetime) -> None:
    """Put the rows whose organisation is unknown (the table `unmatched`) into the queue."""
    known = rows.execute("SELECT row, subject_name, numbers FROM unmatched ORDER BY row").fetchall()
    found = _candidates([name for _, name, _ in known if name])
    _queue(
        facts,
        at,
        MATCH,
        [
            (row, None, name or "", _suggested(numbers, found.get(search_key(name or ""), [])))
            for row, name, numbers in known
        ],
    )


def queue_tiers(rows: DuckDBPyConnection, facts: Batch, at: datetime) -> None:
    """Put the entries just written that no behaviour matches (the table `entry`) into the queue."""
    untiered = rows.execute("SELECT row, record FROM entry WHERE tier IS NULL ORDER BY row").fetchall()
    _queue(facts, at, TIER, [(row, record, "", []) for row, record in untiered])


def match(case: int, uscc: str, *, by: str) -> int:
    """Teach the register that the case's old numbers mean this organisation; return how many it learned.

    The row itself was rejected and comes again with the unit's next submission: then the register knows it.

    Raises:
        CaseDecided: the case is not open.
        NotRegistered: no registered organisation has the code.
    """
    with transaction.atomic():
        if not Organisation.objects.filter(uscc=uscc, is_registered=True).exists():
            raise NotRegistered(uscc)
        facts = _close(case, MATCH, uscc, by)
        numbers = [one["number"] for one in facts.candidates if one.get("number")]
        learned = [
            OldIdentifier(
                kind=(kinds[0].value if (kinds := recognise(number)) else "other"), number=plain, uscc=uscc
            )
            for number in numbers
            if (plain := normalise_identifier(number))
        ]
        OldIdentifier.objects.bulk_create(learned, ignore_conflicts=True)
    return len(learned)


def decide_tier(case: int, tier: Tier, *, by: str, on: date, parameters: Parameters) -> Appended:
    """Put the case's record into a tier; its publicity window follows.

    Raises:
        CaseDecided: the case is not open.
    """
    with transaction.atomic():
        facts = _close(case, TIER, tier.value, by)
        item = reader.edition(on, settings.GONGXIN_CITY).item(facts.item)
        assert facts.record is not None, "a question about a tier is about a record"
        return classify(facts.record, tier, item=item, parameters=parameters)


@dataclass(frozen=True, slots=True)
class WrittenDown:
    """How many staged answers were written, and why others were not: (case, refusal)."""

    done: int
    refused: Sequence[tuple[int, str]]


def stage(answers: Mapping[int, str], *, unit: str, by: str) -> int:
    """Note what somebody chose for open cases of the unit; nothing is written. Return for how many.

    A match is answered by a code, a tier by its name; what is neither is left out.
    """
    tiers = frozenset(Tier)
    waiting = ReviewCase.objects.filter(unit=unit, decided_at=None, id__in=answers)
    chosen = {
        case: answers[case]
        for case, kind in waiting.values_list("id", "kind")
        if (kind == TIER and answers[case] in tiers) or (kind == MATCH and is_valid(answers[case]))
    }
    for case, answer in chosen.items():
        ReviewCase.objects.filter(id=case, decided_at=None).update(staged=answer, staged_by=by)
    return len(chosen)


def unstage(*, unit: str, by: str) -> int:
    """Take back what this person chose; return how many answers that were."""
    chosen = ReviewCase.objects.filter(unit=unit, decided_at=None, staged_by=by).exclude(staged="")
    return chosen.update(staged="", staged_by="")


def write_staged(*, unit: str, by: str, on: date, parameters: Parameters) -> WrittenDown:
    """Write what this person chose, each answer by itself; what is refused stays open, unanswered."""
    waiting = ReviewCase.objects.filter(unit=unit, decided_at=None, staged_by=by).exclude(staged="")
    done, refused = 0, []
    for case in waiting.order_by("id"):
        try:
            if case.kind == MATCH:
                match(case.id, case.staged, by=by)
            else:
                decide_tier(case.id, Tier(case.staged), by=by, on=on, parameters=parameters)
            done += 1
        except (CaseDecided, NotRegistered, NoSuchEntry) as refusal:
            refused.append((case.id, str(refusal)))
            ReviewCase.objects.filter(id=case.id).update(staged="", staged_by="")
    return WrittenDown(done, refused)


def _close(case: int, kind: str, decision: str, by: str) -> ReviewCase:
    is_open = ReviewCase.objects.filter(id=case, kind=kind, decided_at=None)
    if is_open.update(decided_at=timezone.now(), decision=decision, decided_by=by, staged="") != 1:
        raise CaseDecided(case)
    return ReviewCase.objects.get(id=case)


def _queue(
    facts: Batch, at: datetime, kind: str, cases: Sequence[tuple[int, UUID | None, str, list[dict[str, str]]]]
) -> None:
    about = (kind, facts.item, facts.unit, facts.id)
    copy_rows(
        (
            (*about, row, record, name[:200], json.dumps(candidates), at, "", "", "", "")
            for row, record, name, candidates in cases
        ),
        Target("review_case", COLUMNS),
    )


def _candidates(names: Sequence[str]) -> dict[str, list[dict[str, str]]]:
    """Return the organisations whose name reads the same as one of these, by search key."""
    found: dict[str, list[dict[str, str]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, uscc, name FROM organisation_name WHERE key = ANY(%s) ORDER BY key, uscc",
            [sorted({search_key(name) for name in names})],
        )
        for key, uscc, name in cursor.fetchall():
            found.setdefault(key, []).append({"uscc": uscc, "name": name})
    return found


def _suggested(numbers: Sequence[str] | None, organisations: list[dict[str, str]]) -> list[dict[str, str]]:
    return [*organisations[:CANDIDATES], *({"number": number} for number in numbers or ())]
