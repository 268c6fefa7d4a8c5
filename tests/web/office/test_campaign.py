"""A campaign through the pages: planned, opened by another, told, closed with a report."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from gongxin.queries import campaign as facts
from gongxin.store.models import Campaign, Organisation

MARKET, HOUSING = "11310000000000035N", "11310114000000000J"
AMBER, BIRCH = "91310000MA0000015F", "91310114MA1GT00019"


@pytest.fixture
def city(people, recorded):
    for number, (code, unit) in enumerate(((AMBER, MARKET), (BIRCH, HOUSING))):
        Organisation.objects.get_or_create(
            uscc=code,
            defaults={
                "name": f"组织{number}",
                "kind": "enterprise",
                "status": "existing",
                "is_registered": True,
            },
        )
        recorded({"content": {"CF_WSH": f"{number}号"}, "uscc": code, "tier": "severe"}, unit=unit)


def asked(**changes):
    on = localdate()
    return {
        "code": "专治1", "rule": "severe_penalty", "name": "严重违法专项治理", "from_on": on.isoformat(),
        "until_on": (on + timedelta(days=60)).isoformat(), **changes,
    }  # fmt: skip


@pytest.fixture
def opened(city, signed_in, django_user_model):
    """Planned by Alice and opened by a colleague of hers."""
    from gongxin.actions.account import add
    from gongxin.disclosure.role import Role

    add("colleague", "a long password of a person", unit=MARKET, roles=[Role.DATA_REVIEWER], on=localdate())
    alice, colleague = signed_in("alice"), signed_in("colleague")
    place = alice.post("/office/campaigns/new/", asked()).headers["Location"]
    assert "另一人" in alice.post(f"{place}begin/", follow=True).content.decode()
    assert "列入台账 2 家" in colleague.post(f"{place}begin/", follow=True).content.decode()
    return place, alice, colleague


def test_each_unit_sees_and_tells_its_own_organisations(opened, signed_in):
    place, alice, _ = opened

    assert "已告知 1 家" in alice.post(f"{place}tell/", {"reason": "请整改"}, follow=True).content.decode()
    page = signed_in("charlie").get(place).content.decode()
    assert "组织1" in page
    assert "组织0" not in page
    assert "提出结束" not in page


def test_only_the_unit_that_leads_closes_and_opens(opened, signed_in):
    place, _, _ = opened

    assert signed_in("charlie").post(f"{place}propose/", {"said": "完成"}).status_code == 404
    assert signed_in("alice").post(f"{place}anything/").status_code == 404


def test_it_is_closed_by_two_persons_and_the_report_is_a_pdf(opened, client):
    place, alice, colleague = opened
    alice.post(f"{place}propose/", {"said": "转入日常监管。"})
    assert "另一人" in alice.post(f"{place}close/", follow=True).content.decode()

    colleague.post(f"{place}close/")

    made = Campaign.objects.get()
    assert (made.state, made.counted["members"]) == ("closed", 2)
    report = alice.get(f"{place[:-1]}.pdf")
    assert report.content.startswith(b"%PDF")
    assert AMBER in alice.get(f"{place[:-1]}.csv").content.decode("utf-8-sig")


def test_the_public_page_tells_how_far_it_is_and_names_nobody(opened, client):
    page = client.get("/campaigns/").content.decode()

    assert "严重违法专项治理" in page
    assert "组织0" not in page


def test_an_odd_plan_is_shown_with_what_is_wrong(city, signed_in):
    answer = signed_in("alice").post("/office/campaigns/new/", asked(until_on="2020-01-01"))

    assert answer.status_code == 422
    assert facts.of_unit(MARKET) == ()


def test_a_unit_without_a_part_does_not_find_it(opened, signed_in):
    place, _, _ = opened

    assert signed_in("operator").get(place).status_code == 403
