"""Units and their place in the tree."""

from gongxin.disclosure.role import ROLES, Role, UnitKind
from gongxin.law.label import Label
from gongxin.organisations.uscc import check
from gongxin.store.models import Organisation, RoleGrant, Unit


class NotAUnit(Exception):
    """The code of the unit is not one."""

    def __init__(self, uscc: str, fault: Label) -> None:
        super().__init__(
            f"提交单位代码 {uscc!r} 有误：{fault.zh}。请写单位的统一社会信用代码。"
            f" / {uscc!r} is no code of a unit ({fault.en}). Write the unit's unified social credit code."
        )


class NoSuchParent(Exception):
    """The unit above is not entered."""

    def __init__(self, uscc: str) -> None:
        super().__init__(
            f"没有代码为 {uscc[:18]!r} 的上级单位。请先登记上级单位。"
            f" / No unit above has the code {uscc[:18]!r}. Enter it first."
        )


class AboveItself(Exception):
    """A unit would stand below itself."""

    def __init__(self, uscc: str) -> None:
        super().__init__(
            f"单位 {uscc} 不能归在自己或自己的下级之下。请另选上级单位。"
            f" / The unit {uscc} cannot stand below itself. Choose another unit above."
        )


class KindHasRoles(Exception):
    """Somebody holds a role that such a unit does not have."""

    def __init__(self, role: Role) -> None:
        super().__init__(
            f"本单位有人持有“{ROLES[role].label.zh}”，此类单位没有这个角色。请先收回再更改单位类型。"
            f" / Somebody in the unit is {ROLES[role].label.en.lower()}, which such a unit does not have."
            " Take the role back first."
        )


REFUSALS = (NotAUnit, NoSuchParent, AboveItself, KindHasRoles)


def know(uscc: str) -> str:
    """Return the unit's normalised code; an unknown unit is entered under its registered name, else its code.

    Raises:
        NotAUnit: the code is not a unified social credit code.
    """
    checked = check(uscc)
    if checked.faults:
        raise NotAUnit(uscc, checked.faults[0].message)
    registered = Organisation.objects.filter(uscc=checked.code).values_list("name", flat=True).first()
    facts = {"name": registered or checked.code, "kind": UnitKind.DEPARTMENT}
    Unit.objects.get_or_create(uscc=checked.code, defaults=facts)
    return checked.code


def add(uscc: str, name: str, *, kind: UnitKind | None = None, parent: str | None = None) -> str:
    """Enter a unit, or give a known one this name, kind and place; return its normalised code.

    What is None stays as it is; a new unit is a department at the top.

    Raises:
        NotAUnit: the code is not a unified social credit code.
        NoSuchParent: the unit above is not entered.
        AboveItself: the unit above stands below this one.
        KindHasRoles: somebody holds a role that such a unit does not have.
    """
    code = know(uscc)
    changes: dict[str, object] = {"name": name}
    if kind is not None:
        _check_roles(code, kind)
        changes["kind"] = kind
    if parent is not None:
        changes["parent_id"] = _parent(parent, of=code)
    Unit.objects.filter(uscc=code).update(**changes)
    return code


def _check_roles(uscc: str, kind: UnitKind) -> None:
    held = RoleGrant.objects.filter(unit_id=uscc, revoked_at=None).values_list("role", flat=True)
    for role in map(Role, held):
        if kind not in ROLES[role].held_in:
            raise KindHasRoles(role)


def _parent(parent: str, *, of: str) -> str | None:
    if not parent:
        return None
    above = dict(Unit.objects.values_list("uscc", "parent_id"))
    if parent not in above:
        raise NoSuchParent(parent)
    place: str | None = parent
    while place is not None:
        if place == of:
            raise AboveItself(of)
        place = above[place]
    return parent
