"""What a unit wants otherwise."""

import pytest

from gongxin.actions.unit_setting import is_released_apart

MARKET, HOUSING = "11310000000000035N", "11310114000000000J"


@pytest.mark.parametrize(("apart", "expected"), [("1", True), ("0", False), ("", False)])
def test_the_administrator_decides_whether_two_people_are_needed(signed_in, apart, expected):
    signed_in("unit_admin").post("/office/settings/", {"apart": apart})

    assert (is_released_apart(MARKET), is_released_apart(HOUSING)) == (expected, False)


def test_the_page_shows_what_holds(signed_in):
    admin = signed_in("unit_admin")
    admin.post("/office/settings/", {"apart": "1"})

    assert 'name="apart" value="1" checked' in admin.get("/office/settings/").content.decode()
