"""A query on an authorisation: read, put on record, and only then shown; or refused, and that noted."""

import datetime
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC
from functools import partial
from uuid import UUID

from gongxin.actions.authorised_query import (
    MATTER,
    AnswerNoted,
    Asking,
    Found,
    note_answer,
    note_refusal,
)
from gongxin.actions.key import signer
from gongxin.actions.look import Noted
from gongxin.disclosure.authorisation import NotAuthorised
from gongxin.disclosure.policy import Viewer
from gongxin.ledger import check_receipt
from gongxin.ledger.check_receipt import CheckedEntry, CheckedOrganisation, CheckReceipt
from gongxin.ledger.statement import TIME
from gongxin.organisations.uscc import is_valid
from gongxin.queries.answer import Answer, answers
from gongxin.queries.authorisation import Opened, valid
from gongxin.queries.item import catalogue
from gongxin.queries.unit import by_code


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer that is on record, with what it rests on."""

    noted: AnswerNoted
    opened: Opened
    answer: Answer


def ask(asking: Asking, *, on: datetime.date) -> Shown:
    """Return what the organisation lets the unit see, with what everybody sees; the look is on record.

    Raises:
        NotAuthorised: nothing, or not all that was asked for, is authorised; the attempt is on record.
        KeyUsedOtherwise: the key stands for another request or another answer.
    """
    if not is_valid(asking.uscc):
        # What is no code may be a person's number: it is neither kept nor repeated.
        asking = replace(asking, uscc="")
    try:
        opened = valid(asking.uscc, recipient=asking.recipient, items=asking.items, on=on)
        answer = _read(opened, on)
        edition = catalogue(on).code
        found = Found(
            items=opened.items,
            entries=[one.entry.sequence for one in answer.entries],
            answer=answer.digest(),
            edition=edition,
        )
        receipt = partial(_receipt, _Told(asking, answer, edition, on))
        return Shown(note_answer(asking, found, on=on, receipt=receipt), opened, answer)
    except NotAuthorised:
        note_refusal(asking)
        raise


def _read(opened: Opened, on: datetime.date) -> Answer:
    """Return one answer of what was opened and what is public: no entry is both."""
    (own,) = answers([opened.uscc], viewer=Viewer.recipient(opened.uscc, opened.items), on=on)
    (public,) = answers([opened.uscc], viewer=Viewer.ANYONE, on=on)
    return Answer(
        uscc=opened.uscc,
        organisation=own.organisation,
        entries=(*own.entries, *public.entries),
        counts=Counter(own.counts) + Counter(public.counts),
        measures=(),
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """What the receipt tells beside its place in the log."""

    asking: Asking
    answer: Answer
    edition: str
    on: datetime.date


def _receipt(told: _Told, query: UUID, purpose: str, noted: Noted) -> str:
    asking, answer = told.asking, told.answer
    looked_at = CheckedOrganisation(
        uscc=answer.uscc,
        look=str(query),
        sequence=noted.first,
        found=answer.found,
        answer=answer.digest(),
        entries=tuple(
            CheckedEntry(one.entry.sequence, one.digest, one.entry.is_disputed) for one in answer.entries
        ),
    )
    receipt = CheckReceipt(
        query=str(query),
        unit=asking.recipient,
        unit_name=by_code(asking.recipient).name,
        account=asking.by,
        channel=asking.channel,
        matter=MATTER,
        edition=told.edition,
        purpose=purpose,
        case_number="",
        on=told.on.isoformat(),
        at=noted.at.astimezone(UTC).strftime(TIME),
        organisations=(looked_at,),
        sequence=(noted.first, noted.last),
        log_size=noted.size,
        checkpoint=noted.note,
    )
    return check_receipt.write(receipt, signer())
