"""Letting an account try again that failed to sign in too often."""

from datetime import date

from axes.models import AccessAttempt
from django.db import transaction

from gongxin.actions.grant import locked, note_account
from gongxin.disclosure.grant import Holder, check_manager

UNLOCKED = "unlocked"


def unlock(user: int, *, by: Holder, on: date) -> None:
    """Let an account try again at once, from wherever it failed.

    Raises:
        NotToOneself, OtherUnit, NotYoursToGrant, NoSuchAccount
    """
    with transaction.atomic():
        holder = locked(user, on=on)
        check_manager(to=holder, by=by)
        forget_failures(holder.account)
        note_account(UNLOCKED, holder, by=by.account)


def forget_failures(account: str) -> int:
    """Forget the failed sign-ins of an account; return how many addresses they came from."""
    removed: int = AccessAttempt.objects.filter(username=account.casefold()).delete()[0]
    return removed
