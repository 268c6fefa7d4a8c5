"""A complaint about a look: one open at a time, decided with reasons, and everybody concerned is told."""

from datetime import date
from uuid import uuid4

import pytest

from gongxin.actions.complaint import (
    AlreadyComplained,
    ComplaintDecided,
    NoReasons,
    NoSuchLook,
    complain,
    decide,
)
from gongxin.actions.look import Look, note
from gongxin.actions.unit import add
from gongxin.intake.free_text import PersonalInText
from gongxin.queries import complaint as facts
from gongxin.store.models import Complaint, Notice

pytestmark = pytest.mark.django_db

AMBER, CEDAR, MARKET = "91310000MA0000015F", "92310114MA1GT001XX", "11310000000000035N"
ON = date(2026, 11, 2)


@pytest.fixture
def look():
    add(MARKET, "示范市市场监督管理局")
    look = Look(
        uscc=AMBER, unit=MARKET, by="clerk", channel="page", matter="qualification", purpose="评审",
        case_number="7", items=("honour",), edition="2026-2", found=1, answer="ab" * 32,
    )  # fmt: skip
    note([look])
    return look.record


def test_a_complaint_waits_for_the_auditor_with_the_look_it_is_about(look):
    complain(look, uscc=AMBER, text="  我方没有申请  ", by="representative", on=ON)

    (waiting,) = facts.listed(is_open=True)
    assert (waiting.text, waiting.unit_name, waiting.by, waiting.purpose) == (
        "我方没有申请", "示范市市场监督管理局", "clerk", "评审",
    )  # fmt: skip
    assert facts.of_looks([look])[look].is_open


def test_one_complaint_about_a_look_is_open_at_a_time_and_another_may_follow(look):
    first = complain(look, uscc=AMBER, text="", by="r", on=ON)
    with pytest.raises(AlreadyComplained):
        complain(look, uscc=AMBER, text="", by="r", on=ON)

    decide(first, "dismissed", reasons="确有案件。", by="auditor", on=ON)
    second = complain(look, uscc=AMBER, text="案件已撤回", by="r", on=ON)

    assert facts.of_looks([look])[look].id == second


def test_nobody_complains_about_a_look_at_somebody_else(look):
    with pytest.raises(NoSuchLook):
        complain(look, uscc=CEDAR, text="", by="r", on=ON)
    with pytest.raises(NoSuchLook):
        complain(uuid4(), uscc=AMBER, text="", by="r", on=ON)
    assert Complaint.objects.count() == 0


@pytest.mark.parametrize(
    ("outcome", "told"),
    [("dismissed", {("complaint_decided", AMBER, "")}),
     ("upheld", {("complaint_decided", AMBER, ""), ("complaint_upheld", "", MARKET)})],
)  # fmt: skip
def test_a_decision_tells_everybody_concerned_once(look, outcome, told):
    number = complain(look, uscc=AMBER, text="", by="r", on=ON)

    decide(number, outcome, reasons="理由。", by="auditor", on=ON)
    with pytest.raises(ComplaintDecided):
        decide(number, outcome, reasons="理由。", by="auditor", on=ON)

    assert set(Notice.objects.values_list("kind", "uscc", "unit")) == told
    assert Notice.objects.count() == len(told)
    assert facts.listed(is_open=False)[0].outcome == outcome


def test_a_decision_without_reasons_is_none(look):
    number = complain(look, uscc=AMBER, text="", by="r", on=ON)

    with pytest.raises(NoReasons):
        decide(number, "upheld", reasons="  ", by="auditor", on=ON)
    assert facts.one(number).is_open


def test_neither_side_can_put_a_person_s_number_on_record(look):
    with pytest.raises(PersonalInText):
        complain(look, uscc=AMBER, text="请打 13812345678", by="r", on=ON)
    number = complain(look, uscc=AMBER, text="", by="r", on=ON)
    with pytest.raises(PersonalInText):
        decide(number, "upheld", reasons="见 13812345678", by="auditor", on=ON)
    assert facts.one(number).is_open
