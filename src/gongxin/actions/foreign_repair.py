"""Repairs that other platforms decided: taken where a known platform signed them, recognised by a case."""

import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gongxin.actions.case import Filing, file
from gongxin.actions.case_document import Document
from gongxin.actions.platform import of_key
from gongxin.catalogue import reader
from gongxin.intake.free_text import refuse_personal
from gongxin.law.label import Label
from gongxin.ledger.key import parse_verifier
from gongxin.ledger.repair_message import KIND, REPAIRED, RepairMessage, read
from gongxin.ledger.seal import SealBroken
from gongxin.procedures.case import Actor, Refused
from gongxin.procedures.repair import REPAIR
from gongxin.store.models import Entry, ForeignRepair

LONGEST = 64 << 10


class UnknownPlatform(Exception):
    """The message is signed by nobody whom we exchange with."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"签名公钥 {key} 不属于任何已登记的平台。请先核实对方身份，再用 gongxin platform add 登记。"
            f" / The key {key} is no registered platform's: make sure whose it is, then add it."
        )


class NotRecognisable(Refused):
    """It is settled already, means no record of ours, or is no repair for good."""


@dataclass(frozen=True, slots=True)
class _Found:
    """The record of ours that a message means."""

    record: UUID | None = None
    unit: str = ""


def receive(text: str, *, by: str) -> UUID:
    """Take a message from another platform; the same one again changes nothing. Return its number.

    Raises:
        SealBroken: it is too long, was changed, or is something else.
        UnknownPlatform: nobody whom we know signed it.
    """
    if len(text.encode()) > LONGEST:
        raise KIND.odd()
    message = read(text)
    key = json.loads(text)["key"]
    platform = of_key(parse_verifier(key))
    if platform is None:
        raise UnknownPlatform(key)
    number, repaired_on, decided_on = _number(message), _day(message.on), _day(message.decided_on)
    if repaired_on is None:
        raise KIND.odd()
    found = _meant(message, decided_on)
    ForeignRepair.objects.get_or_create(
        id=number,
        defaults={
            "platform": platform,
            "kind": message.kind,
            "uscc": message.uscc[:18],
            "document_number": message.document_number[:128],
            "decided_on": decided_on,
            "repaired_on": repaired_on,
            "record": found.record,
            "unit": found.unit,
            "text": text,
            "received_at": timezone.now(),
            "received_by": by,
        },
    )
    return number


def recognise(number: UUID, paper: bytes, *, by: Actor, on: date) -> UUID:
    """File the case by which the unit recognises the repair; a second person confirms it. Return the case.

    `paper` is the message on paper, which goes on file.

    Raises:
        NotRecognisable
        procedures.case.Refused and whatever else filing raises.
    """
    with transaction.atomic():
        one = _open(number, by)
        if one.kind != REPAIRED or one.record is None:
            raise NotRecognisable(
                Label(
                    "只能认可已作出的信用修复，并且须对应本平台的一条信息。",
                    "Only a repair for good of a record that we hold can be recognised.",
                )
            )
        filing = Filing(
            procedure=REPAIR.code,
            uscc=one.uscc,
            subject=one.record,
            step="recognise",
            reason=f"{one.platform.name}已于 {one.repaired_on} 作出修复决定",
            channel="office",
            documents=(Document("repair_elsewhere", f"{one.platform.code}-{one.repaired_on}.pdf", paper),),
        )
        one.case = file(filing, by=by, on=on)
        one.save(update_fields=["case"])
    assert one.case is not None
    return one.case


def dismiss(number: UUID, reason: str, *, by: Actor, on: date) -> None:
    """Put a message aside with a reason; nothing changes at the record.

    Raises:
        NotRecognisable: it is settled already, or no reason is given.
        PersonalInText
    """
    refuse_personal(reason, on=on)
    if not reason.strip():
        raise NotRecognisable(Label("请写明不予认可的理由。", "Say why it is not recognised."))
    with transaction.atomic():
        one = _open(number, by)
        one.dismissed_by, one.dismissed_because = by.account, reason.strip()[:500]
        one.save(update_fields=["dismissed_by", "dismissed_because"])


def _open(number: UUID, by: Actor) -> ForeignRepair:
    one = ForeignRepair.objects.select_for_update(of=("self",)).select_related("platform").filter(id=number)
    found = one.filter(unit=by.unit, case=None, dismissed_by="").first()
    if found is None:
        raise NotRecognisable(
            Label("这条通报已经处理，或者不属于本单位。", "It is settled already, or not this unit's.")
        )
    return found


def _meant(message: RepairMessage, decided_on: date | None) -> _Found:
    """Return the standing record with the organisation, the day and the number of the decision."""
    if decided_on is None or not message.document_number:
        return _Found()
    standing = Entry.objects.filter(
        uscc=message.uscc, kind="record", superseded_by=None, decided_on=decided_on, content__isnull=False
    )
    for entry in standing.order_by("sequence"):
        if _document_number(entry) == message.document_number:
            return _Found(entry.record, entry.unit)
    return _Found()


def _document_number(entry: Entry) -> str:
    editions = reader.editions(settings.GONGXIN_CITY)
    own = next((one for one in editions if one.code == entry.edition), editions[-1])
    item = own.items.get(entry.item)
    if item is None or not item.is_adverse or item.document_number is None:
        return ""
    return str(json.loads(entry.content or "{}").get(item.document_number, ""))


def _number(message: RepairMessage) -> UUID:
    try:
        return UUID(message.message)
    except ValueError:
        raise KIND.odd() from None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise KIND.odd() from None


__all__ = ["NotRecognisable", "SealBroken", "UnknownPlatform", "dismiss", "receive", "recognise"]
