"""The public portal in a real browser."""

import re

import pytest

pytestmark = pytest.mark.browser

BIRCH = "91310114MA1GT00019"
ADDRESSES = [
    "/",
    "/search/?q=白桦",
    "/search/?q=鹏程万里",
    "/records/",
    "/records/?item=nothing",
    f"/organisations/{BIRCH}/",
    "{record}",
    "{record}proof/",
    "/catalogue/",
    "/catalogue/items/administrative_penalty/",
    "/catalogue/behaviours/",
    "/catalogue/applications/",
    "/law/",
    "/law/SH/",
    "/rights/",
    "/data/",
    "/about/",
    "/about/log/",
    "/accessibility/",
    "/nothing/",
    "/account/sign-in/",
]


@pytest.fixture
def record(opened, site):
    page = opened.new_page()
    page.goto(f"{site}/records/?uscc={BIRCH}")
    address = page.locator(".record-title a").first.get_attribute("href")
    page.close()
    return address


@pytest.mark.parametrize(
    ("width", "colours", "language"),
    [(1280, "light", "zh-CN"), (390, "dark", "en")],
    ids=["wide, light, Chinese", "narrow, dark, English"],
)
def test_every_page_is_accessible_and_fits(browser, site, record, width, colours, language, flaws):
    """WCAG 2.2 AA by axe; nothing to scroll sideways; no script, style or picture from elsewhere."""
    window = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=colours,
        locale=language,
        bypass_csp=True,  # axe is put into the page; the policy itself is tested below
    )
    page = window.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    wrong = []
    for address in ADDRESSES:
        page.goto(site + address.format(record=record))
        wrong += flaws(page)
    window.close()

    assert wrong == []
    assert [url for url in asked if not url.startswith(site)] == []


def test_no_page_breaks_its_own_policy(opened, site, record):
    """It allows no inline script or style and nothing from elsewhere; the browser reports a breach."""
    page = opened.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for address in ADDRESSES[:-2]:
        answer = page.goto(site + address.format(record=record))

        assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert said == []


def test_with_the_keyboard_alone_from_two_characters_to_a_record(opened, site):
    page = opened.new_page()
    page.goto(site)

    page.keyboard.press("Tab")
    assert focused(page) == "跳到正文"
    page.keyboard.press("Enter")
    tab_to(page, "q")
    page.keyboard.type("白桦")
    page.locator("#found .hit-name a").first.wait_for()
    tab_to(page, "示范市白桦运输有限公司")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/organisations/{BIRCH}/")
    tab_to(page, "超限运输")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/records/[0-9a-f-]{36}/$"))

    assert page.locator("h1").inner_text() == "超限运输"


def test_the_focus_can_always_be_seen(opened, site):
    page = opened.new_page()
    page.goto(f"{site}/organisations/{BIRCH}/")

    for _ in range(25):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")

        assert outline != "none", focused(page)


def test_without_scripts_everything_is_still_there(browser, site):
    window = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = window.new_page()
    page.goto(site)
    page.fill("#q", "白桦")
    page.click(".search-box button")
    page.click(".hit-name a")
    page.click(".record-title a")
    page.click("#proof .button")

    assert page.locator("pre.block").count() == 2
    window.close()


def test_a_printed_page_says_whose_it_is_and_where_it_came_from(opened, site):
    page = opened.new_page()
    page.emulate_media(media="print")
    page.goto(f"{site}/organisations/{BIRCH}/")

    assert page.locator(".identity .code").is_visible()
    assert page.get_by_text(f"/organisations/{BIRCH}/").is_visible()
    assert not page.locator(".nav").is_visible()


def test_filtering_changes_the_list_and_the_address_but_not_the_page(opened, site):
    page = opened.new_page()
    page.goto(f"{site}/records/")
    page.evaluate("window.mark = 'same page'")

    page.select_option("#id_item", "administrative_penalty")
    page.wait_for_url("**item=administrative_penalty**")

    assert page.locator(".record").count() == 2
    assert page.evaluate("window.mark") == "same page"


def test_the_proof_opens_in_place(opened, site, record):
    page = opened.new_page()
    page.goto(site + record)

    page.click("#proof .button")
    page.locator("#proof pre").first.wait_for()

    assert page.url == site + record


def test_the_language_is_changed_by_a_link_and_stays(opened, site):
    page = opened.new_page()
    page.goto(f"{site}/rights/")
    page.click("text=English")

    assert page.locator("html").get_attribute("lang") == "en"
    assert page.url == f"{site}/rights/"
    page.click("text=Legal basis")
    assert page.locator("h1").inner_text() == "Legal basis"


def test_an_english_page_holds_no_chinese_but_data(opened, site, record, forgotten):
    """Data says that it is Chinese; anything else in Chinese was forgotten in translation."""
    wrong = {}
    for address in ADDRESSES:
        answer = opened.request.get(site + address.format(record=record), headers={"Accept-Language": "en"})
        if found := forgotten(answer.text()):
            wrong[address] = found

    assert wrong == {}


def focused(page):
    return page.evaluate("document.activeElement.innerText || document.activeElement.id")


def tab_to(page, name, at_most=60):
    for _ in range(at_most):
        page.keyboard.press("Tab")
        if focused(page).strip() == name:
            return
    raise AssertionError(f"the keyboard does not reach {name}")
