"""Attempts to send what waits in a table, outside any transaction: at least once, with pauses that grow.

The next attempt is booked before this one is made. A worker killed meanwhile loses nothing; at worst a
message goes out twice, under the same number.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from gongxin.actions.mail import MailRefused
from gongxin.actions.public_address import NotPublic
from gongxin.actions.webhook import NotAWebhook, WebhookRefused
from gongxin.store.models import Outbox, RepairDispatch

MOST_ATTEMPTS = 12
LONGEST_PAUSE = timedelta(hours=12)
SENT, FAILED = "sent", "failed"
Waiting = TypeVar("Waiting", Outbox, RepairDispatch)


def pause(attempts: int) -> timedelta:
    """Return how long to wait after an attempt: two minutes, doubled each time, twelve hours at most."""
    return min(timedelta(minutes=2 ** min(attempts, 16)), LONGEST_PAUSE)


def claim(due: QuerySet[Waiting]) -> Waiting | None:
    """Take the first row that is due and no other worker has, and book its next attempt."""
    with transaction.atomic():
        one = due.select_for_update(skip_locked=True, of=("self",)).first()
        if one is not None:
            one.attempts += 1
            one.next_at = timezone.now() + pause(one.attempts)
            one.save(update_fields=["attempts", "next_at"])
    return one


def attempt(one: Waiting, send: Callable[[Waiting], None]) -> str:
    """Send a row, and note what came of it; after the last attempt it waits for somebody to ask again."""
    mine = type(one)._default_manager.filter(pk=one.pk, sent_at=None)
    try:
        send(one)
    except (MailRefused, WebhookRefused, NotPublic, NotAWebhook) as refusal:
        is_last = one.attempts >= MOST_ATTEMPTS
        mine.update(fault=str(refusal)[:200], **({"next_at": None} if is_last else {}))
        return FAILED
    mine.update(sent_at=timezone.now(), next_at=None, fault="")
    return SENT
