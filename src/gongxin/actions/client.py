"""Programs of a unit: made, given a new secret, ended, and let in with short-lived tokens.

Of secrets and tokens only a digest is kept. Both are random in full, so that one round of SHA-256 hides them.
"""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gongxin.disclosure.scope import allowed_in, chosen
from gongxin.store.models import Client, ClientSecret, ClientToken, Unit

SECRET_PREFIX, TOKEN_PREFIX = "gongxin-secret-", "gongxin-access-"
TOKEN_LIFE = timedelta(minutes=15)
LONGEST_OVERLAP = timedelta(days=90)
LAST_USE_KEPT_TO = timedelta(minutes=1)
CERTIFICATE = re.compile(r"[0-9a-f]{64}")


class UnknownClient(Exception):
    """The unit has no such program, or it was ended."""

    def __init__(self, client: str) -> None:
        super().__init__(
            f"本单位没有应用 {client[:40]!r}，或者它已被撤销。"
            f" / The unit has no client {client[:40]!r}; it may have been revoked."
        )


class NotACertificate(Exception):
    """The digest of the certificate is none."""

    def __init__(self) -> None:
        super().__init__(
            "证书指纹应为 64 位十六进制数（证书 DER 的 SHA-256）。"
            " / Write the SHA-256 of the certificate's DER form, 64 hexadecimal digits."
        )


class OverlapTooLong(Exception):
    """Two secrets may not be good together for long."""

    def __init__(self) -> None:
        super().__init__(
            f"新旧密钥最多同时有效 {LONGEST_OVERLAP.days} 天。"
            f" / The old secret may stay good for {LONGEST_OVERLAP.days} days at most."
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a program is for: `scopes` separated by spaces; `certificate` binds it to one."""

    label: str
    scopes: str
    certificate: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A program's name and secret; the secret can never be read again."""

    client: str
    secret: str


def add(unit: str, wanted: Wanted, *, by: str) -> Made:
    """Make a program of a unit.

    Raises:
        NotAScope: a scope is unknown, or not for such a unit.
        NotACertificate: the digest is none.
    """
    home = Unit.objects.get(uscc=unit)
    scopes = chosen(wanted.scopes, allowed_in(home.kind))
    certificate = wanted.certificate.replace(":", "").strip().lower()
    if certificate and not CERTIFICATE.fullmatch(certificate):
        raise NotACertificate
    with transaction.atomic():
        client = Client.objects.create(
            id=secrets.token_hex(8),
            unit=home,
            label=wanted.label.strip()[:64],
            scopes=" ".join(sorted(scopes)),
            certificate=certificate,
            created_at=timezone.now(),
            created_by=by,
        )
        return Made(client.pk, _new_secret(client))


def rotate(client: str, *, unit: str, overlap: timedelta) -> Made:
    """Make a new secret; the one before stays good for `overlap`, and any older one ends now.

    Raises:
        UnknownClient, OverlapTooLong
    """
    if not timedelta() <= overlap <= LONGEST_OVERLAP:
        raise OverlapTooLong
    now = timezone.now()
    with transaction.atomic():
        found = _standing(client, unit)
        held = ClientSecret.objects.filter(client=found)
        held.filter(valid_until__gt=now).update(valid_until=now)
        held.filter(valid_until=None).update(valid_until=now + overlap)
        return Made(found.pk, _new_secret(found))


def revoke(client: str, *, unit: str, by: str) -> None:
    """End a program at once, with its secrets and the tokens it holds.

    Raises:
        UnknownClient
    """
    with transaction.atomic():
        found = _standing(client, unit)
        Client.objects.filter(pk=found.pk).update(revoked_at=timezone.now(), revoked_by=by)
        ClientSecret.objects.filter(client=found).delete()
        ClientToken.objects.filter(client=found).delete()


def issue(client: str, token: str, scopes: Iterable[str], *, certificate: str = "") -> None:
    """Enter an access token of a program, and forget those that are over."""
    now = timezone.now()
    ClientToken.objects.filter(client_id=client, expires_at__lt=now).delete()
    ClientToken.objects.create(
        digest=digest_of(token),
        client_id=client,
        scopes=" ".join(sorted(scopes)),
        certificate=certificate,
        expires_at=now + TOKEN_LIFE,
    )
    note_use(client, at=now)


def forget(client: str, token: str) -> None:
    """End one access token of a program; of another's, or none, nothing is said (RFC 7009, 2.2)."""
    ClientToken.objects.filter(client_id=client, digest=digest_of(token)).delete()


def note_use(client: str, *, at: datetime) -> None:
    """Write down that a program was here, to the minute."""
    stale = Q(last_used_at=None) | Q(last_used_at__lt=at - LAST_USE_KEPT_TO)
    Client.objects.filter(stale, pk=client).update(last_used_at=at)


def new_token(request: object = None) -> str:
    """Return a token nobody has; the library that asks hands over its request."""
    return TOKEN_PREFIX + secrets.token_urlsafe(32)


def digest_of(text: str) -> bytes:
    return sha256(text.encode()).digest()


def _new_secret(client: Client) -> str:
    secret = SECRET_PREFIX + secrets.token_urlsafe(32)
    ClientSecret.objects.create(digest=digest_of(secret), client=client, created_at=timezone.now())
    return secret


def _standing(client: str, unit: str) -> Client:
    found = Client.objects.select_for_update().filter(pk=client, unit_id=unit, revoked_at=None).first()
    if found is None:
        raise UnknownClient(client)
    return found
