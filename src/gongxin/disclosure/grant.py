"""Who may give whom which role: one rule for pages and command, with a name for each refusal."""

from typing import Protocol

from gongxin.catalogue.label import Label
from gongxin.disclosure.role import ROLES, UNIT_KINDS, Role, UnitKind


class Holder(Protocol):
    """An account with its home unit and the roles it holds."""

    @property
    def account(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def unit_kind(self) -> UnitKind | None: ...
    @property
    def roles(self) -> frozenset[Role]: ...


class NotToOneself(Exception):
    """Nobody changes their own rights."""

    def __init__(self) -> None:
        super().__init__(
            "不能变更自己的权限或账号。请由另一名管理员办理。"
            " / Nobody changes their own rights or account. Ask another administrator."
        )


class NotYoursToGrant(Exception):
    """None of the granter's roles gives this one."""

    def __init__(self, role: Role) -> None:
        granters = sorted(ROLES[role].granted_by)
        zh = "、".join(ROLES[one].label.zh for one in granters)
        en = ", ".join(ROLES[one].label.en.lower() for one in granters)
        super().__init__(
            f"“{ROLES[role].label.zh}”只能由{zh}授予或收回。请联系对方办理。"
            f" / {ROLES[role].label.en} is given and taken back only by: {en}. Ask one of them."
        )


class OtherUnit(Exception):
    """A unit's administrator manages its own users only."""

    def __init__(self, account: str) -> None:
        super().__init__(
            f"账号 {account!r} 不属于本单位。单位管理员只管理本单位的人员，请由其所在单位办理。"
            f" / {account!r} belongs to another unit. A unit's administrator manages its own users only."
        )


class NotHeldHere(Exception):
    """The role does not exist in such a unit."""

    def __init__(self, role: Role, kind: UnitKind | None) -> None:
        held = [UNIT_KINDS[one] for one in UnitKind if one in ROLES[role].held_in]
        here = UNIT_KINDS[kind] if kind else Label("无单位", "no unit")
        zh = "、".join(one.zh for one in held) or "无"
        en = ", ".join(one.en.lower() for one in held) or "none"
        super().__init__(
            f"“{ROLES[role].label.zh}”不能在此类单位（{here.zh}）授予，只能授予这些单位的人员：{zh}。"
            f" / {ROLES[role].label.en} is not held in such a unit ({here.en.lower()}), only in: {en}."
        )


class RolesApart(Exception):
    """An auditor does not watch over their own work."""

    def __init__(self) -> None:
        super().__init__(
            "审计员不得兼任其他角色。请另设账号，或先收回其他角色。"
            " / An auditor holds no other role. Use another account, or take the other roles back first."
        )


class NoReason(Exception):
    """A right is given and taken for a reason."""

    def __init__(self) -> None:
        super().__init__("必须写明理由。 / Give the reason.")


REFUSALS = (NotToOneself, NotYoursToGrant, OtherUnit, NotHeldHere, RolesApart, NoReason)


def check_place(role: Role, to: Holder) -> None:
    """Say nothing where the account may hold the role at all.

    Raises:
        NotHeldHere: not in such a unit.
        RolesApart: not beside what it holds.
    """
    if to.unit_kind not in ROLES[role].held_in:
        raise NotHeldHere(role, to.unit_kind)
    if (to.roles - {role}) if role is Role.AUDITOR else Role.AUDITOR in to.roles:
        raise RolesApart


def check_granter(role: Role, *, to: Holder, by: Holder) -> None:
    """Say nothing where `by` may give the role to `to` and take it back.

    Raises:
        NotToOneself, NotYoursToGrant, OtherUnit
    """
    _check_other(to, by)
    giving = ROLES[role].granted_by & by.roles
    if not giving:
        raise NotYoursToGrant(role)
    if giving == {Role.UNIT_ADMINISTRATOR} and by.unit != to.unit:
        raise OtherUnit(to.account)


def check_administrator(*, to: Holder, by: Holder) -> None:
    """Say nothing where `by` may close the account or give it a new password.

    Raises:
        NotToOneself, OtherUnit
        NotYoursToGrant: the account holds what a unit's administrator cannot give.
    """
    _check_other(to, by)
    if Role.PLATFORM_ADMINISTRATOR in by.roles:
        return
    if Role.UNIT_ADMINISTRATOR not in by.roles or by.unit != to.unit:
        raise OtherUnit(to.account)
    for role in sorted(to.roles):
        if Role.UNIT_ADMINISTRATOR not in ROLES[role].granted_by and ROLES[role].held_in:
            raise NotYoursToGrant(role)


def grantable(by: Holder, kind: UnitKind) -> tuple[Role, ...]:
    """Return the roles that `by` may give in a unit of the kind, in their order."""
    return tuple(role for role in Role if kind in ROLES[role].held_in and ROLES[role].granted_by & by.roles)


def _check_other(to: Holder, by: Holder) -> None:
    if to.account == by.account:
        raise NotToOneself
