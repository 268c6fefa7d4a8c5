"""A complaint is a case: one open at a time about a look, decided with reasons that all are told."""

from datetime import date
from uuid import uuid4

import pytest

from gongxin.actions import case
from gongxin.actions.case import AlreadyFiled, CaseMoved
from gongxin.actions.case_subject import NoSuchSubject
from gongxin.actions.complaint import complain, report
from gongxin.actions.look import Look, note
from gongxin.actions.unit import add
from gongxin.disclosure.role import Role, UnitKind
from gongxin.intake.free_text import PersonalInText
from gongxin.procedures.case import Actor, Incomplete, NotYours
from gongxin.queries import complaint as facts
from gongxin.store.models import Case, Notice

pytestmark = pytest.mark.django_db

AMBER, CEDAR, MARKET = "91310000MA0000015F", "92310114MA1GT001XX", "11310000000000035N"
CENTRE = "12310000000000019X"
ON = date(2026, 11, 2)
OWNER = Actor("r", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({AMBER}))
STRANGER = Actor("s", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({CEDAR}))
AUDITOR = Actor("auditor", frozenset({Role.AUDITOR}), unit=CENTRE)


@pytest.fixture
def look():
    add(CENTRE, "示范市公共信用信息中心", kind=UnitKind.CENTRE)
    add(MARKET, "示范市市场监督管理局")
    look = Look(
        uscc=AMBER, unit=MARKET, by="clerk", channel="page", matter="qualification", purpose="评审",
        case_number="7", items=("honour",), edition="2026-2", found=1, answer="ab" * 32,
    )  # fmt: skip
    note([look])
    return look.record


def complained(look, text=""):
    return complain(look, uscc=AMBER, text=text, by=OWNER, on=ON)


def decide(number, step, reason="理由。", by=AUDITOR):
    case.take(number, step, seen=facts.one(number).version, by=by, on=ON, reason=reason)


def sent():
    return sorted((one.kind, one.uscc or one.unit) for one in Notice.objects.all())


def test_a_complaint_waits_for_the_auditor_with_the_look_it_is_about(look):
    complained(look, "  我方没有申请  ")

    (waiting,) = facts.listed(is_open=True)
    assert (waiting.text, waiting.unit_name, waiting.by, waiting.purpose) == (
        "我方没有申请", "示范市市场监督管理局", "clerk", "评审",
    )  # fmt: skip
    assert facts.of_looks([look])[look].is_open
    assert sent() == [("complaint_filed", CENTRE)]


def test_one_complaint_about_a_look_is_open_at_a_time_and_another_may_follow(look):
    first = complained(look)
    with pytest.raises(AlreadyFiled):
        complained(look)

    decide(first, "dismiss")
    second = complained(look, "案件已撤回")

    assert facts.of_looks([look])[look].id == second


def test_nobody_complains_about_a_look_at_somebody_else(look):
    with pytest.raises(NoSuchSubject):
        complain(look, uscc=CEDAR, text="", by=STRANGER, on=ON)
    with pytest.raises(NotYours):
        complain(look, uscc=AMBER, text="", by=STRANGER, on=ON)
    with pytest.raises(NoSuchSubject):
        complained(uuid4())
    assert Case.objects.count() == 0


@pytest.mark.parametrize(
    ("step", "told"),
    [("dismiss", [("complaint_decided", AMBER)]),
     ("uphold", [("complaint_decided", AMBER), ("complaint_upheld", MARKET)])],
)  # fmt: skip
def test_a_decision_tells_everybody_concerned_once(look, step, told):
    number = complained(look)

    decide(number, step)
    with pytest.raises(CaseMoved):
        case.take(number, step, seen=1, by=AUDITOR, on=ON, reason="理由。")

    assert sent() == [*told[:1], ("complaint_filed", CENTRE), *told[1:]]
    assert facts.listed(is_open=False)[0].reasons == "理由。"


def test_only_an_auditor_decides_and_not_without_reasons(look):
    number = complained(look)

    with pytest.raises(Incomplete):
        decide(number, "uphold", reason="  ")
    with pytest.raises(NotYours):
        decide(number, "uphold", by=OWNER)
    assert facts.one(number).is_open


def test_neither_side_can_put_a_person_s_number_on_record(look):
    with pytest.raises(PersonalInText):
        complained(look, "请打 13812345678")
    number = complained(look)
    with pytest.raises(PersonalInText):
        decide(number, "uphold", "见 13812345678")
    assert facts.one(number).is_open


def test_a_leak_is_reported_without_any_look_and_the_auditor_asks_back(look):
    number = report("leak", uscc=AMBER, text="非公开的欠缴信息在网上流传", by=OWNER, on=ON)

    decide(number, "ask_for_material", "请提供网址")
    case.take(number, "supply_material", seen=2, by=OWNER, on=ON)
    decide(number, "uphold")

    found = facts.one(number)
    assert (found.look, found.looked_at, found.unit, found.outcome) == (None, None, "", "upheld")
    assert found.ground.zh == "泄露信息"
    assert [kind for kind, _ in sent()] == [
        "complaint_decided", "complaint_filed", "complaint_supplied", "material_wanted",
    ]  # fmt: skip


def test_a_report_says_what_happened_and_of_which_kind(look):
    for ground, text in (("leak", " "), ("gossip", "听说的"), ("", "听说的")):
        with pytest.raises(Incomplete):
            report(ground, uscc=AMBER, text=text, by=OWNER, on=ON)
