"""Other platforms: who is told of repairs, and whose signed decisions are taken."""

import re
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from gongxin.actions.key import verifier
from gongxin.actions.webhook import checked
from gongxin.ledger.key import NotAKey, Verifier, parse_verifier
from gongxin.store.models import Platform

CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,31}")


@dataclass(frozen=True, slots=True)
class Peer:
    """`key` is its public verifier key; without an `address` it fetches what it is told."""

    code: str
    name: str
    key: str
    address: str = ""


class PlatformRefused(Exception):
    """This is no platform that messages can be exchanged with."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")


def add(peer: Peer, *, by: str) -> None:
    """Take a platform in, or change what is known of it.

    Raises:
        PlatformRefused: an odd code or key, or our own.
        NotAKey, NotAWebhook: the key or the address is none.
    """
    if not CODE.fullmatch(peer.code) or not peer.name.strip():
        raise PlatformRefused(
            "平台代码用小写字母、数字和连字符，并写明名称。",
            "The code: small letters, digits, hyphens; and a name.",
        )
    key = parse_verifier(peer.key)
    if key == verifier():
        raise PlatformRefused("这是本平台自己的公钥，请填对方的。", "This is our own key: give theirs.")
    if peer.address:
        checked(peer.address)
    with transaction.atomic():
        if Platform.objects.filter(key=key.text()).exclude(code=peer.code).exists():
            raise PlatformRefused("这把公钥已登记在另一平台名下。", "Another platform has this key.")
        known = {"name": peer.name.strip(), "key": key.text(), "address": peer.address, "ended_at": None}
        Platform.objects.update_or_create(
            code=peer.code,
            defaults=known,
            create_defaults={**known, "added_by": by, "added_at": timezone.now()},
        )


def end(code: str) -> None:
    """Exchange no more with a platform; what was exchanged stays on file.

    Raises:
        PlatformRefused: there is none of this code in use.
    """
    if not Platform.objects.filter(code=code, ended_at=None).update(ended_at=timezone.now()):
        raise PlatformRefused(f"没有在用的平台 {code!r}。", f"No platform {code!r} is in use.")


def of_key(key: Verifier) -> Platform | None:
    """Return the platform in use that has the key."""
    return Platform.objects.filter(key=key.text(), ended_at=None).first()


__all__ = ["NotAKey", "Peer", "PlatformRefused", "add", "end", "of_key"]
