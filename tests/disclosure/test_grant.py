"""Who may give whom which role, role by role."""

from dataclasses import dataclass

import pytest

from gongxin.disclosure.grant import (
    NotHeldHere,
    NotToOneself,
    NotYoursToGrant,
    OtherUnit,
    RolesApart,
    check_administrator,
    check_granter,
    check_place,
    grantable,
)
from gongxin.disclosure.role import ROLES, STAFF, Role, UnitKind

MARKET, HOUSING, CENTRE = "market", "housing", "centre"


@dataclass(frozen=True)
class One:
    account: str = "li"
    unit: str = MARKET
    unit_kind: UnitKind | None = UnitKind.DEPARTMENT
    roles: frozenset[Role] = frozenset()


ADMIN = One("mo", roles=frozenset({Role.UNIT_ADMINISTRATOR}))
PLATFORM = One("wu", CENTRE, UnitKind.CENTRE, frozenset({Role.PLATFORM_ADMINISTRATOR}))


@pytest.mark.parametrize(
    "role",
    [
        Role.DATA_OFFICER,
        Role.DATA_REVIEWER,
        Role.QUERY_CLERK,
        Role.INSPECTOR,
        Role.BANK_USER,
        Role.AGENCY_USER,
    ],
)
def test_a_unit_s_administrator_gives_the_working_roles_of_the_own_unit(role):
    check_granter(role, to=One(), by=ADMIN)

    with pytest.raises(OtherUnit, match="own users only"):
        check_granter(role, to=One(unit=HOUSING), by=ADMIN)


@pytest.mark.parametrize("role", [Role.UNIT_ADMINISTRATOR, Role.PLATFORM_ADMINISTRATOR, Role.AUDITOR])
def test_what_watches_or_administers_is_given_by_the_platform_s_administrator_alone(role):
    check_granter(role, to=One(unit=HOUSING), by=PLATFORM)

    with pytest.raises(NotYoursToGrant, match="platform administrator"):
        check_granter(role, to=One(), by=ADMIN)


@pytest.mark.parametrize("role", sorted(STAFF))
def test_who_administers_nothing_gives_nothing(role):
    everything_else = frozenset(Role) - {Role.UNIT_ADMINISTRATOR, Role.PLATFORM_ADMINISTRATOR}

    with pytest.raises(NotYoursToGrant):
        check_granter(role, to=One(), by=One("mo", roles=everything_else))


def test_the_platform_s_administrator_does_not_staff_the_units():
    with pytest.raises(NotYoursToGrant, match="unit administrator"):
        check_granter(Role.DATA_OFFICER, to=One(), by=PLATFORM)


@pytest.mark.parametrize("role", sorted(STAFF))
def test_nobody_grants_to_oneself(role):
    both = One("mo", roles=frozenset({Role.UNIT_ADMINISTRATOR, Role.PLATFORM_ADMINISTRATOR}))

    with pytest.raises(NotToOneself):
        check_granter(role, to=both, by=both)


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        (Role.CENTRE_OPERATOR, UnitKind.DEPARTMENT),
        (Role.CENTRE_REVIEWER, UnitKind.CITY),
        (Role.PLATFORM_ADMINISTRATOR, UnitKind.DEPARTMENT),
        (Role.AUDITOR, UnitKind.DEPARTMENT),
        (Role.BANK_USER, UnitKind.CENTRE),
        (Role.AGENCY_USER, UnitKind.BANK),
        (Role.QUERY_CLERK, UnitKind.BANK),
        (Role.DATA_OFFICER, UnitKind.AGENCY),
        (Role.REPRESENTATIVE, UnitKind.DEPARTMENT),
        (Role.DATA_OFFICER, None),
    ],
)
def test_a_role_is_held_only_in_units_of_its_kinds(role, kind):
    with pytest.raises(NotHeldHere, match="not held in such a unit"):
        check_place(role, One(unit_kind=kind))


@pytest.mark.parametrize("role", sorted(STAFF))
def test_every_role_of_staff_has_a_place_and_somebody_who_gives_it(role):
    facts = ROLES[role]

    assert facts.granted_by <= {Role.UNIT_ADMINISTRATOR, Role.PLATFORM_ADMINISTRATOR}
    for kind in facts.held_in:
        check_place(role, One(unit_kind=kind))


def test_an_auditor_holds_no_other_role():
    centre = UnitKind.CENTRE
    with pytest.raises(RolesApart):
        check_place(Role.AUDITOR, One(unit_kind=centre, roles=frozenset({Role.CENTRE_OPERATOR})))
    with pytest.raises(RolesApart):
        check_place(Role.CENTRE_OPERATOR, One(unit_kind=centre, roles=frozenset({Role.AUDITOR})))
    check_place(Role.AUDITOR, One(unit_kind=centre, roles=frozenset({Role.AUDITOR})))


def test_an_account_is_managed_by_the_unit_s_administrator_unless_it_holds_more_than_that():
    check_administrator(to=One(roles=frozenset({Role.DATA_OFFICER})), by=ADMIN)
    check_administrator(to=One(unit=HOUSING, roles=frozenset({Role.UNIT_ADMINISTRATOR})), by=PLATFORM)

    with pytest.raises(NotYoursToGrant):
        check_administrator(to=One(roles=frozenset({Role.UNIT_ADMINISTRATOR})), by=ADMIN)
    with pytest.raises(OtherUnit):
        check_administrator(to=One(unit=HOUSING), by=ADMIN)
    with pytest.raises(NotToOneself):
        check_administrator(to=PLATFORM, by=PLATFORM)


def test_only_what_may_be_given_is_offered():
    working = (Role.DATA_OFFICER, Role.DATA_REVIEWER, Role.QUERY_CLERK, Role.INSPECTOR)

    assert grantable(ADMIN, UnitKind.DEPARTMENT) == working
    assert grantable(PLATFORM, UnitKind.DEPARTMENT) == (Role.UNIT_ADMINISTRATOR,)
    assert grantable(PLATFORM, UnitKind.CENTRE) == (
        Role.AUDITOR,
        Role.UNIT_ADMINISTRATOR,
        Role.PLATFORM_ADMINISTRATOR,
    )
    assert grantable(One(), UnitKind.DEPARTMENT) == ()
