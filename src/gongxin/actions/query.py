"""Government queries: taken over, and answered in one step with the looks that the answer is.

The looks, the answer and its receipt are written in one transaction, and nothing is shown before it: an
answer that is not in the log does not exist.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from procrastinate.contrib.django import app as jobs

from gongxin.actions.key import signer
from gongxin.actions.log import writing
from gongxin.actions.look import Look, NoPurpose, Noted, note
from gongxin.intake.free_text import refuse_personal
from gongxin.ledger import check_receipt
from gongxin.ledger.check_receipt import CheckedEntry, CheckedOrganisation, CheckReceipt
from gongxin.ledger.seal import canonical
from gongxin.ledger.statement import TIME
from gongxin.organisations.uscc import check
from gongxin.store.models import Query, Unit

MOST_CODES = 10_000
AT_ONCE = 50  # codes; more are left to the queue
LONGEST_PURPOSE, LONGEST_CASE_NUMBER, LONGEST_KEY = 300, 100, 255
GIVEN_SHOWN = 40
MANY_DIGITS = re.compile(r"(?:[0-9０-９][ \-]?){11}")
PERSONAL = "uscc.identity_number"


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A row of the request. `fault` names what is wrong with the code; `given` is then what stood there."""

    row: int
    code: str
    fault: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks about whom, for what. `key` makes a request of a program repeatable."""

    unit: str
    account: str
    channel: str
    matter: str
    edition: str
    purpose: str
    case_number: str
    on: date
    rows: Sequence[AskedRow]
    key: str = ""

    def digest(self) -> str:
        """What a key stands for: the same request, on whatever day it is repeated."""
        said = {
            "matter": self.matter,
            "purpose": self.purpose,
            "case_number": self.case_number,
            "codes": [row.code or row.given for row in self.rows],
        }
        return sha256(canonical(said).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Settled:
    """The answer to a query before it is put on record.

    `leaves` are the entries seen, by sequence; `disputed` those of them that are marked so.
    """

    looks: Sequence[Look]
    leaves: Mapping[int, str]
    text: str
    found: int
    disputed: frozenset[int] = frozenset()


class NoCaseNumber(Exception):
    """A look belongs to a case."""

    def __init__(self) -> None:
        super().__init__(
            "必须填写办件编号或案号，查询才能与所办事项对应。"
            " / Give the number of the case: a query belongs to one."
        )


class TextTooLong(Exception):
    """Purpose, case number or key are longer than is kept."""

    def __init__(self) -> None:
        super().__init__(
            f"用途最多 {LONGEST_PURPOSE} 字，办件编号最多 {LONGEST_CASE_NUMBER} 字，"
            f"Idempotency-Key 最多 {LONGEST_KEY} 字，请改短。"
            f" / The purpose has {LONGEST_PURPOSE} characters at most, the case number {LONGEST_CASE_NUMBER},"
            f" the key {LONGEST_KEY}: shorten it."
        )


class TooManyCodes(Exception):
    """A query has one to MOST_CODES codes."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"一次查询 1 至 {MOST_CODES} 个代码，现有 {count} 个。请分成几个文件。"
            f" / A query has 1 to {MOST_CODES} codes, not {count}. Split the file."
        )


class KeyUsedOtherwise(Exception):
    """The Idempotency-Key was used for another request."""

    def __init__(self) -> None:
        super().__init__(
            "该 Idempotency-Key 已用于内容不同的查询。同一请求重试时内容须一致，新的查询请换新的键。"
            " / This Idempotency-Key was used for another request. Repeat a request unchanged;"
            " take a new key for a new one."
        )


def asked_row(row: int, given: str) -> AskedRow:
    """Return a row for a code as somebody wrote it; what looks like a person's number is not repeated."""
    found = check(given)
    if found.is_valid:
        return AskedRow(row, found.code)
    shown = "" if MANY_DIGITS.search(given) else given[:GIVEN_SHOWN]
    return AskedRow(row, "", found.faults[0].rule, shown)


def receive(asked: Asked) -> UUID:
    """Take a query over; the one it repeats, where its key was used before. Large ones are queued.

    Raises:
        NoPurpose, NoCaseNumber, TextTooLong, TooManyCodes: what every query says is missing or too much.
        PersonalInText: the purpose or case number carries a number of a natural person.
        KeyUsedOtherwise: the key stands for another request.
    """
    _refuse_incomplete(asked)
    query = uuid4()
    try:
        with transaction.atomic():
            _store(query, asked)
            if len(asked.rows) > AT_ONCE:
                jobs.configure_task("query.work_through").defer(query=str(query))
        return query
    except IntegrityError:
        known = Query.objects.filter(account=asked.account, key=asked.key).exclude(key="").first()
        if known is None:
            raise
    if known.digest != asked.digest():
        raise KeyUsedOtherwise
    return UUID(str(known.id))


def _refuse_incomplete(asked: Asked) -> None:
    if not asked.purpose.strip():
        raise NoPurpose
    if not asked.case_number.strip():
        raise NoCaseNumber
    lengths = len(asked.purpose), len(asked.case_number), len(asked.key)
    if any(length > most for length, most in zip(lengths, MOST, strict=True)):
        raise TextTooLong
    if not 1 <= len(asked.rows) <= MOST_CODES:
        raise TooManyCodes(len(asked.rows))
    for text in (asked.purpose, asked.case_number):
        if MANY_DIGITS.search(text):
            refuse_personal(text, on=asked.on)


MOST = LONGEST_PURPOSE, LONGEST_CASE_NUMBER, LONGEST_KEY


def _store(query: UUID, asked: Asked) -> None:
    rows = [[one.row, one.code, one.fault, one.given] for one in asked.rows]
    Query.objects.create(
        id=query,
        unit=asked.unit,
        account=asked.account,
        channel=asked.channel,
        matter=asked.matter,
        edition=asked.edition,
        purpose=asked.purpose.strip(),
        case_number=asked.case_number.strip(),
        key=asked.key,
        digest=asked.digest(),
        asked=json.dumps(rows, ensure_ascii=False, separators=(",", ":")),
        on=asked.on,
        state="received",
        received_at=timezone.now(),
        rows=len(rows),
    )


def report_progress(query: UUID, done: int) -> None:
    """Let the page say how far a large query is."""
    Query.objects.filter(id=query, state="received").update(done=done)


def settle(query: UUID, settled: Settled) -> None:
    """Write the looks into the ledger, keep answer and receipt; nothing to do where that was done."""
    with writing():
        facts = Query.objects.select_for_update().get(id=query)
        if facts.state == "answered":
            return
        noted = note(settled.looks) if settled.looks else None
        if noted:
            facts.sequence_from, facts.sequence_to, facts.log_size = noted.first, noted.last, noted.size
            facts.receipt = _receipt(facts, settled, noted)
        facts.state, facts.answered_at = "answered", noted.at if noted else timezone.now()
        facts.done, facts.organisations, facts.found = facts.rows, len(settled.looks), settled.found
        facts.answer = settled.text
        facts.save()


def _receipt(facts: Query, settled: Settled, noted: Noted) -> str:
    unit = Unit.objects.filter(uscc=facts.unit).first()
    organisations = tuple(
        CheckedOrganisation(
            uscc=look.uscc,
            look=str(look.record),
            sequence=sequence,
            found=look.found,
            answer=look.answer,
            entries=tuple(
                CheckedEntry(one, settled.leaves[one], one in settled.disputed) for one in look.entries
            ),
        )
        for sequence, look in enumerate(settled.looks, noted.first)
    )
    return check_receipt.write(
        CheckReceipt(
            query=str(facts.id),
            unit=facts.unit,
            unit_name=unit.name if unit else "",
            account=facts.account,
            channel=facts.channel,
            matter=facts.matter,
            edition=facts.edition,
            purpose=facts.purpose,
            case_number=facts.case_number,
            on=facts.on.isoformat(),
            at=noted.at.astimezone(UTC).strftime(TIME),
            organisations=organisations,
            sequence=(noted.first, noted.last),
            log_size=noted.size,
            checkpoint=noted.note,
        ),
        signer(),
    )


def forget_answers(on: date) -> int:
    """Empty the answers whose time is over; looks and receipts stay. Return how many."""
    before = on - timedelta(days=settings.GONGXIN_QUERY_ANSWER_DAYS)
    kept = Query.objects.filter(answered_at__date__lt=before).exclude(answer="")
    return int(kept.update(answer="", asked="[]"))
