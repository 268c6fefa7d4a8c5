"""Looks at non-public information: noted in the ledger before the answer is shown, and never taken out.

An organisation that reads about itself and a unit that reads what it submitted are no looks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from gongxin.actions.event import Event, append_events
from gongxin.actions.log import writing

KIND = "query"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Somebody of a unit sees what is held about an organisation.

    `matter` is a code of the application list, or what else the look was for: `authorised`, `delivery`,
    `report`, `operation`. `channel`: page, api, file, desk, report. `items` are those that could be seen,
    `found` how many entries were and `adverse` how many of them were adverse information, `measures` which
    measures may be taken, `answer` the SHA-256 of the canonical answer in hexadecimal. `entries`
    names what was seen by sequence. `batch` is shared by the looks of one request.
    """

    uscc: str
    unit: str
    by: str
    channel: str
    matter: str
    purpose: str
    case_number: str
    items: Sequence[str]
    edition: str
    found: int
    answer: str
    entries: Sequence[int] = ()
    adverse: int = 0
    measures: Sequence[str] = ()
    record: UUID = field(default_factory=uuid4)
    batch: UUID | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """Where the looks stand in the log; `note` is the signed checkpoint of `size` entries."""

    first: int
    last: int
    size: int
    note: str
    at: datetime


class NoPurpose(Exception):
    """Nobody looks at non-public information without saying why."""

    def __init__(self) -> None:
        super().__init__(
            "查询非公开信息必须写明用途。请填写办理什么事项、为什么需要查询。"
            " / Say what the look at non-public information is for: which matter, and why it needs it."
        )


def note(looks: Sequence[Look]) -> Noted:
    """Write the looks (one at least) into the ledger; to be called before anything found is shown.

    Raises:
        NoPurpose: one of them says no purpose.
    """
    assert looks
    if not all(look.purpose.strip() for look in looks):
        raise NoPurpose
    with writing() as head:
        now = append_events(head, [_event(look) for look in looks])
    return Noted(head.size + 1, now.size, now.size, now.note, now.now)


def _event(look: Look) -> Event:
    return Event(
        kind=KIND,
        item=look.matter,
        uscc=look.uscc,
        unit=look.unit,
        edition=look.edition,
        record=look.record,
        batch=look.batch,
        row=look.row,
        content={
            "by": look.by,
            "channel": look.channel,
            "matter": look.matter,
            "purpose": look.purpose,
            "case_number": look.case_number,
            "items": list(look.items),
            "edition": look.edition,
            "found": look.found,
            "entries": list(look.entries),
            "adverse": look.adverse,
            "measures": list(look.measures),
            "answer": look.answer,
        },
    )
