"""What a unit reports after a query is the next version of the look: listed measures, possible days."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from gongxin.actions.feedback import (
    DayNotPossible,
    Feedback,
    FeedbackMovedMeanwhile,
    UnknownLook,
    report,
)
from gongxin.actions.look import Look, note
from gongxin.actions.verification import verify
from gongxin.disclosure.feedback import Decision, MeasureOutsideList
from gongxin.intake.free_text import PersonalInText
from gongxin.queries import feedback as reported
from gongxin.queries.look import LookFilter
from gongxin.store.models import Entry

SHOP, MARKET, HOUSING = "91310000MA0000015F", "11310000000000035N", "11310114000000000J"


def look(**changes):
    facts = {
        "uscc": SHOP, "unit": MARKET, "by": "clerk", "channel": "page", "matter": "bidding",
        "purpose": "评标", "case_number": "1", "items": ["honour"], "edition": "2026-1", "found": 1,
        "answer": "ab", "measures": ["procurement_preferred"],
    }  # fmt: skip
    one = Look(**{**facts, **changes})
    note([one])
    return one.record


def feedback(**changes):
    facts = {"decision": Decision.GRANTED, "decided_on": localdate(), "by": "clerk"}
    return Feedback(**{**facts, **changes})


@pytest.mark.django_db
def test_feedback_is_the_next_version_of_the_look_and_a_correction_the_one_after():
    seen = look()
    assert reported.count_awaited(MARKET) == 1

    report({seen: 1}, feedback(measures=["procurement_preferred"]), unit=MARKET, on=localdate())
    report({seen: 2}, feedback(decision=Decision.REFUSED, note="材料不实"), unit=MARKET, on=localdate())

    found = reported.one(seen, unit=MARKET)
    assert [(one.version, one.decision, one.measures) for one in found.feedback] == [
        (3, Decision.REFUSED, ()),
        (2, Decision.GRANTED, ("procurement_preferred",)),
    ]
    assert reported.count_awaited(MARKET) == 0
    assert reported.awaited(MARKET) == ((), None)
    assert list(verify()) == []


@pytest.mark.django_db
def test_a_measure_outside_the_list_is_not_recorded_for_any_of_the_looks():
    first, second = look(measures=["fast_track"]), look()

    with pytest.raises(MeasureOutsideList):
        report({first: 1, second: 1}, feedback(measures=["fast_track"]), unit=MARKET, on=localdate())

    assert Entry.objects.filter(kind="feedback").count() == 0


@pytest.mark.django_db
def test_whoever_comes_second_is_told():
    seen = look()
    report({seen: 1}, feedback(), unit=MARKET, on=localdate())

    with pytest.raises(FeedbackMovedMeanwhile):
        report({seen: 1}, feedback(decision=Decision.REFUSED), unit=MARKET, on=localdate())


@pytest.mark.django_db
def test_a_unit_reports_on_its_own_queries_in_matters_of_the_list_only():
    with pytest.raises(UnknownLook):
        report({look(): 1}, feedback(), unit=HOUSING, on=localdate())
    with pytest.raises(UnknownLook):
        report({look(matter="operation"): 1}, feedback(), unit=MARKET, on=localdate())
    assert [one.matter for one in reported.awaited(MARKET)[0]] == ["bidding"]


@pytest.mark.django_db
@pytest.mark.parametrize("days", [-1, 1])
def test_a_decision_lies_between_the_query_and_today(days):
    with pytest.raises(DayNotPossible):
        report({look(): 1}, feedback(decided_on=localdate() + timedelta(days)), unit=MARKET, on=localdate())


@pytest.mark.django_db
def test_a_note_with_a_number_of_a_person_is_not_kept():
    with pytest.raises(PersonalInText):
        report({look(): 1}, feedback(note="联系 13812345678"), unit=MARKET, on=localdate())


@pytest.mark.django_db
def test_figures_count_queries_organisations_findings_and_feedback():
    first = look(adverse=1)
    look(uscc="91310114MA1GT00019", found=0)
    look(matter="operation")
    report({first: 1}, feedback(), unit=MARKET, on=localdate())

    (month,) = reported.figures(LookFilter(from_=date(2020, 1, 1), to=localdate()))

    assert (month.matter, month.unit, month.month) == ("bidding", MARKET, localdate().isoformat()[:7])
    assert (month.queries, month.organisations, month.found, month.adverse, month.reported) == (2, 2, 1, 1, 1)
    assert reported.figures(LookFilter(to=localdate() - timedelta(days=1))) == ()
