"""Passwords that an administrator makes: good for a while, and for nothing but choosing one's own."""

import secrets
from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from gongxin.store.models import OneTimePassword

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another when read out
GROUPS, LETTERS_IN_GROUP = 4, 5
GOOD_FOR = timedelta(days=3)


def made() -> str:
    """Return a password that can be read out and typed."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(LETTERS_IN_GROUP)) for _ in range(GROUPS))


def renew(user: int, *, by: str) -> str:
    """Give an account a one-time password and return it."""
    password = made()
    one = User.objects.get(pk=user)
    one.set_password(password)
    one.save(update_fields=["password"])
    mark_one_time(user, by=by)
    return password


def mark_one_time(user: int, *, by: str) -> None:
    """Have the account's password changed by its owner before anything else opens."""
    now = timezone.now()
    OneTimePassword.objects.update_or_create(
        user_id=user, defaults={"set_at": now, "set_by": by, "until": now + GOOD_FOR}
    )


def mark_own(user: int) -> None:
    """The owner chose the password."""
    OneTimePassword.objects.filter(user_id=user).delete()


def is_over(user: int) -> bool:
    """Say whether the account's password was a one-time one whose time is over."""
    return OneTimePassword.objects.filter(user_id=user, until__lt=timezone.now()).exists()


def is_one_time(user: int) -> bool:
    return OneTimePassword.objects.filter(user_id=user).exists()


def forget_second_factor(user: int) -> int:
    """Remove what somebody who lost the devices can no longer show; return how many things that were."""
    from allauth.mfa.models import Authenticator

    removed: int = Authenticator.objects.filter(user_id=user).delete()[0]
    return removed
