"""Accounts: added, given a new password, closed."""

import re
from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongxin.actions import grant, password, session
from gongxin.actions.grant import CONSOLE, LockedAccount, Terms, locked, note_account
from gongxin.actions.unit import know
from gongxin.disclosure.grant import Holder, NoReason, OtherUnit, check_administrator, check_place
from gongxin.disclosure.role import Role
from gongxin.intake.free_text import refuse_personal
from gongxin.store.models import Account, Token

ADDED, CLOSED, RESET = "account_added", "account_closed", "password_reset"
NAME = re.compile(r"(?!.*\d{11})[A-Za-z][A-Za-z0-9._-]{2,63}")  # 11 digits: a telephone, or more


class OddName(Exception):
    """The name is not one for an account."""

    def __init__(self) -> None:
        super().__init__(
            "账号应为 3 至 64 个字母、数字、点、横线或下划线，以字母开头；不要用姓名、证件号码或手机号码。"
            " / An account is 3 to 64 letters, digits, dots, hyphens or underscores and begins with a letter;"
            " use no person's name and no number of a person."
        )


class AccountTaken(Exception):
    """Another account has this name."""

    def __init__(self, account: str) -> None:
        super().__init__(
            f"账号 {account!r} 已存在，请另取一个。 / The account {account!r} exists; choose another name."
        )


class PasswordRefused(Exception):
    """The password is too weak."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(
            f"口令不合要求：{' '.join(reasons)}请用至少 12 个字符、不常见的口令。"
            " / The password is refused: use 12 characters or more, and nothing common."
        )


class UnknownAccount(Exception):
    """No account has this name."""

    def __init__(self, account: str) -> None:
        super().__init__(
            f"没有账号 {account!r}。请先用 gongxin unit user add 添加。"
            f" / No account {account!r}. Add it with gongxin unit user add."
        )


REFUSALS = (*grant.REFUSALS, OddName, AccountTaken, PasswordRefused)


def add(account: str, chosen: str, *, unit: str, roles: Iterable[Role] = (), on: date) -> int:
    """Make an account of a unit with a password and roles, as whoever runs the platform does.

    Return its number.

    Raises:
        NotAUnit: the unit's code is none.
        OddName, AccountTaken, PasswordRefused
        NotHeldHere, RolesApart: a role is not for such a unit, or not beside another.
    """
    with transaction.atomic():
        user = _made(account, chosen)
        Account.objects.create(user_id=user, unit_id=know(unit))
        note_account(ADDED, locked(user, on=on), by=CONSOLE)
        for role in roles:
            holder = locked(user, on=on)
            check_place(role, holder)
            grant.enter(role, holder, by=CONSOLE, terms=Terms("命令行登记"), on=on)
    return user


def add_by(account: str, *, unit: str, by: Holder, on: date) -> tuple[int, str]:
    """Make an account without any role in a unit; return its number and its one-time password.

    Raises:
        OtherUnit: a unit's administrator adds to the own unit only.
        OddName, AccountTaken
    """
    is_own = Role.UNIT_ADMINISTRATOR in by.roles and by.unit == unit
    if not (is_own or Role.PLATFORM_ADMINISTRATOR in by.roles):
        raise OtherUnit(account)
    one_time = password.made()
    with transaction.atomic():
        user = _made(account, one_time)
        Account.objects.create(user_id=user, unit_id=know(unit))
        password.mark_one_time(user, by=by.account)
        note_account(ADDED, locked(user, on=on), by=by.account)
    return user, one_time


def register(account: str, chosen: str, *, on: date) -> int:
    """Make an account of nobody's, from which somebody may ask to represent an organisation.

    Raises:
        OddName, AccountTaken, PasswordRefused
    """
    with transaction.atomic():
        user = _made(account, chosen)
        note_account(ADDED, locked(user, on=on), by=account)
    return user


def reset_password(user: int, *, by: Holder, is_device_lost: bool = False, on: date) -> str:
    """Give an account a one-time password and return it; sessions under the old one end.

    With `is_device_lost` the second factor is set up anew too.

    Raises:
        NotToOneself, OtherUnit, NotYoursToGrant, NoSuchAccount
    """
    with transaction.atomic():
        holder = _managed(user, by, on)
        one_time = password.renew(user, by=by.account)
        if is_device_lost:
            password.forget_second_factor(user)
        session.end_all(holder.account)
        note_account(RESET, holder, by=by.account, reason="第二因素一并重设" if is_device_lost else "")
    return one_time


def close(user: int, *, by: Holder, reason: str, on: date) -> None:
    """Close an account for good: its rights, tokens and sessions end at once; its history stays.

    Raises:
        NotToOneself, OtherUnit, NotYoursToGrant, NoReason, NoSuchAccount
    """
    if not reason.strip():
        raise NoReason
    with transaction.atomic():
        holder = _managed(user, by, on)
        refuse_personal(reason, on=on)
        grant.end_all(user, by=by.account, reason=reason)
        Token.objects.filter(user_id=user, revoked_at=None).update(revoked_at=timezone.now())
        User.objects.filter(pk=user).update(is_active=False)
        session.end_all(holder.account)
        note_account(CLOSED, holder, by=by.account, reason=reason.strip())


def user_of(account: str) -> int:
    """Return the account's number.

    Raises:
        UnknownAccount: there is none of this name.
    """
    found = User.objects.filter(username=account, is_active=True).values_list("pk", flat=True).first()
    if found is None:
        raise UnknownAccount(account)
    return found


def _made(account: str, chosen: str) -> int:
    if not NAME.fullmatch(account):
        raise OddName
    _check_password(chosen)
    try:
        with transaction.atomic():
            return User.objects.create_user(account, password=chosen).pk
    except IntegrityError as error:
        raise AccountTaken(account) from error


def _check_password(chosen: str) -> None:
    try:
        validate_password(chosen)
    except ValidationError as refusal:
        raise PasswordRefused(list(refusal.messages)) from refusal


def _managed(user: int, by: Holder, on: date) -> LockedAccount:
    holder = locked(user, on=on)
    check_administrator(to=holder, by=by)
    return holder
