"""The auditor's page for complaints about looks."""

import pytest
from django.utils.timezone import localdate

from gongxin.actions.complaint import complain, report
from gongxin.actions.look import Look, note
from gongxin.disclosure.role import Role
from gongxin.procedures.case import Actor
from gongxin.queries import complaint as facts
from gongxin.queries import notice

BIRCH, MARKET = "91310114MA1GT00019", "11310000000000035N"
OWNER = Actor("representative", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({BIRCH}))


@pytest.fixture
def waiting(published, people):
    look = Look(
        uscc=BIRCH, unit=MARKET, by="clerk", channel="page", matter="qualification", purpose="资质评审",
        case_number="7", items=("honour",), edition="2026-2", found=1, answer="ab" * 32,
    )  # fmt: skip
    note([look])
    return complain(look.record, uscc=BIRCH, text="我方没有申请", by=OWNER, on=localdate())


def test_an_auditor_finds_the_complaint_beside_the_look(waiting, signed_in):
    browser = signed_in("auditor")

    assert "示范市白桦运输有限公司" in browser.get("/office/complaints/").content.decode()
    page = browser.get(f"/office/complaints/{waiting}/").content.decode()
    for text in ("我方没有申请", "clerk", "资质评审", "示范市市场监督管理局"):
        assert text in page


def test_a_decision_reaches_the_organisation(waiting, signed_in):
    browser = signed_in("auditor")

    answer = browser.post(
        f"/office/complaints/{waiting}/", {"outcome": "upheld", "reasons": "没有对应的案件。", "seen": 1}
    )

    assert answer.status_code == 302
    assert not facts.one(waiting).is_open
    (told,) = notice.of_organisation(BIRCH)
    assert told.kind.code == "complaint_decided"
    assert told.values["reason"] == "没有对应的案件"


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"outcome": "upheld", "seen": 1},
        {"outcome": "odd", "reasons": "x", "seen": 1},
        {"outcome": "upheld", "reasons": "见 13812345678", "seen": 1},
    ],
)
def test_half_a_decision_decides_nothing(waiting, signed_in, given):
    answer = signed_in("auditor").post(f"/office/complaints/{waiting}/", given)

    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()
    assert facts.one(waiting).is_open


def test_the_second_of_two_auditors_is_told(waiting, signed_in):
    browser, given = signed_in("auditor"), {"outcome": "dismissed", "reasons": "确有案件。", "seen": 1}
    browser.post(f"/office/complaints/{waiting}/", given)

    answer = browser.post(f"/office/complaints/{waiting}/", given)

    assert answer.status_code == 422
    assert "确有案件。" in browser.get(f"/office/complaints/{waiting}/").content.decode()


def test_a_leak_has_no_look_beside_it(waiting, signed_in):
    leak = report("leak", uscc=BIRCH, text="非公开信息在网上流传", by=OWNER, on=localdate())

    page = signed_in("auditor").get(f"/office/complaints/{leak}/").content.decode()

    assert "泄露信息" in page
    assert "被投诉的查询" not in page


def test_nobody_but_an_auditor_comes_in(waiting, signed_in):
    for account in ("clerk", "operator", "platform_admin", "representative"):
        assert signed_in(account).get(f"/office/complaints/{waiting}/").status_code == 403
    assert (
        signed_in("auditor").get("/office/complaints/00000000-0000-0000-0000-000000000000/").status_code
        == 404
    )


def test_where_the_city_has_not_said_how_long_a_complaint_takes_the_auditor_reads_which_decision_is_missing(
    waiting, signed_in
):
    page = signed_in("auditor").get(f"/office/complaints/{waiting}/").content.decode()

    assert "complaint.decision" in page
    assert "law/parameters/complaint.toml" in page
