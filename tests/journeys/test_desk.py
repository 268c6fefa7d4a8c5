"""The organisation's desk in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import localdate

from gongxin.actions import unit
from gongxin.actions.account import add
from gongxin.actions.look import Look, note
from gongxin.actions.representation import bind
from gongxin.disclosure.role import Role, UnitKind

pytestmark = pytest.mark.browser

BIRCH, MARKET, CENTRE = "91310114MA1GT00019", "11310000000000035N", "12310000000000019X"
PASSWORD = "a long password of a person"
STANDARD = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PARTS = ["", "records/", "records/of/administrative_penalty/", "looks/", "messages/", "contact/", "{record}", "{record}proof/"]


@pytest.fixture
def people(living, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.GONGXIN_SECOND_FACTOR = "optional"
    today = localdate()
    unit.add(MARKET, "示范市市场监督管理局", kind=UnitKind.DEPARTMENT)
    unit.add(CENTRE, "示范市公共信用信息中心", kind=UnitKind.CENTRE)
    add("clerk", PASSWORD, unit=MARKET, roles=(Role.QUERY_CLERK,), on=today)
    add("auditor", PASSWORD, unit=CENTRE, roles=(Role.AUDITOR,), on=today)
    representative = User.objects.create_user("representative", password=PASSWORD)
    bind(representative.pk, BIRCH, by="operator", reason="授权书", on=today)
    note([a_look()])


def a_look():
    return Look(
        uscc=BIRCH,
        unit=MARKET,
        by="clerk",
        channel="page",
        matter="administrative_licensing",
        purpose="办理道路运输许可",
        case_number="示运许〔2026〕7号",
        items=("administrative_penalty", "administrative_licence"),
        edition="2026-2",
        found=3,
        answer="ab" * 32,
    )


def entered(context, site, account):
    """Put the session of an account into the browser."""
    client = Client()
    client.force_login(User.objects.get(username=account))
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])


def a_record(page, desk):
    page.goto(f"{desk}records/")
    return page.locator(".record-title a").first.get_attribute("href").split(f"/desk/{BIRCH}/")[1]
