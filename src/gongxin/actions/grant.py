"""Roles given, taken back and reviewed. Every step leaves a row that nobody can change."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gongxin.disclosure import grant as rule
from gongxin.disclosure.grant import Holder, NoReason, NotToOneself, check_granter, check_place
from gongxin.disclosure.role import Role, UnitKind
from gongxin.intake.free_text import PersonalInText, refuse_personal
from gongxin.store.models import Account, GrantStep, RoleGrant

CONSOLE = "gongxin"  # whoever runs the platform, at its command line
GRANTED, REVOKED, CONFIRMED = "granted", "revoked", "confirmed"
LONGEST_REASON = 500


class HeldAlready(Exception):
    """The account has the role."""

    def __init__(self, account: str) -> None:
        super().__init__(
            f"账号 {account!r} 已有此角色。如需变更期限，请先收回再授予。"
            f" / {account!r} holds this role. To change its term, take it back first."
        )


class NoSuchGrant(Exception):
    """No such grant stands."""

    def __init__(self) -> None:
        super().__init__(
            "没有这项授权，或者它已被收回。请刷新页面。"
            " / No such grant stands; it may have been taken back. Load the page again."
        )


class NoSuchAccount(Exception):
    """The account is closed, or there is none."""

    def __init__(self) -> None:
        super().__init__("没有这个账号，或者它已停用。 / No such account; it may be closed.")


class EndsBeforeItBegins(Exception):
    """The last day is over already."""

    def __init__(self, until: date) -> None:
        super().__init__(
            f"有效期至 {until} 已过。请写今天或以后的日期，或留空。"
            f" / {until} is over. Write today or a later day, or leave it empty."
        )


REFUSALS = (*rule.REFUSALS, HeldAlready, NoSuchGrant, NoSuchAccount, EndsBeforeItBegins, PersonalInText)


@dataclass(frozen=True, slots=True)
class LockedAccount:
    """An account as a step finds it: a `Holder`, and the organisations it represents."""

    user: int
    account: str
    unit: str
    unit_kind: UnitKind | None
    roles: frozenset[Role]
    organisations: frozenset[str]


@dataclass(frozen=True, slots=True)
class Terms:
    """Why a right is given, its last day (None: until taken back), for which organisation, if for one."""

    reason: str
    until: date | None = None
    uscc: str = ""


def give(role: Role, *, to: int, by: Holder, terms: Terms, on: date) -> int:
    """Give an account a role in its unit; return the grant's number.

    Raises:
        NotHeldHere, RolesApart, NotToOneself, NotYoursToGrant, OtherUnit: the rule of `disclosure.grant`.
        NoReason, PersonalInText, HeldAlready, EndsBeforeItBegins, NoSuchAccount
    """
    with transaction.atomic():
        holder = locked(to, on=on)
        check_granter(role, to=holder, by=by)
        check_place(role, holder)
        return enter(role, holder, by=by.account, terms=terms, on=on)


def enter(role: Role, holder: LockedAccount, *, by: str, terms: Terms, on: date) -> int:
    """Write a grant and its step; whether it may be is settled before."""
    if not terms.reason.strip():
        raise NoReason
    refuse_personal(terms.reason, on=on)
    if terms.until is not None and terms.until < on:
        raise EndsBeforeItBegins(terms.until)
    standing = RoleGrant.objects.filter(user_id=holder.user, role=role, uscc=terms.uscc, revoked_at=None)
    for ended in standing.filter(until__lt=on):
        _end(ended, by=by, reason="期限届满")
    if standing.exists():
        raise HeldAlready(holder.account)
    grant = RoleGrant.objects.create(
        user_id=holder.user,
        role=role,
        unit_id=None if terms.uscc else holder.unit,
        uscc=terms.uscc,
        granted_by=by,
        granted_at=timezone.now(),
        until=terms.until,
        reason=terms.reason.strip()[:LONGEST_REASON],
    )
    _note(grant, GRANTED, by=by, reason=grant.reason)
    return grant.pk


def revoke(grant: int, *, by: Holder, reason: str, on: date) -> None:
    """Take a role of a unit's account back; it ends at once.

    Raises:
        NotToOneself, NotYoursToGrant, OtherUnit, NoReason, PersonalInText, NoSuchGrant
    """
    with transaction.atomic():
        standing = _standing(grant)
        check_granter(Role(standing.role), to=locked(standing.user_id, on=on), by=by)
        refuse_personal(reason, on=on)
        _end(standing, by=by.account, reason=reason)


def review(grant: int, *, by: Holder, is_confirmed: bool, reason: str, on: date) -> None:
    """Record that a grant was looked at and is still needed, or end it.

    Raises:
        NotToOneself, NoReason, NoSuchGrant
    """
    with transaction.atomic():
        standing = _standing(grant)
        if standing.user.username == by.account:
            raise NotToOneself
        refuse_personal(reason, on=on)
        if is_confirmed:
            _note(standing, CONFIRMED, by=by.account, reason=reason.strip())
        else:
            _end(standing, by=by.account, reason=reason)


def end_all(user: int, *, by: str, reason: str) -> None:
    """Take every standing grant of an account back."""
    for standing in RoleGrant.objects.filter(user_id=user, revoked_at=None):
        _end(standing, by=by, reason=reason)


def end_for(user: int, uscc: str, *, by: str, reason: str) -> None:
    """End an account's standing for an organisation.

    Raises:
        NoSuchGrant, NoReason
    """
    grants = RoleGrant.objects.select_for_update().filter(user_id=user, uscc=uscc, revoked_at=None)
    standing = grants.first()
    if standing is None:
        raise NoSuchGrant
    _end(standing, by=by, reason=reason)


def note_use(user: int, roles: frozenset[Role], uscc: str = "") -> None:
    """Write down that rights were used, to the hour."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    stale = Q(last_used_at=None) | Q(last_used_at__lt=hour)
    used = RoleGrant.objects.filter(stale, user_id=user, role__in=roles, uscc=uscc, revoked_at=None)
    used.update(last_used_at=hour)


def note_account(step: str, holder: Holder, *, by: str, reason: str = "") -> None:
    """Put on record what was done with an account itself."""
    GrantStep.objects.create(
        at=timezone.now(), by=by, step=step, account=holder.account, unit=holder.unit, reason=reason
    )


def locked(user: int, *, on: date) -> LockedAccount:
    """Return an account that nobody else changes until the transaction ends, with what it holds on a day.

    Raises:
        NoSuchAccount: it is closed, or there is none.
    """
    found = User.objects.select_for_update().filter(pk=user, is_active=True).first()
    if found is None:
        raise NoSuchAccount
    home = Account.objects.select_related("unit").filter(user_id=user).first()
    stands = Q(until=None) | Q(until__gte=on)
    held = RoleGrant.objects.filter(stands, user_id=user, revoked_at=None).values_list("role", "uscc")
    return LockedAccount(
        user,
        found.get_username(),
        home.unit_id if home else "",
        UnitKind(home.unit.kind) if home else None,
        frozenset(Role(role) for role, _ in held),
        frozenset(uscc for _, uscc in held if uscc),
    )


def _standing(grant: int) -> RoleGrant:
    found = RoleGrant.objects.select_for_update().filter(pk=grant, revoked_at=None).first()
    if found is None:
        raise NoSuchGrant
    return found


def _end(grant: RoleGrant, *, by: str, reason: str) -> None:
    if not reason.strip():
        raise NoReason
    now: datetime = timezone.now()
    RoleGrant.objects.filter(pk=grant.pk).update(revoked_at=now, revoked_by=by)
    _note(grant, REVOKED, by=by, reason=reason.strip())


def _note(grant: RoleGrant, step: str, *, by: str, reason: str) -> None:
    GrantStep.objects.create(
        at=timezone.now(),
        by=by,
        step=step,
        account=grant.user.username,
        grant=grant,
        role=grant.role,
        unit=grant.unit_id or "",
        uscc=grant.uscc,
        until=grant.until,
        reason=reason[:LONGEST_REASON],
    )
