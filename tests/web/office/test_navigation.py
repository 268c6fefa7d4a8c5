"""The navigation leads everybody to the pages that open to them, and to no other."""

import tomllib
from pathlib import Path

import pytest
from django.urls import reverse

from gongxin.web.office.navigation import PLACES

TABLE = tomllib.loads((Path(__file__).parents[2] / "cases" / "access.toml").read_text("utf-8"))
OFFICE = TABLE["pages"]["office"]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.address)
def test_a_place_is_shown_to_just_those_to_whom_it_opens(place):
    words = set(OFFICE[reverse(place.address).removeprefix("/")])

    assert words == ({str(role) for role in place.roles} or {"staff"})


def test_each_role_sees_its_own_places(signed_in):
    officer = signed_in("alice").get("/office/batches/").content.decode()
    auditor = signed_in("auditor").get("/office/batches/").content.decode()

    assert "/office/batches/new/" in officer
    assert "/office/grants/" not in officer
    assert "/office/grants/" in auditor


def test_the_place_where_one_is_is_marked(signed_in):
    page = signed_in("unit_admin").get("/office/accounts/").content.decode()

    assert '<a href="/office/accounts/" aria-current="page">' in page
    assert page.count("aria-current") == 1
