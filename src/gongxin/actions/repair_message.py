"""Other platforms are told of a repair: a signed message, written in the transaction of the step itself."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.utils import timezone

from gongxin.actions.key import signer
from gongxin.actions.log import Head
from gongxin.catalogue import reader
from gongxin.catalogue.item import Item
from gongxin.ledger import repair_message
from gongxin.ledger.repair_message import REPAIRED, REPAIRED_FOR_A_TIME, RESTORED
from gongxin.store.models import Case, Entry, Organisation, Platform, RepairDispatch, RepairMessage, Unit

__all__ = ["REPAIRED", "REPAIRED_FOR_A_TIME", "RESTORED", "Span", "announce"]


@dataclass(frozen=True, slots=True)
class Span:
    """From when a repair counts, or its end; `until` is the last day of a repair for a time."""

    on: date
    until: date | None = None


def announce(head: Head, case: Case, kind: str, span: Span) -> UUID:
    """Write the message about a case's step, the last in the log, and what is to be sent of it."""
    assert case.subject is not None, "a repair is about a record"
    told = _told(head, case, case.subject, kind, span)
    message = RepairMessage.objects.create(
        id=UUID(told.message),
        kind=kind,
        record=case.subject,
        uscc=case.uscc,
        case=case.id,
        made_at=head.now,
        text=repair_message.write(told, signer()),
    )
    now = timezone.now()
    RepairDispatch.objects.bulk_create(
        RepairDispatch(message=message, platform=one, next_at=now)
        for one in Platform.objects.filter(ended_at=None).exclude(address="")
    )
    return message.id


def _told(head: Head, case: Case, record: UUID, kind: str, span: Span) -> repair_message.RepairMessage:
    entry = Entry.objects.get(record=record, superseded_by=None)
    content = json.loads(entry.content or "{}")
    organisation = Organisation.objects.filter(uscc=case.uscc).values_list("name", flat=True).first()
    unit = Unit.objects.filter(uscc=case.provider).values_list("name", flat=True).first()
    return repair_message.RepairMessage(
        message=str(uuid5(case.id, f"{kind} {case.version}")),
        kind=kind,
        uscc=case.uscc,
        organisation=organisation or "",
        item=entry.item,
        record=str(entry.record),
        title=case.title["zh"],
        document_number=_document_number(_item(entry.item, entry.edition), content),
        decided_on=str(entry.decided_on or ""),
        unit=case.provider,
        unit_name=unit or "",
        case=case.number,
        on=str(span.on),
        until=str(span.until or ""),
        sequence=head.size,
        log_size=head.size,
        checkpoint=head.note,
    )


def _document_number(item: Item | None, content: Mapping[str, Any]) -> str:
    return str(content.get(item.document_number, "")) if item and item.document_number else ""


def _item(code: str, edition: str) -> Item | None:
    editions = reader.editions(settings.GONGXIN_CITY)
    own = next((one for one in editions if one.code == edition), editions[-1])
    return own.items.get(code)
