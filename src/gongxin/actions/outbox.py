"""Sending what is in the outbox: notices by e-mail and to programs."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from gongxin.actions import mail
from gongxin.actions.attempt import attempt, claim
from gongxin.actions.contact import CODE_HOURS, EMAIL, WEBHOOK, code_of, secret_of
from gongxin.actions.webhook import Call, call
from gongxin.store.models import Outbox


def send_due() -> Mapping[str, int]:
    """Send everything that is due, one after the other; return how many were sent and how many failed."""
    done: Counter[str] = Counter()
    started = timezone.now()
    while (one := claim(due(started))) is not None:
        done[attempt(one, _send)] += 1
    return done


def due(started: datetime) -> QuerySet[Outbox]:
    """What is due; e-mail waits while no server is set."""
    channels = [EMAIL, WEBHOOK] if mail.is_on() else [WEBHOOK]
    waiting = Outbox.objects.filter(next_at__lte=started, contact__channel__in=channels)
    return waiting.select_related("contact", "notice").order_by("next_at")


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
