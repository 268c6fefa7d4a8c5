"""Personal API tokens. Only a digest is kept: the token itself is shown once."""

import secrets
from datetime import date, timedelta
from hashlib import sha256

from django.utils import timezone

from gongxin.store.models import Token

PREFIX = "gongxin_"
LONGEST_LIFE = timedelta(days=366)
LAST_USE_KEPT_TO = timedelta(minutes=1)


class LifeTooLong(Exception):
    """A token has to end, within a year."""

    def __init__(self, until: date) -> None:
        super().__init__(
            f"令牌有效期到 {until} 不合要求，应晚于今天且不超过一年。"
            f" / A token cannot run until {until}: choose a day after today, within a year."
        )


def issue(user: int, *, label: str, until: date, on: date) -> str:
    """Make a token for a user and return it; it can never be read again.

    Raises:
        LifeTooLong: `until` is not a day of the year ahead.
    """
    if not on < until <= on + LONGEST_LIFE:
        raise LifeTooLong(until)
    token = PREFIX + secrets.token_urlsafe(32)
    Token.objects.create(
        digest=digest_of(token), label=label[:64], user_id=user, created_at=timezone.now(), expires_on=until
    )
    return token


def revoke(token: int, *, user: int) -> bool:
    """End a token of the user's; False where there is none to end."""
    mine = Token.objects.filter(id=token, user_id=user, revoked_at=None)
    return mine.update(revoked_at=timezone.now()) == 1


def note_use(digest: bytes) -> None:
    """Write down that a token was used, to the minute."""
    now = timezone.now()
    stale = Token.objects.filter(digest=digest).exclude(last_used_at__gt=now - LAST_USE_KEPT_TO)
    stale.update(last_used_at=now)


def digest_of(token: str) -> bytes:
    return sha256(token.encode()).digest()
