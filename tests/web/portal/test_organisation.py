"""An organisation's page, from records that went the whole way in."""

import re
from dataclasses import replace

import pytest
from django.test import Client
from django.utils.timezone import localdate

from gongxin.disclosure.policy import Viewer
from gongxin.queries import entry
from gongxin.queries.item import catalogue
from gongxin.queries.organisation import by_code
from gongxin.web.portal.organisation import items_on_page

AMBER, BIRCH, CEDAR = "91310000MA0000015F", "91310114MA1GT00019", "92310114MA1GT001XX"


@pytest.fixture
def client(published):
    return Client(headers={"accept-language": "zh-CN"})


def page(client, uscc):
    return client.get(f"/organisations/{uscc}/").content.decode()


def test_a_page_shows_each_record_with_its_window_and_its_source(client):
    text = page(client, BIRCH)

    assert "广告违法行为" in text
    assert "示范市市场监督管理局" in text
    assert re.search(r"公示 <time [^>]*>[\d-]+</time> 至 <time [^>]*>[\d-]+</time>", text)


def test_minor_conduct_and_what_has_run_out_are_not_shown(client):
    text = page(client, BIRCH)

    assert "超限运输" in text
    assert "未挂牌经营" not in text
    assert "早已期满的违法行为" not in text


def test_only_the_version_that_stands_is_shown_and_counted(client):
    text = page(client, BIRCH)

    assert "2 条" in text
    assert text.count("广告违法行为") == 1


def test_an_empty_section_says_so(client):
    text = page(client, CEDAR)

    assert "查询期内无相关信息" in text
    assert "行政处罚" in text


def test_the_address_of_a_sole_trader_is_not_shown(client):
    assert "琥珀路" in page(client, AMBER)
    assert "琥珀路" not in page(client, CEDAR)


def test_sections_follow_the_catalogue(client):
    headings = re.findall(r'<h2 id="h-([a-z-]+)">', page(client, AMBER))

    assert headings.index("administrative-licence") < headings.index("administrative-penalty")


def test_a_code_in_small_letters_leads_to_the_page(client):
    answer = client.get(f"/organisations/{AMBER.lower()}/")

    assert (answer.status_code, answer["Location"]) == (301, f"/organisations/{AMBER}/")


def test_an_unknown_code_is_told_what_to_do(client):
    answer = client.get("/organisations/91310000MA00000000/")

    assert answer.status_code == 404
    assert "请核对代码" in answer.content.decode()


def test_the_qr_code_leads_to_the_page(client, settings):
    settings.GONGXIN_PUBLIC_URL = "https://credit.example"
    answer = client.get(f"/organisations/{AMBER}/qr.svg")

    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<?xml")
    assert f"https://credit.example/organisations/{AMBER}/" in page(client, AMBER)


def test_no_personal_field_reaches_a_page(client):
    assert "法定代表人姓名" not in page(client, AMBER)


def test_records_of_an_item_that_was_dropped_keep_their_place(published):
    today = catalogue(localdate())
    entries = entry.of_organisation(BIRCH, viewer=Viewer.ANYONE, on=localdate())
    dropped = replace(
        today, items={code: item for code, item in today.items.items() if code != "administrative_penalty"}
    )

    kept = items_on_page(dropped, entries, by_code(BIRCH))

    assert "administrative_penalty" in [item.code for item in kept]
    assert "administrative_penalty" not in [item.code for item in items_on_page(dropped, (), by_code(BIRCH))]
