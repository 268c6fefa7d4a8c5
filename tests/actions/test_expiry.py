"""What nobody may query any more is emptied once the city's time is over, and not a day earlier."""

from datetime import date, timedelta

import pytest

from gongxin.actions import case, entry
from gongxin.actions.case import Document, Filing
from gongxin.actions.expiry import expire, refuse_undecided, waiting
from gongxin.actions.verification import verify
from gongxin.disclosure.role import Role
from gongxin.law.parameter import ParameterUnset
from gongxin.ledger import erasure
from gongxin.procedures.case import Actor
from gongxin.store.models import Entry

AMBER = "91310000MA0000015F"
OWNER = Actor("owner", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({AMBER}))
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
DECIDED = date(2017, 3, 1)  # to be queried until 2022-03-01; gone from 2022-09-02 on
LAST = date(2022, 9, 1)
RULE = """
[after_query_period]
label = { zh = "保存期", en = "Kept" }
unit = "months"
checked_on = 2026-11-22
[[after_query_period.values]]
from = 2020-01-01
value = 6
basis = { instrument = "SH", number = "27" }
"""


@pytest.fixture
def decided(db, settings, tmp_path):
    """The city keeps content for six months after its query period."""
    (tmp_path / "law" / "parameters").mkdir(parents=True)
    (tmp_path / "law" / "parameters" / "erasure.toml").write_text(RULE, "utf-8")
    settings.GONGXIN_CITY_FOLDERS = (tmp_path,)


def standing():
    return set(Entry.objects.filter(kind="record").exclude(content=None).values_list("record", flat=True))


def test_content_goes_the_day_after_the_time_that_the_city_keeps_it(recorded, decided):
    old, newer = recorded(
        {"content": {"CF_WSH": "1"}, "decided_on": DECIDED},
        {"content": {"CF_WSH": "2"}, "decided_on": DECIDED + timedelta(days=1)},
    )

    assert (waiting(on=LAST), expire(on=LAST)) == (0, 0)
    assert (waiting(on=LAST + timedelta(days=1)), expire(on=LAST + timedelta(days=1))) == (1, 1)
    assert standing() == {newer}
    assert expire(on=LAST + timedelta(days=1)) == 0
    said = erasure.read(Entry.objects.get(kind="erasure").content, None)
    assert (said.rule, "第27条" in said.basis) == ("expired", True)
    assert list(verify()) == []
    assert old not in standing()


def test_nothing_goes_while_the_city_has_not_decided(recorded):
    recorded({"content": {"CF_WSH": "1"}, "decided_on": DECIDED})

    assert (waiting(on=date(2060, 1, 1)), expire(on=date(2060, 1, 1))) == (0, 0)
    assert len(standing()) == 1
    with pytest.raises(ParameterUnset, match=r"erasure\.after_query_period.*law/parameters/erasure\.toml"):
        refuse_undecided(on=date(2060, 1, 1))


def test_what_is_no_adverse_information_has_no_query_period_and_stays(recorded, decided):
    recorded({"content": {"honour_name": "示范单位"}, "decided_on": DECIDED, "tier": None}, item="honour")

    assert expire(on=date(2060, 1, 1)) == 0


def test_a_withdrawn_record_goes_with_the_query_period_it_had(recorded, decided):
    (record,) = recorded({"content": {"CF_WSH": "1"}, "decided_on": DECIDED})
    entry.withdraw(record, reason="决定书被撤销", by="li")

    assert expire(on=LAST + timedelta(days=1)) == 1
    assert not Entry.objects.filter(record=record).exclude(content=None).exists()
    assert list(verify()) == []


def test_what_an_open_case_is_about_waits_for_its_end(recorded, decided):
    (record,) = recorded({"content": {"CF_WSH": "1"}, "decided_on": DECIDED})
    evidence = (Document("grounds", "证据.pdf", PDF),)
    filing = Filing("objection", AMBER, record, ground="error", reason="有误", documents=evidence)
    open_case = case.file(filing, by=OWNER, on=date(2022, 2, 1))

    assert expire(on=LAST + timedelta(days=1)) == 0
    case.take(open_case, "withdraw", seen=1, by=OWNER, on=LAST)
    assert expire(on=LAST + timedelta(days=1)) == 1


def test_many_go_in_small_steps_and_no_more_than_asked_for(recorded, decided, monkeypatch):
    monkeypatch.setattr("gongxin.actions.expiry.AT_ONCE", 2)
    recorded(*({"content": {"CF_WSH": str(number)}, "decided_on": DECIDED} for number in range(7)))

    assert expire(on=date(2030, 1, 1), most=3) == 3
    assert expire(on=date(2030, 1, 1)) == 4
    assert list(verify()) == []
