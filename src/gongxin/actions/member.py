"""Accounts of the people who act for a unit."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from gongxin.actions.unit import know
from gongxin.store.models import Membership


@dataclass(frozen=True, slots=True)
class Rights:
    """What a member may do for the unit."""

    may_submit: bool = False
    may_decide: bool = False


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


def add(account: str, password: str, *, unit: str, rights: Rights) -> None:
    """Make an account with a place in a unit.

    Raises:
        NotAUnit: the unit's code is none.
        AccountTaken: the name is in use.
        PasswordRefused: the password is too weak.
    """
    try:
        validate_password(password)
    except ValidationError as refusal:
        raise PasswordRefused(list(refusal.messages)) from refusal
    try:
        with transaction.atomic():
            user = User.objects.create_user(account, password=password)
            Membership.objects.create(
                user=user, unit_id=know(unit), may_submit=rights.may_submit, may_decide=rights.may_decide
            )
    except IntegrityError as error:
        raise AccountTaken(account) from error


def user_of(account: str) -> int:
    """Return the account's number.

    Raises:
        UnknownAccount: there is none of this name.
    """
    found = User.objects.filter(username=account, is_active=True).values_list("pk", flat=True).first()
    if found is None:
        raise UnknownAccount(account)
    return found
