"""The organisation's desk in a real browser."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import localdate

from gongxin.actions import unit
from gongxin.actions.account import add
from gongxin.actions.complaint import complain
from gongxin.actions.look import Look, note
from gongxin.actions.notice import notify
from gongxin.actions.representation import bind
from gongxin.disclosure.notice_kind import Addressee, notice_kinds
from gongxin.disclosure.role import Role, UnitKind
from gongxin.procedures.case import Actor
from gongxin.queries.look import of_organisation as of_looked
from gongxin.queries.notice import of_organisation, of_unit

pytestmark = pytest.mark.browser

BIRCH, MARKET, CENTRE = "91310114MA1GT00019", "11310000000000035N", "12310000000000019X"
OWNER = Actor("representative", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({BIRCH}))
PASSWORD = "a long password of a person"
PARTS = [
    "",
    "records/",
    "records/of/administrative_penalty/",
    "{record}",
    "{record}proof/",
    "looks/",
    "complaint/",
    "messages/",
    "messages/{notice}/",
    "contact/",
]
HELD = {"received_on": "2026-11-02", "file": "处罚.csv", "rows": 3, "reason": "行数异常"}
ISSUED = {"issued_on": "2026-11-02", "kind": {"zh": "完整版", "en": "full"}, "number": "R-1", "by": "centre"}


@pytest.fixture
def people(living, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.GONGXIN_SECOND_FACTOR = "optional"
    today = localdate()
    unit.add(MARKET, "示范市市场监督管理局", kind=UnitKind.DEPARTMENT)
    unit.add(CENTRE, "示范市公共信用信息中心", kind=UnitKind.CENTRE)
    add("clerk", PASSWORD, unit=MARKET, roles=(Role.QUERY_CLERK,), on=today)
    add("auditor", PASSWORD, unit=CENTRE, roles=(Role.AUDITOR,), on=today)
    add("operator", PASSWORD, unit=CENTRE, roles=(Role.CENTRE_OPERATOR, Role.DATA_REVIEWER), on=today)
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
    return (
        page.locator(".record-title a", has_text="超限运输").get_attribute("href").split(f"/desk/{BIRCH}/")[1]
    )


@pytest.mark.parametrize(
    ("width", "colours", "language"),
    [(1280, "light", "zh-CN"), (390, "dark", "en")],
    ids=["wide, light, Chinese", "narrow, dark, English"],
)
def test_every_page_of_the_desk_is_accessible_and_fits(
    browser, served, people, width, colours, language, flaws
):
    window = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=colours, locale=language, bypass_csp=True
    )
    entered(window, served, "representative")
    page, desk = window.new_page(), f"{served}/desk/{BIRCH}/"
    notify("report_issued", ISSUED, to_organisation=BIRCH, about=uuid4())
    record, notice = a_record(page, desk), of_organisation(BIRCH)[0].id
    wrong = []
    for part in PARTS:
        page.goto(desk + part.format(record=record, notice=notice))
        wrong += flaws(page)
    window.close()

    assert wrong == []


@pytest.mark.parametrize(
    ("width", "colours", "language"),
    [(1280, "light", "zh-CN"), (390, "dark", "en")],
    ids=["wide, light, Chinese", "narrow, dark, English"],
)
def test_what_the_office_answers_is_accessible_and_fits(
    browser, served, people, width, colours, language, flaws
):
    """Complaints, messages and the outbox."""
    (look,) = of_looked(BIRCH).looks
    made = complain(look.record, uscc=BIRCH, text="我方没有申请", by=OWNER, on=localdate())
    notify("batch_held", HELD, to_unit=CENTRE, about=uuid4())
    (told,) = of_unit(CENTRE, frozenset({Role.DATA_REVIEWER}))
    places = {
        "auditor": ("complaints/", f"complaints/{made}/"),
        "operator": ("messages/", f"messages/{told.id}/", "outbox/"),
    }
    wrong = []
    for account, parts in places.items():
        window = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=colours, locale=language, bypass_csp=True
        )
        entered(window, served, account)
        page = window.new_page()
        for part in parts:
            page.goto(f"{served}/office/{part}")
            wrong += flaws(page)
        window.close()

    assert wrong == []


def test_an_english_page_of_the_desk_holds_no_chinese_but_data(browser, served, people, forgotten):
    window = browser.new_context(locale="en")
    entered(window, served, "representative")
    page, desk = window.new_page(), f"{served}/desk/{BIRCH}/"
    for kind in notice_kinds().values():
        if kind.to is Addressee.ORGANISATION:
            notify(kind.code, dict.fromkeys(kind.values, "数据"), to_organisation=BIRCH, about=uuid4())
    record = a_record(page, desk)
    messages = [f"messages/{one.id}/" for one in of_organisation(BIRCH)]
    wrong = {}
    for part in [*PARTS[:-2], "contact/", *messages]:
        answer = window.request.get(desk + part.format(record=record), headers={"Accept-Language": "en"})
        if found := forgotten(answer.text()):
            wrong[part] = found
    window.close()

    assert wrong == {}


def test_from_signing_in_to_the_answer_to_a_complaint(opened, browser, served, people):
    """A representative reads, sees who looked and complains; the auditor decides; the answer arrives."""
    page = opened.new_page()
    signs_in(page, served, "representative")
    page.goto(f"{served}/desk/")
    page.wait_for_url(f"**/desk/{BIRCH}/")
    assert page.locator("h1").inner_text() == "概况"

    page.click("nav >> text=全部信息")
    page.click("text=未挂牌经营")
    assert page.locator("h1").inner_text() == "未挂牌经营"
    assert page.get_by_text("按规定不向社会公示").is_visible()

    page.click("nav >> text=谁查询过")
    assert page.get_by_text("办理道路运输许可").is_visible()
    page.click("text=投诉这次查询")
    assert page.get_by_text("投诉已提交").is_visible()

    office = browser.new_context(locale="zh-CN")
    auditor = office.new_page()
    signs_in(auditor, served, "auditor")
    auditor.goto(f"{served}/office/complaints/")
    auditor.click("text=示范市白桦运输有限公司")
    auditor.check("text=投诉成立")
    auditor.fill("textarea", "没有找到对应的案件。")
    auditor.click("text=作出决定")
    assert auditor.get_by_text("没有待处理的投诉").is_visible()
    office.close()

    page.goto(f"{served}/desk/{BIRCH}/")
    page.click("text=投诉已有结果")
    assert page.get_by_text("没有找到对应的案件。").is_visible()
    page.click("text=去看看")
    assert page.get_by_text("投诉成立", exact=True).first.is_visible()


def signs_in(page, site, account):
    page.goto(f"{site}/account/sign-in/")
    page.fill("[name=login]", account)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda url: "sign-in" not in url)
