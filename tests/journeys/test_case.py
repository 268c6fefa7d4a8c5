"""Cases from filing to end in a real browser: desk, centre, unit and portal."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import localdate

from gongxin.actions import case as actions
from gongxin.actions import unit
from gongxin.actions.account import add
from gongxin.actions.case import Document, Filing
from gongxin.actions.representation import bind
from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.role import Role, UnitKind
from gongxin.law.calendar import WorkingCalendar
from gongxin.law.clock import due
from gongxin.procedures.case import Actor
from gongxin.procedures.sample import samples
from gongxin.queries import case as facts
from gongxin.queries.entry import of_organisation
from gongxin.reports.sample import sample_pdf

pytestmark = pytest.mark.browser

BIRCH, MARKET, CENTRE = "91310114MA1GT00019", "11310000000000035N", "12310000000000019X"
PASSWORD = "a long password of a person"
OWNER = Actor("representative", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({BIRCH}))
OPERATOR = Actor("operator", frozenset({Role.CENTRE_OPERATOR}), unit=CENTRE)
PDF = sample_pdf(samples()["objection-application"], language="zh")


@pytest.fixture
def people(living, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.GONGXIN_SECOND_FACTOR = "optional"
    today = localdate()
    unit.add(MARKET, "示范市市场监督管理局", kind=UnitKind.DEPARTMENT)
    unit.add(CENTRE, "示范市公共信用信息中心", kind=UnitKind.CENTRE)
    add("officer", PASSWORD, unit=MARKET, roles=(Role.DATA_OFFICER,), on=today)
    add("second", PASSWORD, unit=MARKET, roles=(Role.DATA_REVIEWER,), on=today)
    add("operator", PASSWORD, unit=CENTRE, roles=(Role.CENTRE_OPERATOR,), on=today)
    representative = User.objects.create_user("representative", password=PASSWORD)
    bind(representative.pk, BIRCH, by="operator", reason="授权书", on=today)


@pytest.fixture
def enter(browser, served, people):
    """Return a page in which somebody has signed in."""
    windows = []

    def page(account, width=1280, **options):
        window = browser.new_context(
            viewport={"width": width, "height": 900}, locale=options.pop("locale", "zh-CN"), **options
        )
        windows.append(window)
        if account:
            client = Client()
            client.force_login(User.objects.get(username=account))
            cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": served}
            window.add_cookies([cookie])
        return window.new_page()

    yield page
    for window in windows:
        window.close()


@pytest.fixture
def paper(tmp_path):
    file = tmp_path / "异议申请书.pdf"
    file.write_bytes(PDF)
    return file


def penalty(number):
    shown = of_organisation(BIRCH, viewer=Viewer.organisation(BIRCH), on=localdate())
    return next(one for one in shown if one.document_number.endswith(f"{number}号"))


def take(page, case_page, name, reason="", **fields):
    """Open a step by its name, fill in its form and take it."""
    page.goto(case_page)
    step = page.locator("details.choice-step", has=page.locator("summary", has_text=name)).first
    if step.get_attribute("open") is None:
        step.locator("summary").click()
    if reason:
        step.locator("textarea[name$=reason]").fill(reason)
    for field, value in fields.items():
        step.locator(f"[name$={field}]").fill(value)
    step.locator("button[type=submit]").click()
    page.wait_for_load_state()
    assert "已办理" in page.content(), page.locator("main").inner_text()


def test_an_objection_goes_from_the_desk_to_the_corrected_record_on_the_portal(served, enter, paper):
    record, portal = penalty(1), enter(None)
    public = f"{served}/records/{record.record}/"
    portal.goto(public)
    assert "更正后的违法事实。" in portal.content()

    desk = enter("representative")
    desk.goto(f"{served}/desk/{BIRCH}/records/{record.record}/")
    desk.click("text=内容有误：提出异议")
    desk.check("text=记载错误或者有遗漏")
    desk.fill("textarea[name=reason]", "违法事实的表述与决定书不一致。")
    desk.set_input_files("input[name=document-grounds]", paper)
    desk.click("main form button[type=submit]")
    assert "比对中" in desk.content()
    number = facts.of_organisation(BIRCH)[0].id
    case_page = f"{served}/office/cases/{number}/"
    portal.goto(public)
    assert "异议" in portal.locator("main").inner_text()  # every channel marks it while it is disputed

    take(enter("operator"), case_page, "转信息提供单位核查")
    officer = enter("officer")
    officer.goto(f"{served}/office/cases/")
    officer.click(f"a[href='/office/cases/{number}/']")
    officer.click("summary:has-text('拟认定异议成立')")
    officer.click("text=打开这条信息")
    form = officer.locator("details[open] form", has=officer.locator("[name$=value-CF_SY]"))
    form.locator("textarea[name$=reason]").fill("录入时漏了一句。")
    form.locator("[name$=value-CF_SY]").fill("两次更正后的违法事实。")
    form.locator("button[type=submit]").click()
    assert "等待另一人复核" in officer.content()
    take(enter("second"), case_page, "复核同意，更正")

    portal.goto(public)
    assert "两次更正后的违法事实。" in portal.content()
    assert "异议标注" not in portal.locator("main").inner_text()
    desk.goto(f"{served}/desk/{BIRCH}/cases/{number}/")
    assert "异议成立" in desk.content()
    desk.goto(f"{served}/desk/{BIRCH}/messages/")
    assert "异议" in desk.locator("main").inner_text()


def test_a_unit_that_does_not_answer_lets_its_record_disappear_by_the_day_alone(served, enter):
    """Nobody does anything on the day after the term: what was filed earlier is simply over."""
    today, record, portal = localdate(), penalty(2), enter(None)
    public = f"{served}/records/{record.record}/"
    forwarded = forwarded_on(today, over=False)
    filing = Filing(
        "objection", BIRCH, record.record, ground="error", documents=(Document("grounds", "证据.pdf", PDF),)
    )
    in_time = actions.file(filing, by=OWNER, on=forwarded)
    actions.take(in_time, "forward", seen=1, by=OPERATOR, on=forwarded)
    assert portal.goto(public).status == 200  # today is still within the term
    actions.take(in_time, "withdraw", seen=2, by=OWNER, on=today)

    forwarded = forwarded_on(today, over=True)
    late = actions.file(filing, by=OWNER, on=forwarded)
    actions.take(late, "forward", seen=1, by=OPERATOR, on=forwarded)
    assert portal.goto(public).status == 404
    portal.goto(f"{served}/organisations/{BIRCH}/")
    assert record.document_number not in portal.content()
    assert portal.request.get(f"{served}/api/v1/records/{record.record}").status == 404
    officer = enter("officer")
    officer.goto(f"{served}/office/cases/")
    assert "已超期" in officer.content()

    take(officer, f"{served}/office/cases/{late}/", "认定异议不成立", reason="与决定书一致。")
    assert portal.goto(public).status == 200


def forwarded_on(today, *, over):
    """Return the last day from which five working days are over today, or one from which they are not."""
    days = (today - timedelta(days=n) for n in range(40))
    terms = ((day, due(day, 5, WorkingCalendar.published()).due_on) for day in days)
    return (
        next(day for day, last in terms if last < today)
        if over
        else next(day for day, last in terms if last >= today)
    )


def test_a_repair_goes_from_the_desk_to_the_end_of_publication(served, enter, tmp_path):
    record, portal = penalty(4), enter(None)  # decided long ago: its shortest publication is over
    proof, commitment = tmp_path / "证明.pdf", tmp_path / "承诺书.pdf"
    proof.write_bytes(sample_pdf(samples()["repair-proof"], language="zh"))
    commitment.write_bytes(sample_pdf(samples()["repair-commitment"], language="zh"))

    desk = enter("representative")
    desk.goto(f"{served}/desk/{BIRCH}/records/{record.record}/")
    desk.click("text=已经纠正：申请修复")
    desk.set_input_files("input[name=document-proof_of_fulfilment]", proof)
    desk.set_input_files("input[name=document-commitment_letter]", commitment)
    desk.click("main form button[type=submit]")
    (case,) = facts.of_organisation(BIRCH)
    case_page = f"{served}/office/cases/{case.id}/"

    take(enter("operator"), case_page, "转认定单位")
    take(enter("officer"), case_page, "拟同意修复", reason="义务已履行。")
    take(enter("second"), case_page, "复核同意修复")

    desk.goto(f"{served}/desk/{BIRCH}/cases/{case.id}/")
    assert "已修复" in desk.content()
    assert portal.goto(f"{served}/records/{record.record}/").status == 404
    desk.goto(f"{served}/desk/{BIRCH}/records/{record.record}/")
    assert "已修复" in desk.locator("main").inner_text()  # its own record stays, and says so


@pytest.mark.parametrize(
    ("width", "options"),
    [(1280, {"color_scheme": "light"}), (390, {"color_scheme": "dark", "locale": "en"})],
    ids=["wide, light, Chinese", "narrow, dark, English"],
)
def test_every_page_of_a_case_is_accessible_and_fits(served, enter, width, options, flaws):
    filing = Filing(
        "objection", BIRCH, penalty(1).record, ground="error", reason="金额有误。",
        documents=(Document("grounds", "证据.pdf", PDF),),
    )  # fmt: skip
    number = actions.file(filing, by=OWNER, on=localdate())
    pages = {
        "representative": (
            f"desk/{BIRCH}/cases/", f"desk/{BIRCH}/cases/{number}/",
            f"desk/{BIRCH}/records/{penalty(1).record}/",
            f"desk/{BIRCH}/records/{penalty(2).record}/objection/",
        ),
        "operator": (
            "office/cases/", f"office/cases/{number}/", f"office/cases/window/?uscc={BIRCH}",
            f"office/cases/window/{penalty(2).record}/objection/", "office/cases/figures/",
            f"office/cases/{number}/steps/propose_correction/",
        ),
        "officer": (f"office/cases/own/{penalty(2).record}/withdrawal/", f"office/cases/{number}/"),
        None: ("rights/objection/", "rights/repair/", "rights/objection/samples/objection-application/"),
    }  # fmt: skip
    wrong = []
    for account, addresses in pages.items():
        page = enter(account, width, bypass_csp=True, **options)
        for address in addresses:
            page.goto(f"{served}/{address}")
            wrong += flaws(page)

    assert wrong == []
