"""The office in a real browser: who works here all day meets no barrier, and the keyboard is enough."""

import csv
import os
import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import localdate
from playwright.sync_api import Browser, Page

from gongxin.actions import batch, code_fault, pull, pull_run, unit
from gongxin.actions.account import add
from gongxin.actions.draft import begin
from gongxin.actions.pull import PullKind, PullOrder
from gongxin.disclosure.role import Role, UnitKind
from gongxin.intake.pull.schedule import Schedule
from gongxin.intake.source import Source
from gongxin.store.models import ReviewCase

pytestmark = pytest.mark.browser

CASES = Path(__file__).parents[1] / "cases" / "items"
MARKET, CENTRE = "11310000000000035N", "12310000000000019X"
AMBER, BIRCH = "91310000MA0000015F", "91310114MA1GT00019"
PASSWORD = "a long password of a person"
OF_UNIT = (
    "batches/", "batches/?state=taken", "batches/new/", "check/", "review/", "review/?kind=match",
    "review/staged/", "reporting/", "codes/", "search/?q=白桦", "settings/",
)  # fmt: skip
OF_CENTRE = (
    "inbox/", "inbox/?state=held", "reporting/units/", "register/codes/", "pulls/", "pulls/new/", "jobs/",
    "catalogue/", "search/all/",
)  # fmt: skip


@pytest.fixture
def office(instance, served: str, monkeypatch, tmp_path) -> str:
    """A market bureau that sent sound, faulty, unmatched and untiered rows, and a centre with its work."""
    monkeypatch.setattr(settings, "GONGXIN_SECOND_FACTOR", "optional")
    monkeypatch.setattr(settings, "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
    monkeypatch.setattr(settings, "GONGXIN_PULL_FOLDERS", [tmp_path / "drop"])
    city = tmp_path / "city"
    (city / "catalogue").mkdir(parents=True)
    (tmp_path / "drop" / "market").mkdir(parents=True)
    monkeypatch.setattr(settings, "GONGXIN_CITY", city)
    monkeypatch.setattr(settings, "GONGXIN_CITY_FOLDERS", (city,))
    unit.add(MARKET, "示范市市场监督管理局", kind=UnitKind.DEPARTMENT)
    unit.add(CENTRE, "示范市公共信用信息中心", kind=UnitKind.CENTRE)
    for account, home, *roles in (
        ("alice", MARKET, Role.DATA_OFFICER, Role.DATA_REVIEWER, Role.UNIT_ADMINISTRATOR),
        ("operator", CENTRE, Role.CENTRE_OPERATOR),
    ):
        add(account, PASSWORD, unit=home, roles=roles, on=localdate())
    _send(tmp_path)
    begin("honour", by="operator")
    return served


def _send(folder: Path) -> None:
    registration, penalty = (
        tomllib.loads((CASES / f"{item}.toml").read_text("utf-8"))["accepted"]
        for item in ("organisation_registration", "administrative_penalty")
    )
    shared = {"名称": "示范市琥珀食品有限公司", "工商注册号": "310000000000019"}
    bodies = [{**registration, **shared, "统一社会信用代码": code} for code in (AMBER, BIRCH)]
    submit(folder, "organisation_registration", bodies)
    today, number = localdate(), "行政处罚决定书文号"
    sound = {**penalty, "行政相对人代码_1（统一社会信用代码）": AMBER, "行政相对人名称": shared["名称"]}
    sound["处罚决定日期"] = (today - timedelta(days=3)).isoformat()
    unknown = {
        **sound,
        number: "示市监处罚〔2026〕9号",
        "行政相对人代码_1（统一社会信用代码）": "",
        "行政相对人代码_2（工商注册号）": "310000000000027",
    }
    other = {"处罚类别": "其他-限期改正", "处罚内容": "限期改正", "罚款金额（万元）": ""}
    untiered = [{**sound, number: f"示市监处罚〔2026〕{n}号", **other} for n in (3, 4)]
    submit(folder, "administrative_penalty", [sound, *untiered, unknown, {**sound, number: ""}])
    many = [{**sound, number: f"示市监处罚〔2026〕1{n:03}号"} for n in range(60)]
    faulty = [{**one, number: f"{one[number]}之二", "处罚机关": ""} for one in many]
    submit(folder, "administrative_penalty", [*many, *faulty])
    code_fault.look_for_faults()
    order = PullOrder("税务每日", MARKET, "administrative_penalty", PullKind.FOLDER, "market", Schedule(60))
    number_of_pull = pull.enter(order, by="operator", on=today)
    pull_run.run(number_of_pull, on=today)


def submit(folder: Path, item: str, rows: list[dict[str, str]]) -> None:
    path = folder / f"{item}-{datetime.now(UTC):%H%M%S%f}.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(out, dict.fromkeys(name for row in rows for name in row))
        table.writeheader()
        table.writerows(rows)
    told = batch.submit(Source(path), item=item, unit=MARKET, on=localdate())
    assert told.accepted or told.held, told


@pytest.fixture
def enter(browser: Browser, office: str) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a window in which somebody has signed in."""
    opened = []

    def window(account: str, width: int = 1280, language: str = "zh-CN", colours: str = "light") -> Page:
        client = Client()
        client.force_login(User.objects.get(username=account))
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale=language,
            color_scheme=colours,
            bypass_csp=True,  # axe is put into the page
        )
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": office}])
        opened.append(context)
        return context.new_page()

    yield window
    for context in opened:
        context.close()


@pytest.mark.parametrize(
    ("width", "language", "colours"), [(1280, "zh-CN", "light"), (390, "en", "dark")], ids=["wide", "narrow"]
)
def test_every_page_of_the_office_is_accessible_and_fits(enter, office, width, language, colours, flaws):
    wrong = []
    for account, addresses in (("alice", OF_UNIT), ("operator", OF_CENTRE)):
        page = enter(account, width, language, colours)
        for address in (*addresses, *first_links(page, office, account)):
            answer = page.goto(f"{office}/office/{address}")
            picture(page, account, address, width)
            if answer.status != 200:
                wrong.append(f"{address}: {answer.status}")
                continue
            wrong += flaws(page)

    assert wrong == []


def first_links(page: Page, office: str, account: str) -> list[str]:
    """Return the page of one batch, fault, source and draft."""
    lists = {
        "alice": ("batches/",),
        "operator": ("inbox/?state=held", "register/codes/", "pulls/", "catalogue/"),
    }
    found = []
    for address in lists[account]:
        page.goto(f"{office}/office/{address}")
        link = page.locator("[data-rows] a").first.get_attribute("href")
        found.append(link.removeprefix("/office/"))
    return found


def picture(page: Page, account: str, address: str, width: int) -> None:
    """Keep a picture where GONGXIN_PICTURES names a folder, for whoever wants to look."""
    if folder := os.environ.get("GONGXIN_PICTURES"):
        name = "".join(letter if letter.isalnum() else "-" for letter in address)[:60]
        page.screenshot(path=Path(folder) / f"{account}-{name}-{width}.png", full_page=True)


def test_with_the_keyboard_alone_from_question_to_written_answer(enter, office):
    page = enter("alice")
    page.goto(f"{office}/office/review/?kind=tier")
    page.keyboard.press("j")
    page.keyboard.press("2")
    page.keyboard.press("j")
    page.keyboard.press("2")
    page.get_by_role("button", name="暂存所选").press("Enter")
    page.wait_for_url("**/office/review/staged/")
    assert page.get_by_text("确认写入 2 个答案").is_visible()
    assert ReviewCase.objects.filter(kind="tier", decided_at=None).count() == 2

    page.get_by_role("button", name="确认写入 2 个答案").press("Enter")
    page.wait_for_url("**/office/review/")

    assert page.get_by_text("已写入 2 个答案。").is_visible()
    assert ReviewCase.objects.filter(kind="tier", decided_at=None).count() == 0


def test_rows_are_walked_and_opened_by_keys_and_the_filter_stays_in_the_address(enter, office):
    page = enter("operator")
    page.goto(f"{office}/office/inbox/")
    page.select_option("#id_state", "held")
    page.get_by_role("button", name="筛选").click()
    page.wait_for_url("**state=held**")
    assert page.locator("[data-rows] > tr").count() == 1

    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/office/inbox/*-*/")

    assert page.get_by_text("整批暂缓").is_visible()
    page.go_back()
    assert "state=held" in page.url
