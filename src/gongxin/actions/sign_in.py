"""Help with signing in, given by a unit's administrator or the platform's: unlock, start anew, end sessions."""

from datetime import date

from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.db import transaction

from gongxin.actions import password, session
from gongxin.actions.account import reset_password
from gongxin.actions.grant import locked, note_account
from gongxin.disclosure.grant import Holder, check_manager

UNLOCKED, RESET = "unlocked", "second_factor_reset"


def unlock(user: int, *, by: Holder, on: date) -> int:
    """Let an account try again at once, from wherever it failed; return how many failures are forgotten.

    Raises:
        NotToOneself, OtherUnit, NotYoursToGrant, NoSuchAccount
    """
    with transaction.atomic():
        holder = locked(user, on=on)
        check_manager(to=holder, by=by)
        note_account(UNLOCKED, holder, by=by.account)
        return forget_failures(holder.account)


def forget_failures(account: str) -> int:
    """Forget the failed sign-ins of an account."""
    removed: int = AccessAttempt.objects.filter(username=account.casefold()).delete()[0]
    return removed


def start_anew(user: int, *, by: Holder, on: date) -> str:
    """Give an account a one-time password and no second factor; return the password, shown this once.

    Raises:
        NotToOneself, OtherUnit, NotYoursToGrant, NoSuchAccount
    """
    made = password.made()
    with transaction.atomic():
        reset_password(user, made, by=by, on=on)
        password.mark_one_time(user, by=by.account)
        password.forget_second_factor(user)
        account = User.objects.get(pk=user).get_username()
        forget_failures(account)
        session.end_all(account)
    return made
