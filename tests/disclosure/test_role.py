"""The roles: each has its place in the documents, its constraint in the database and its facts."""

import re
from pathlib import Path

import pytest

from gongxin.disclosure.role import PUBLIC_BODIES, ROLES, STAFF, UNIT_KINDS, Role, UnitKind
from gongxin.store.models import grant, unit

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "people-and-roles.md"
ROW = re.compile(r"^\| (\S+) `(\w+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def documented():
    return {role: cells for name, role, *cells in ROW.findall(PAGE.read_text("utf-8")) if name}


def test_every_role_is_explained_as_the_code_has_it(documented):
    names = {role: name for name, role, *_ in ROW.findall(PAGE.read_text("utf-8"))}

    assert {role: facts.label.zh for role, facts in ROLES.items()} == names
    assert {role: facts.duty.en for role, facts in ROLES.items()} == {
        role: cells[2] for role, cells in documented.items()
    }


@pytest.mark.parametrize("role", sorted(STAFF))
def test_where_a_role_is_held_and_who_gives_it_is_documented(documented, role):
    held = {"public bodies": PUBLIC_BODIES, "every unit": frozenset(UnitKind)}
    place, givers, _ = documented[role]
    named = held.get(place) or frozenset(
        UnitKind(one.rstrip("s").replace("agencie", "agency")) for one in place.split(", ")
    )

    assert ROLES[role].held_in == named
    assert {ROLES[giver].label.en.lower() for giver in ROLES[role].granted_by} == {givers}


def test_the_database_knows_the_same_roles_and_kinds():
    assert tuple(grant.ROLES) == tuple(Role)
    assert tuple(unit.KINDS) == tuple(UnitKind) == tuple(UNIT_KINDS)


def test_every_role_of_staff_needs_a_second_factor():
    assert {role for role, facts in ROLES.items() if not facts.needs_second_factor} == {Role.REPRESENTATIVE}
