"""Sending messages about repairs to other platforms: at least once, with the pauses of the outbox."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import transaction
from django.utils import timezone

from gongxin.actions.outbox import FAILED, MOST_ATTEMPTS, SENT, pause
from gongxin.actions.public_address import NotPublic
from gongxin.actions.webhook import Call, NotAWebhook, WebhookRefused, call
from gongxin.store.models import RepairDispatch


@dataclass(frozen=True, slots=True)
class Told(Call):
    """A message as it goes out: signed in itself, so that the call needs no secret."""

    text: str = ""
    media_type: ClassVar[str] = "application/json"

    @property
    def body(self) -> bytes:
        return self.text.encode()

    def headers(self, secret: str) -> dict[str, str]:
        return {"content-type": self.media_type, "user-agent": "gongxin", "webhook-id": str(self.id)}


def send_due() -> Mapping[str, int]:
    """Send everything that is due, one after the other; return how many were sent and how many failed."""
    done: Counter[str] = Counter()
    started = timezone.now()
    while (one := _claim(started)) is not None:
        done[_attempt(one)] += 1
    return done


def try_again(dispatch: int) -> bool:
    """Send one that failed anew; False where it was sent meanwhile."""
    failed = RepairDispatch.objects.filter(id=dispatch, sent_at=None, platform__ended_at=None)
    return failed.update(next_at=timezone.now(), attempts=0) == 1


def _claim(started: datetime) -> RepairDispatch | None:
    """Take the next one that is due and book its next attempt before this one is made."""
    with transaction.atomic():
        due = RepairDispatch.objects.select_for_update(skip_locked=True, of=("self",)).filter(
            next_at__lte=started, platform__ended_at=None
        )
        one = due.select_related("message", "platform").order_by("message_id").first()
        if one is not None:
            one.attempts += 1
            one.next_at = timezone.now() + pause(one.attempts)
            one.save(update_fields=["attempts", "next_at"])
    return one


def _attempt(one: RepairDispatch) -> str:
    mine = RepairDispatch.objects.filter(id=one.id, sent_at=None)
    message = one.message
    try:
        call(one.platform.address, Told(message.id, message.kind, timezone.now(), message.text), "")
    except (WebhookRefused, NotPublic, NotAWebhook) as refusal:
        is_last = one.attempts >= MOST_ATTEMPTS
        mine.update(fault=str(refusal)[:200], **({"next_at": None} if is_last else {}))
        return FAILED
    mine.update(sent_at=timezone.now(), next_at=None, fault="")
    return SENT
