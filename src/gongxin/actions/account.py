"""Accounts: added, given a new password, closed."""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongxin.actions import grant
from gongxin.actions.grant import CONSOLE, Terms, locked, note_account
from gongxin.actions.unit import know
from gongxin.disclosure.grant import Holder, NoReason, OtherUnit, check_manager, check_place
from gongxin.disclosure.role import Role
from gongxin.queries.person import Person
from gongxin.store.models import Account, Token

ADDED, CLOSED, RESET = "account_added", "account_closed", "password_reset"


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


def add(account: str, password: str, *, unit: str, roles: Iterable[Role] = (), on: date | None = None) -> int:
    """Make an account of a unit with roles, as whoever runs the platform does; return its number.

    Raises:
        NotAUnit: the unit's code is none.
        AccountTaken: the name is in use.
        PasswordRefused: the password is too weak.
        NotHeldHere, RolesApart: a role is not for such a unit, or not beside another.
    """
    day = on or timezone.localdate()
    with transaction.atomic():
        user = _made(account, password)
        Account.objects.create(user_id=user, unit_id=know(unit))
        note_account(ADDED, locked(user, on=day), by=CONSOLE)
        for role in roles:
            holder = locked(user, on=day)
            check_place(role, holder)
            grant.enter(role, holder, by=CONSOLE, terms=Terms("命令行登记"), on=day)
    return user


def add_by(account: str, password: str, *, unit: str, by: Holder, on: date) -> int:
    """Make an account without any role in a unit, as its administrator or the platform's does.

    Raises:
        OtherUnit: a unit's administrator adds to the own unit only.
        AccountTaken, PasswordRefused
    """
    is_own = Role.UNIT_ADMINISTRATOR in by.roles and by.unit == unit
    if not (is_own or Role.PLATFORM_ADMINISTRATOR in by.roles):
        raise OtherUnit(account)
    with transaction.atomic():
        user = _made(account, password)
        Account.objects.create(user_id=user, unit_id=know(unit))
        note_account(ADDED, locked(user, on=on), by=by.account)
    return user


def register(account: str, password: str, *, on: date) -> int:
    """Make an account of nobody's, from which somebody may ask to represent an organisation.

    Raises:
        AccountTaken, PasswordRefused
    """
    with transaction.atomic():
        user = _made(account, password)
        note_account(ADDED, locked(user, on=on), by=account)
    return user


def reset_password(user: int, password: str, *, by: Holder, on: date) -> None:
    """Give an account a new password; sessions under the old one end.

    Raises:
        NotToOneself, OtherUnit, NotYoursToGrant, PasswordRefused, NoSuchAccount
    """
    with transaction.atomic():
        holder = _managed(user, by, on)
        _check_password(password)
        one = User.objects.get(pk=user)
        one.set_password(password)
        one.save(update_fields=["password"])
        note_account(RESET, holder, by=by.account)


def close(user: int, *, by: Holder, reason: str, on: date) -> None:
    """Close an account for good: its rights, tokens and sessions end at once; its history stays.

    Raises:
        NotToOneself, OtherUnit, NotYoursToGrant, NoReason, NoSuchAccount
    """
    if not reason.strip():
        raise NoReason
    with transaction.atomic():
        holder = _managed(user, by, on)
        grant.end_all(user, by=by.account, reason=reason)
        Token.objects.filter(user_id=user, revoked_at=None).update(revoked_at=timezone.now())
        User.objects.filter(pk=user).update(is_active=False)
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


def _made(account: str, password: str) -> int:
    _check_password(password)
    try:
        with transaction.atomic():
            return User.objects.create_user(account, password=password).pk
    except IntegrityError as error:
        raise AccountTaken(account) from error


def _check_password(password: str) -> None:
    try:
        validate_password(password)
    except ValidationError as refusal:
        raise PasswordRefused(list(refusal.messages)) from refusal


def _managed(user: int, by: Holder, on: date) -> Person:
    holder = locked(user, on=on)
    check_manager(to=holder, by=by)
    return holder
