"""Help with signing in: an account may try again at once, or starts anew."""

from datetime import date

from axes.models import AccessAttempt
from django.db import transaction

from gongxin.actions import password, session
from gongxin.actions.account import RESET
from gongxin.actions.grant import CONSOLE, locked, note_account
from gongxin.disclosure.grant import Holder, check_administrator

UNLOCKED = "unlocked"


def unlock(user: int, *, by: Holder, on: date) -> None:
    """Let an account try again at once, from wherever it failed.

    Raises:
        NotToOneself, OtherUnit, NotYoursToGrant, NoSuchAccount
    """
    with transaction.atomic():
        holder = locked(user, on=on)
        check_administrator(to=holder, by=by)
        forget_failures(holder.account)
        note_account(UNLOCKED, holder, by=by.account)


def forget_failures(account: str) -> int:
    """Forget the failed sign-ins of an account; return how many addresses they came from."""
    removed: int = AccessAttempt.objects.filter(username=account.casefold()).delete()[0]
    return removed


def start_anew(user: int, *, on: date) -> str:
    """Give an account a one-time password and no second factor, as whoever runs the platform does.

    Raises:
        NoSuchAccount
    """
    with transaction.atomic():
        holder = locked(user, on=on)
        made = password.renew(user, by=CONSOLE)
        password.forget_second_factor(user)
        forget_failures(holder.account)
        session.end_all(holder.account)
        note_account(RESET, holder, by=CONSOLE, reason="命令行重设")
    return made
