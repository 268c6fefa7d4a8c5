"""Templates in the office: one writes, another releases."""

import pytest
from django.utils.timezone import localdate

from gongxin.actions.account import add
from gongxin.disclosure.role import Role
from gongxin.queries.commitment_template import of_unit, to_sign

MARKET = "11310000000000035N"
OFFICE = "/office/commitments/templates/"
SENT = {
    "kind": "容缺受理型", "matter": "申请资质延续", "content": "按期补齐。", "liability": "不予受理。",
    "openness": "public", "papers": "社保证明\n平面图\n", "complete_in": "15", "basis": "",
}  # fmt: skip


@pytest.fixture
def anna(people):
    add("anna", "a long password of a person", unit=MARKET, roles=(Role.DATA_REVIEWER,), on=localdate())
    return "anna"


def test_a_template_is_written_by_one_and_released_by_another(signed_in, anna):
    alice = signed_in("alice")

    made = alice.post(f"{OFFICE}new/", SENT)
    page = made.headers["Location"]
    alone = alice.post(f"{page}decision/", {"decision": "release"}, follow=True)
    assert "起草人不能发布自己的稿" in alone.content.decode()
    assert to_sign() == ()
    signed_in(anna).post(f"{page}decision/", {"decision": "release"})

    (one,) = to_sign()
    assert (one.papers, one.complete_in, one.released_by) == (("社保证明", "平面图"), 15, "anna")


def test_a_revision_keeps_kind_and_matter_and_waits_for_its_release(signed_in, anna):
    alice = signed_in("alice")
    page = alice.post(f"{OFFICE}new/", SENT).headers["Location"]
    signed_in(anna).post(f"{page}decision/", {"decision": "release"})

    alice.post(page, {**SENT, "kind": "主动型", "matter": "别的", "content": "按期、如数补齐。"})

    (template,) = of_unit(MARKET)
    assert (template.newest.number, template.newest.matter, template.newest.kind) == (
        2,
        "申请资质延续",
        "容缺受理型",
    )
    assert template.in_use.number == 1
    assert "待发布" in alice.get(OFFICE).content.decode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"papers": ""}, "容缺受理承诺应列明"),
        ({"kind": "主动型"}, "只有容缺受理承诺"),
        ({"content": "电话 13800138000"}, "手机"),
    ],
)
def test_an_odd_template_is_refused_beside_its_field(signed_in, change, said):
    answer = signed_in("alice").post(f"{OFFICE}new/", {**SENT, **change})

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_another_unit_does_not_find_it(signed_in):
    page = signed_in("alice").post(f"{OFFICE}new/", SENT).headers["Location"]

    assert signed_in("charlie").get(page).status_code == 404


def test_a_template_goes_out_of_use(signed_in):
    alice = signed_in("alice")
    page = alice.post(f"{OFFICE}new/", SENT).headers["Location"]

    assert "已停用" in alice.post(f"{page}decision/", {"decision": "end"}, follow=True).content.decode()
    assert alice.post(f"{page}decision/", {"decision": "burn"}).status_code == 404
