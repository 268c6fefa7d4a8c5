"""Where an organisation is told that there is a message: its e-mail, once confirmed, and its webhook."""

import base64
import hmac
import secrets
from datetime import date, datetime, timedelta
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from procrastinate.contrib.django import app as jobs

from gongxin.actions.public_address import public_address
from gongxin.actions.webhook import checked
from gongxin.intake.free_text import refuse_personal
from gongxin.store.models import Contact, Outbox

EMAIL, WEBHOOK = "email", "webhook"
CODE_HOURS = 24
MOST_GUESSES = 5
MOST_CODES = 5  # within CODE_HOURS: nobody's mailbox is filled from here
LONGEST_EMAIL = 254
ENDED = "联系方式已停用，未再发送 / the contact ended before it was sent"


class NotAnEmail(Exception):
    """The text is no e-mail address."""

    def __init__(self) -> None:
        super().__init__("请填写有效的邮箱地址。 / Give a valid e-mail address.")


class TooManyCodes(Exception):
    """Codes were sent again and again."""

    def __init__(self) -> None:
        super().__init__(
            f"{CODE_HOURS} 小时内已发送 {MOST_CODES} 次验证码，请稍后再试。"
            f" / {MOST_CODES} codes were sent within {CODE_HOURS} hours. Try again later."
        )


class WrongCode(Exception):
    """The code is not the one that was sent, or too old, or there was none."""

    def __init__(self) -> None:
        super().__init__(
            "验证码不对或已过期。请核对最近一封邮件中的 8 位数字；试错 5 次后须重新发送。"
            " / The code is wrong or too old. Use the 8 digits of the newest e-mail; after 5 wrong ones, ask"
            " for another."
        )


def propose_email(uscc: str, address: str, *, by: str, on: date) -> None:
    """Enter an e-mail address and send a code to it; until it is confirmed, the one before stays in use.

    Raises:
        NotAnEmail: it is none.
        PersonalInText: it holds a mobile or identity number, so it is a person's.
        TooManyCodes: codes were sent too often.
    """
    address = address.strip()
    try:
        EmailValidator()(address)
    except ValidationError as refusal:
        raise NotAnEmail from refusal
    if len(address) > LONGEST_EMAIL:
        raise NotAnEmail
    refuse_personal(address.replace("@", " "), on=on)
    now = timezone.now()
    with transaction.atomic():
        own = Contact.objects.filter(uscc=uscc, channel=EMAIL)
        if own.filter(set_at__gt=now - timedelta(hours=CODE_HOURS)).count() >= MOST_CODES:
            raise TooManyCodes
        _end(own.filter(confirmed_at=None), by=by, at=now)
        contact = _new(uscc, EMAIL, address, by)
        Outbox.objects.create(id=uuid4(), contact=contact, made_at=now, next_at=now)
        jobs.configure_task("outbox.send").defer()


def confirm_email(uscc: str, code: str, *, by: str) -> None:
    """Take an address into use by its code; the one before ends.

    Raises:
        WrongCode: it is not the code, or was guessed at too often, or is too old.
    """
    now = timezone.now()
    with transaction.atomic():
        waiting = Contact.objects.select_for_update().filter(
            uscc=uscc,
            channel=EMAIL,
            confirmed_at=None,
            ended_at=None,
            set_at__gt=now - timedelta(hours=CODE_HOURS),
            guesses__lt=MOST_GUESSES,
        )
        contact = waiting.first()
        is_right = contact is not None and hmac.compare_digest(code_of(contact), code.strip())
        if contact is not None and not is_right:
            waiting.update(guesses=F("guesses") + 1)
        if contact is not None and is_right:
            _end(_in_use(uscc, EMAIL), by=by, at=now)
            Contact.objects.filter(id=contact.id).update(confirmed_at=now)
    if not is_right:
        raise WrongCode


def set_webhook(uscc: str, address: str, *, by: str) -> str:
    """Take a webhook into use and return its secret, which is shown this once; the one before ends.

    Raises:
        NotAWebhook: not an https address.
        NotPublic: it leads to no address of the open internet.
    """
    address = address.strip()
    host, port, _path = checked(address)
    public_address(host, port)
    now = timezone.now()
    with transaction.atomic():
        _end(_in_use(uscc, WEBHOOK), by=by, at=now)
        contact = _new(uscc, WEBHOOK, address, by)
        Contact.objects.filter(id=contact.id).update(confirmed_at=now)
    return secret_of(contact)


def end(uscc: str, channel: str, *, by: str) -> bool:
    """End what is in use or waits to be confirmed on a channel; nothing more is sent to it."""
    with transaction.atomic():
        return _end(Contact.objects.filter(uscc=uscc, channel=channel), by=by, at=timezone.now()) > 0


def code_of(contact: Contact) -> str:
    """Return the code that confirms an address: derived, so that nobody finds it in the tables."""
    digest = salted_hmac("gongxin.contact.code", _told_apart(contact), algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**8:08}"


def secret_of(contact: Contact) -> str:
    """Return the key that signs calls to a webhook, as Standard Webhooks writes it."""
    digest = salted_hmac("gongxin.contact.webhook", _told_apart(contact), algorithm="sha256").digest()
    return f"whsec_{base64.b64encode(digest).decode()}"


def _told_apart(contact: Contact) -> bytes:
    return b"\0".join([contact.id.bytes, contact.address.encode(), bytes(contact.nonce)])


def _new(uscc: str, channel: str, address: str, by: str) -> Contact:
    return Contact.objects.create(
        id=uuid4(),
        uscc=uscc,
        channel=channel,
        address=address,
        nonce=secrets.token_bytes(16),
        set_by=by,
        set_at=timezone.now(),
    )


def _in_use(uscc: str, channel: str) -> QuerySet[Contact]:
    return Contact.objects.filter(uscc=uscc, channel=channel, confirmed_at__isnull=False)


def _end(contacts: QuerySet[Contact], *, by: str, at: datetime) -> int:
    ended = list(contacts.filter(ended_at=None).values_list("id", flat=True))
    Outbox.objects.filter(contact__in=ended, next_at__isnull=False).update(next_at=None, fault=ENDED)
    return Contact.objects.filter(id__in=ended).update(ended_at=at, ended_by=by)
