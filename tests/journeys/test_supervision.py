"""Supervision in a real browser: from the plan to a stranger who repeats the draw, every page for all."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import localdate
from playwright.sync_api import Browser, Page

from gongxin.actions import draw as draws
from gongxin.actions import unit
from gongxin.actions.account import add
from gongxin.disclosure.role import Role, UnitKind
from gongxin.organisations.uscc import make
from gongxin.store.models import Draw, Organisation

pytestmark = pytest.mark.browser

DECISIONS = Path(__file__).parents[2] / "src" / "gongxin" / "demo" / "decisions"
MARKET = "11310000000000035N"
PASSWORD = "a long password of a person"
OFFICE = (
    "draws/", "draws/new/", "inspections/", "inspections/new/", "inspections/budget/", "warnings/",
    "campaigns/", "campaigns/new/",
)  # fmt: skip
PORTAL = ("draws/", "draws/rules/", "campaigns/")


@pytest.fixture
def city(instance, served: str, monkeypatch) -> str:
    """A market bureau with two people, forty restaurants, in a city that decided its numbers."""
    monkeypatch.setattr(settings, "GONGXIN_SECOND_FACTOR", "optional")
    monkeypatch.setattr(settings, "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
    monkeypatch.setattr(settings, "GONGXIN_CITY_FOLDERS", (DECISIONS,))
    unit.add(MARKET, "示范市市场监督管理局", kind=UnitKind.DEPARTMENT)
    roles = (Role.INSPECTOR, Role.DATA_OFFICER, Role.DATA_REVIEWER)
    for account in ("first", "second"):
        add(account, PASSWORD, unit=MARKET, roles=roles, on=localdate())
    Organisation.objects.bulk_create(
        Organisation(
            uscc=make("91", "310114", f"{10_000_000 + number:08d}"), name=f"示范市第{number}餐饮店",
            kind="enterprise", status="existing", region="310114", industry="6210", is_registered=True,
        )
        for number in range(40)
    )  # fmt: skip
    return served


@pytest.fixture
def enter(browser: Browser, city: str) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a window in which somebody has signed in, or nobody."""
    opened = []

    def window(account: str = "", width: int = 1280, language: str = "zh-CN") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale=language, bypass_csp=True
        )
        opened.append(context)
        if account:
            client = Client()
            client.force_login(User.objects.get(username=account))
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": city}])
        return context.new_page()

    yield window
    for context in opened:
        context.close()


def test_two_people_draw_and_a_stranger_repeats_it_from_the_files_alone(enter, city, tmp_path):
    first, second, stranger = enter("first"), enter("second"), enter()
    planned(first, city)
    place = first.url
    second.goto(place)
    second.get_by_role("link", name="算一算名单").click()
    assert second.locator("tfoot .number").first.inner_text() == "40"
    second.get_by_role("button", name="固定名单并公布摘要").click()
    stranger.goto(f"{city}/draws/")
    stranger.get_by_role("link", name="餐饮服务抽查").click()
    assert "待种子产生" in stranger.inner_text("main")

    made = Draw.objects.get()  # tomorrow the seed comes: for one who does not wait
    draws.enter_seed(made.id, "4 2 6 6 1", proof="大厅公示栏", by="first", on=made.seed_on)
    first.goto(place)
    assert "等待另一人核对并抽取" in first.inner_text("main")
    second.goto(place)
    second.get_by_role("button", name="相符，抽取").click()

    stranger.reload()
    with stranger.expect_download() as download:
        stranger.get_by_role("link", name="下载全部文件").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        archive.extractall(tmp_path)
    told = subprocess.run(
        [sys.executable, "-I", "verify_draw.py", "."],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, "相同" in told.stdout) == (0, True), told.stdout
    assert json.loads((tmp_path / "draw.json").read_text("utf-8"))["seed"] == "4 2 6 6 1"
    first.goto(f"{city}/office/inspections/")
    assert first.locator("[data-rows] tr").count() == 2


def planned(page: Page, city: str) -> None:
    on = localdate()
    page.goto(f"{city}/office/draws/new/")
    page.get_by_label("计划编号").fill("示抽2026-17")
    page.get_by_label("抽查名称").fill("餐饮服务抽查")
    page.get_by_label("监管领域").select_option("food")
    page.locator("#id_places_0").fill("6")
    page.get_by_label("种子从何而来").fill("明天上午在大厅公开掷骰")
    page.get_by_label("种子产生日期").fill((on + timedelta(days=1)).isoformat())
    page.get_by_label("检查完成日期").fill((on + timedelta(days=30)).isoformat())
    page.get_by_role("button", name="保存计划").click()
    assert "计划已保存" in page.inner_text("main")


@pytest.mark.parametrize(("width", "language"), [(1280, "zh-CN"), (390, "en")], ids=["wide", "narrow"])
def test_every_page_of_supervision_is_accessible_and_fits(enter, city, forgotten, width, language, flaws):
    planned(enter("first"), city)
    made = Draw.objects.get()
    wrong = []
    office = (*(f"office/{one}" for one in OFFICE), f"office/draws/{made.id}/?pool=1")
    for account, addresses in (("first", office), ("", PORTAL)):
        page = enter(account, width, language)
        for address in addresses:
            answer = page.goto(f"{city}/{address}")
            if answer.status != 200:
                wrong.append(f"{address}: {answer.status}")
                continue
            wrong += flaws(page)
            if language == "en" and not account:
                wrong += [f"{address}: {text}" for text in forgotten(page.content())]

    assert wrong == [], "\n".join(wrong)
