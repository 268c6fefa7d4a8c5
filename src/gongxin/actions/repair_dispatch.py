"""Sending messages about repairs to other platforms: at least once, with the pauses of the outbox."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db.models import QuerySet
from django.utils import timezone

from gongxin.actions.attempt import attempt, claim
from gongxin.actions.webhook import Call, call
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
    while (one := claim(_due(started))) is not None:
        done[attempt(one, _send)] += 1
    return done


def try_again(dispatch: int) -> bool:
    """Send one that failed anew; False where it was sent meanwhile."""
    failed = RepairDispatch.objects.filter(id=dispatch, sent_at=None, platform__ended_at=None)
    return failed.update(next_at=timezone.now(), attempts=0) == 1


def _due(started: datetime) -> QuerySet[RepairDispatch]:
    due = RepairDispatch.objects.filter(next_at__lte=started, platform__ended_at=None)
    return due.select_related("message", "platform").order_by("message_id")


def _send(one: RepairDispatch) -> None:
    message = one.message
    call(one.platform.address, Told(message.id, message.kind, timezone.now(), message.text), "")
