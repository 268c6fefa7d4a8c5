"""Authorisations, contracts and deliveries in a real browser: desk, bank, agency and centre."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import localdate

from gongxin.actions import authorisation, contract, unit
from gongxin.actions.account import add
from gongxin.actions.delivery_request import Request, request_delivery
from gongxin.actions.representation import bind
from gongxin.disclosure.authorisation import Authorisation
from gongxin.disclosure.contract import Contract
from gongxin.disclosure.role import Role, UnitKind
from gongxin.reports.delivery import work_through

pytestmark = pytest.mark.browser

AMBER, BIRCH = "91310000MA0000015F", "91310114MA1GT00019"
CENTRE, BANK, AGENCY = "12310000000000019X", "91310000000000027K", "91310000000000035E"
PASSWORD = "a long password of a person"
PAGES = {
    "representative": (f"/desk/{BIRCH}/authorisations/", f"/desk/{BIRCH}/authorisations/new/"),
    "banker": ("/office/authorised/",),
    "agent": ("/office/deliveries/", "/office/deliveries/new/", "/office/deliveries/{delivery}/"),
    "operator": (
        "/office/letters/",
        "/office/letters/new/",
        "/office/contracts/",
        "/office/contracts/new/",
        "/office/contracts/{contract}/",
        "/office/contracts/deliveries/{delivery}/",
    ),
    "reviewer": ("/office/letters/{letter}/", "/office/contracts/{waiting}/"),
    "auditor": ("/office/authorised/attempts/",),
}


@pytest.fixture
def things(living, settings):
    """The people and one thing of each kind; return the numbers that addresses name."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.GONGXIN_SECOND_FACTOR = "optional"
    today = localdate()
    for code, name, kind in (
        (CENTRE, "示范市公共信用信息中心", UnitKind.CENTRE),
        (BANK, "示范银行股份有限公司", UnitKind.BANK),
        (AGENCY, "示范信用服务有限公司", UnitKind.AGENCY),
    ):
        unit.add(code, name, kind=kind)
    for account, home, role in (
        ("banker", BANK, Role.BANK_USER),
        ("agent", AGENCY, Role.AGENCY_USER),
        ("operator", CENTRE, Role.CENTRE_OPERATOR),
        ("reviewer", CENTRE, Role.CENTRE_REVIEWER),
        ("auditor", CENTRE, Role.AUDITOR),
    ):
        add(account, PASSWORD, unit=home, roles=(role,), on=today)
    user = User.objects.create_user("representative", password=PASSWORD)
    bind(user.pk, BIRCH, by="operator", reason="授权书", on=today)
    for recipient in (BANK, AGENCY):
        authorisation.give(proposed(BIRCH, recipient), by="representative", on=today)
    authorisation.give(proposed(AMBER, BANK), by="amber", on=today)
    letter = authorisation.Letter("ab" * 32, "pdf")
    entered = authorisation.enter(proposed(AMBER, AGENCY), letter, by="operator", on=today)
    agreed, waiting = conclude("示信合〔2026〕1号"), conclude("示信合〔2026〕2号")
    contract.release(agreed, by="reviewer")
    request = Request(agreed, AGENCY, "agent", "page", "客户信用评估")
    made = request_delivery([BIRCH, AMBER], request, on=today)
    work_through(made)
    return {"delivery": made, "contract": agreed, "waiting": waiting, "letter": entered}


def proposed(uscc: str, recipient: str) -> Authorisation:
    today = localdate()
    items = frozenset({"financing_tax", "financing_electricity"})
    return Authorisation(uscc, recipient, items, "流动资金贷款审批", today, today + timedelta(days=90))


def conclude(number: str) -> UUID:
    today = localdate()
    items = frozenset({"administrative_penalty", "administrative_licence"})
    terms = Contract(AGENCY, number, items, 5000, today, today + timedelta(days=364))
    return contract.conclude(terms, by="operator", on=today)


def entered(context, site, account):
    client = Client()
    client.force_login(User.objects.get(username=account))
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])


@pytest.mark.parametrize(
    ("width", "colours", "language"),
    [(1280, "light", "zh-CN"), (390, "dark", "en")],
    ids=["wide, light, Chinese", "narrow, dark, English"],
)
def test_every_page_is_accessible_and_fits(browser, served, things, width, colours, language, flaws):
    wrong = []
    for account, addresses in PAGES.items():
        window = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=colours, locale=language, bypass_csp=True
        )
        entered(window, served, account)
        page = window.new_page()
        for address in addresses:
            page.goto(served + address.format(**things))
            wrong += flaws(page)
        window.close()

    assert wrong == []


def test_from_the_authorisation_to_the_answer_and_the_revocation(opened, browser, served, things):
    """The organisation authorises, the bank queries, the organisation sees it and revokes."""
    entered(opened, served, "representative")
    desk = opened.new_page()
    desk.goto(f"{served}/desk/{BIRCH}/authorisations/")
    desk.click("text=新增授权")
    desk.select_option("[name=recipient]", BANK)
    desk.check("text=纳税信息")
    desk.fill("[name=purpose]", "并购贷款审批")
    desk.click("button:has-text('授权')")
    assert desk.get_by_text("授权已经生效").is_visible()

    office = browser.new_context(locale="zh-CN")
    entered(office, served, "banker")
    bank = office.new_page()
    bank.goto(f"{served}/office/authorised/")
    bank.get_by_role("button", name="查询 示范市白桦运输有限公司").first.click()
    assert bank.get_by_text("并购贷款审批").is_visible()
    assert bank.get_by_text("下载签名回执（PDF）").is_visible()

    desk.reload()
    assert desk.get_by_text("已查询").first.is_visible()
    while desk.locator("summary").count():
        desk.locator("summary").first.click()
        desk.get_by_role("button", name="确认撤销").first.click()
        desk.wait_for_load_state()
    bank.goto(f"{served}/office/authorised/")
    bank.fill("[name=uscc]", BIRCH)
    bank.locator("button:has-text('查询')").first.click()
    assert bank.get_by_text("没有显示任何内容").is_visible()
    office.close()
