"""Sending what is in the outbox, outside any transaction: at least once, with pauses that grow.

The next attempt is booked before this one is made. A worker killed meanwhile loses nothing; at worst a
message goes out twice, under the same number.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gongxin.actions import mail
from gongxin.actions.contact import CODE_HOURS, EMAIL, WEBHOOK, code_of, secret_of
from gongxin.actions.mail import MailRefused
from gongxin.actions.public_address import NotPublic
from gongxin.actions.webhook import Call, NotAWebhook, WebhookRefused, call
from gongxin.store.models import Outbox

MOST_ATTEMPTS = 12
LONGEST_PAUSE = timedelta(hours=12)
SENT, FAILED = "sent", "failed"


def send_due() -> Mapping[str, int]:
    """Send everything that is due, one after the other; return how many were sent and how many failed."""
    done: Counter[str] = Counter()
    started = timezone.now()
    while (one := _claim(started)) is not None:
        done[_attempt(one)] += 1
    return done


def pause(attempts: int) -> timedelta:
    """Return how long to wait after an attempt: two minutes, doubled each time, twelve hours at most."""
    return min(timedelta(minutes=2 ** min(attempts, 16)), LONGEST_PAUSE)


def _claim(started: datetime) -> Outbox | None:
    """Take the next row that is due and book its next attempt; e-mail waits while no server is set."""
    channels = [EMAIL, WEBHOOK] if mail.is_on() else [WEBHOOK]
    with transaction.atomic():
        due = Outbox.objects.select_for_update(skip_locked=True, of=("self",)).filter(
            next_at__lte=started, contact__channel__in=channels
        )
        one = due.select_related("contact", "notice").order_by("next_at").first()
        if one is not None:
            one.attempts += 1
            one.next_at = timezone.now() + pause(one.attempts)
            one.save(update_fields=["attempts", "next_at"])
    return one


def _attempt(one: Outbox) -> str:
    mine = Outbox.objects.filter(id=one.id, sent_at=None)
    try:
        _send(one)
    except (MailRefused, WebhookRefused, NotPublic, NotAWebhook) as refusal:
        is_last = one.attempts >= MOST_ATTEMPTS
        mine.update(fault=str(refusal)[:200], **({"next_at": None} if is_last else {}))
        return FAILED
    mine.update(sent_at=timezone.now(), next_at=None, fault="")
    return SENT


def _send(one: Outbox) -> None:
    contact, notice = one.contact, one.notice
    if contact.channel == WEBHOOK:
        assert notice is not None, "only an e-mail address is confirmed by a code"
        call(contact.address, Call(notice.id, notice.kind, timezone.now()), secret_of(contact))
    elif notice is None:
        mail.send_code(contact.address, code_of(contact), hours=CODE_HOURS, number=str(one.id))
    else:
        mail.send_hint(contact.address, number=str(one.id))


def try_again(outbox: UUID) -> bool:
    """Have a message that failed sent anew, from the first pause on; False where it was sent meanwhile."""
    failed = Outbox.objects.filter(id=outbox, sent_at=None, attempts__gt=0, contact__ended_at=None)
    return failed.update(next_at=timezone.now(), attempts=0) == 1
