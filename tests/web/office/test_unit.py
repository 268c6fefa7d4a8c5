"""The tree of units, as the platform's administrator keeps it."""

from gongxin.disclosure.role import UnitKind
from gongxin.queries.unit import by_code

MARKET, HOUSING, CENTRE = "11310000000000035N", "11310114000000000J", "12310000000000019X"
NEW = "91310000000000078U"


def test_a_unit_is_entered_below_another(signed_in):
    browser = signed_in("platform_admin")
    asked = {"uscc": NEW, "name": "示范市区局", "kind": "district", "parent": MARKET}
    assert browser.post("/office/units/", asked).status_code == 302

    found = by_code(NEW)
    assert (found.name, found.kind, found.parent) == ("示范市区局", UnitKind.DISTRICT, MARKET)
    page = browser.get("/office/units/").content.decode()
    assert page.index("示范市市场监督管理局") < page.index("示范市区局")
    assert 'class="tree-1"' in page


def test_who_administers_each_unit_is_shown_and_where_nobody_does(signed_in):
    page = signed_in("platform_admin").get("/office/units/").content.decode()

    assert "unit_admin" in page
    assert "未指定" in page


def test_a_code_that_is_none_is_said_to_be(signed_in):
    asked = {"uscc": "113100000000000350", "name": "x", "kind": "department", "parent": ""}
    answer = signed_in("platform_admin").post("/office/units/", asked)

    assert answer.status_code == 422
    assert "提交单位代码" in answer.content.decode()


def test_a_unit_keeps_its_code_and_never_stands_below_itself(signed_in):
    browser = signed_in("platform_admin")
    browser.post(f"/office/units/{HOUSING}/", {"name": "住房局", "kind": "department", "parent": MARKET})
    answer = browser.post(
        f"/office/units/{MARKET}/", {"name": "市监局", "kind": "department", "parent": HOUSING}
    )

    assert answer.status_code == 422
    assert by_code(HOUSING).parent == MARKET
    assert by_code(MARKET).parent is None


def test_a_kind_that_has_not_the_roles_held_is_refused(signed_in):
    answer = signed_in("platform_admin").post(
        f"/office/units/{CENTRE}/", {"name": "信用中心", "kind": "department", "parent": ""}
    )

    assert answer.status_code == 422
    assert by_code(CENTRE).kind is UnitKind.CENTRE


def test_a_unit_that_is_none_is_not_found(signed_in):
    assert signed_in("platform_admin").get("/office/units/none/").status_code == 404
