"""The people of the tests, each named after what they do; the second factor is out of the way here.

Alice submits and decides for the market bureau, Bob has an account and no role there, Charlie does both for
another unit, Dora has an account and nothing else. A test that also wants records asks for `published` first.
"""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import localdate

from gongxin.actions import unit
from gongxin.actions.account import add
from gongxin.actions.representation import bind
from gongxin.disclosure.role import Role, UnitKind

MARKET, HOUSING = "11310000000000035N", "11310114000000000J"
CENTRE, BANK, AGENCY = "12310000000000019X", "91310000000000027K", "91310000000000035E"
BIRCH = "91310114MA1GT00019"
PASSWORD = "a long password of a person"
UNITS = {
    MARKET: ("示范市市场监督管理局", UnitKind.DEPARTMENT),
    HOUSING: ("示范市示范区住房保障和房屋管理局", UnitKind.DEPARTMENT),
    CENTRE: ("示范市公共信用信息中心", UnitKind.CENTRE),
    BANK: ("示范银行", UnitKind.BANK),
    AGENCY: ("示范信用服务有限公司", UnitKind.AGENCY),
}
PEOPLE: dict[str, tuple[str, Iterable[Role]]] = {
    "alice": (MARKET, (Role.DATA_OFFICER, Role.DATA_REVIEWER)),
    "bob": (MARKET, ()),
    "charlie": (HOUSING, (Role.DATA_OFFICER, Role.DATA_REVIEWER)),
    "clerk": (MARKET, (Role.QUERY_CLERK,)),
    "inspector": (MARKET, (Role.INSPECTOR,)),
    "unit_admin": (MARKET, (Role.UNIT_ADMINISTRATOR,)),
    "operator": (CENTRE, (Role.CENTRE_OPERATOR,)),
    "reviewer2": (CENTRE, (Role.CENTRE_REVIEWER,)),
    "auditor": (CENTRE, (Role.AUDITOR,)),
    "platform_admin": (CENTRE, (Role.PLATFORM_ADMINISTRATOR,)),
    "banker": (BANK, (Role.BANK_USER,)),
    "agent": (AGENCY, (Role.AGENCY_USER,)),
}
WITHOUT_UNIT = ("dora", "representative")


@pytest.fixture
def people(db: None, settings: Any) -> dict[str, str]:
    """Make the accounts; return each one's unit. Digests are quick here: access is what counts."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.GONGXIN_SECOND_FACTOR = "optional"
    today = localdate()
    for code, (name, kind) in UNITS.items():
        unit.add(code, name, kind=kind)
    for account, (home, roles) in PEOPLE.items():
        add(account, PASSWORD, unit=home, roles=roles, on=today)
    for account in WITHOUT_UNIT:
        User.objects.create_user(account, password=PASSWORD)
    representative = User.objects.get(username="representative").pk
    bind(representative, BIRCH, by="operator", reason="授权书", on=today)
    return {account: home for account, (home, _) in PEOPLE.items()}


@pytest.fixture
def signed_in(people: dict[str, str]) -> Callable[[str], Client]:
    """Return a browser in which somebody has signed in."""

    def enter(account: str) -> Client:
        browser = Client()
        browser.force_login(User.objects.get(username=account))
        return browser

    return enter
