"""The navigation leads everybody to the pages that open to them, and to no other."""

import tomllib
from pathlib import Path

import pytest
from django.urls import reverse

from gongxin.web.office.navigation import PLACES, SECTIONS

TABLE = tomllib.loads((Path(__file__).parents[2] / "cases" / "access.toml").read_text("utf-8"))
OFFICE = TABLE["pages"]["office"]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.address)
def test_a_place_is_shown_to_just_those_to_whom_it_opens(place):
    words = set(OFFICE[reverse(place.address).removeprefix("/")])

    assert words == ({str(role) for role in place.roles} or {"staff"})


def test_each_role_sees_its_own_places(signed_in):
    officer = signed_in("alice").get("/office/batches/").content.decode()
    auditor = signed_in("auditor").get("/office/grants/").content.decode()

    assert "/office/batches/new/" in officer
    assert "/office/grants/" not in officer
    assert "/office/looks/" in auditor
    assert "/office/units/" not in auditor


def test_the_place_where_one_is_is_marked(signed_in):
    page = signed_in("unit_admin").get("/office/accounts/").content.decode()

    assert '<a href="/office/accounts/" aria-current="page">' in page
    assert page.count('aria-current="page"') == 1


def test_every_place_stands_in_just_one_section():
    in_sections = [address for section in SECTIONS for address in section.places]

    assert sorted(in_sections) == sorted(place.address for place in PLACES)


def test_few_places_stand_in_one_row_and_many_in_sections(signed_in):
    few = signed_in("bob").get("/office/batches/").content.decode()
    many = signed_in("operator").get("/office/batches/").content.decode()

    assert "nav-below" not in few
    assert 'href="/office/representations/"' not in many.partition("nav-below")[2].partition("</nav>")[0]
    assert 'aria-current="true"' in many


@pytest.mark.parametrize(
    ("account", "place"),
    [
        ("alice", "/office/batches/"),
        ("bob", "/office/batches/"),
        ("banker", "/office/authorised/"),
        ("auditor", "/office/looks/"),
        ("clerk", "/office/queries/"),
        ("reviewer2", "/office/letters/"),
        ("unit_admin", "/office/accounts/"),
        ("operator", "/office/inbox/"),
        ("platform_admin", "/office/units/"),
    ],
)
def test_the_office_opens_where_one_s_work_begins(signed_in, account, place):
    browser = signed_in(account)
    answer = browser.get("/office/")

    assert answer.headers["Location"] == place
    assert browser.get(answer.headers["Location"]).status_code == 200
