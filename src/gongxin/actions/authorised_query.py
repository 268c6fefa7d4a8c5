"""A query on an authorisation, put on record: answered with a look in the ledger, or refused."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID, uuid4

from django.utils import timezone

from gongxin.actions.authorisation import in_force
from gongxin.actions.log import writing
from gongxin.actions.look import Look, Noted, note
from gongxin.disclosure.authorisation import LONGEST_PURPOSE, NotAuthorised, items_opened
from gongxin.ledger.seal import canonical
from gongxin.store.models import AuthorisedQuery

MATTER = "authorised"
ANSWERED, REFUSED = "answered", "refused"


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks about whom. `items` empty: all that is authorised. `key` makes a request repeatable."""

    uscc: str
    recipient: str
    by: str
    channel: str
    items: tuple[str, ...] = ()
    key: str = ""

    def digest(self) -> str:
        """What a key stands for: the same request, whoever of the unit sends it."""
        said = {"uscc": self.uscc, "items": sorted(self.items)}
        return sha256(canonical(said).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Found:
    """What is about to be shown: the items that were read, the entries, and the SHA-256 of the answer."""

    items: frozenset[str]
    entries: Sequence[int]
    answer: str
    edition: str


@dataclass(frozen=True, slots=True)
class AnswerNoted:
    """The query with its look in the log, and the receipt as signed."""

    query: UUID
    sequence: int
    receipt: str


class KeyUsedOtherwise(Exception):
    """The Idempotency-Key was used for another request."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"Idempotency-Key {key[:64]!r} 已用于另一次请求，或此后信息已有变化。请换一个新的键重新查询。"
            f" / The key {key[:64]!r} was used for another request, or the records have changed since."
            " Ask again with a new key."
        )


def note_answer(
    asking: Asking, found: Found, *, on: date, receipt: Callable[[UUID, str, Noted], str]
) -> AnswerNoted:
    """Put a query on record just before its answer is shown, and make its receipt.

    A request repeated under its key is the one look it was the first time. `receipt` gets the number of the
    query, the purpose and its place in the log.

    Raises:
        NotAuthorised: what was read is not, or no longer, authorised; nothing may be shown.
        KeyUsedOtherwise: the key stands for another request or another answer.
    """
    with writing():
        standing = in_force(asking.uscc, recipient=asking.recipient, on=on)
        opened = items_opened(standing.values(), uscc=asking.uscc, recipient=asking.recipient, on=on)
        if not standing or not found.items or found.items - opened:
            raise NotAuthorised(asking.uscc, found.items - opened)
        if asking.key and (before := _before(asking, found)):
            return before
        purpose = "；".join(dict.fromkeys(one.purpose for one in standing.values()))[:LONGEST_PURPOSE]
        query = uuid4()
        noted = note([_look(asking, found, purpose, query)])
        signed = receipt(query, purpose, noted)
        AuthorisedQuery.objects.create(
            id=query,
            recipient=asking.recipient,
            uscc=asking.uscc,
            by=asking.by,
            channel=asking.channel,
            items=sorted(found.items),
            purpose=purpose,
            authorisations=[*standing],
            asked_at=noted.at,
            outcome=ANSWERED,
            sequence=noted.first,
            answer=found.answer,
            receipt=signed,
            key=asking.key,
            request=asking.digest(),
        )
    return AnswerNoted(query, noted.first, signed)


def note_refusal(asking: Asking) -> UUID:
    """Put a query that was refused on record: the organisation and auditors see the attempt."""
    query = uuid4()
    AuthorisedQuery.objects.create(
        id=query,
        recipient=asking.recipient,
        uscc=asking.uscc,
        by=asking.by,
        channel=asking.channel,
        items=sorted(asking.items),
        asked_at=timezone.now(),
        outcome=REFUSED,
    )
    return query


def _before(asking: Asking, found: Found) -> AnswerNoted | None:
    before = AuthorisedQuery.objects.filter(recipient=asking.recipient, key=asking.key).first()
    if before is None:
        return None
    if (before.request, before.answer) != (asking.digest(), found.answer):
        raise KeyUsedOtherwise(asking.key)
    assert before.sequence is not None
    return AnswerNoted(before.id, before.sequence, before.receipt)


def _look(asking: Asking, found: Found, purpose: str, query: UUID) -> Look:
    return Look(
        uscc=asking.uscc,
        unit=asking.recipient,
        by=asking.by,
        channel=asking.channel,
        matter=MATTER,
        purpose=purpose,
        case_number="",
        items=sorted(found.items),
        edition=found.edition,
        found=len(found.entries),
        answer=found.answer,
        entries=found.entries,
        record=query,
    )
