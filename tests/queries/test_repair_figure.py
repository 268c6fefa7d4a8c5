"""Figures of repair from what is on file: each number moves with the one thing it counts."""

from datetime import date, timedelta

import pytest

from gongxin.actions import case as actions
from gongxin.actions import training, unit
from gongxin.actions.case import Document, Filing
from gongxin.disclosure.role import Role, UnitKind
from gongxin.procedures.case import Actor
from gongxin.queries.repair_figure import lists, repair_figures
from gongxin.store.models import Case, Organisation

AMBER, BIRCH, CEDAR = "91310000MA0000015F", "91310114MA1GT00019", "92310114MA1GT001XX"
MARKET, CENTRE = "11310000000000035N", "12310000000000019X"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
MATERIAL = tuple(Document(kind, "a.pdf", PDF) for kind in ("proof_of_fulfilment", "commitment_letter"))
OPERATOR = Actor("operator", frozenset({Role.CENTRE_OPERATOR}), unit=CENTRE)
OFFICER = Actor("officer", frozenset({Role.DATA_OFFICER}), unit=MARKET)
OFFICER2 = Actor("officer2", frozenset({Role.DATA_REVIEWER}), unit=MARKET)
FIRST, LAST = date(2026, 7, 1), date(2026, 12, 31)
MARKET_LIST = "list_market_supervision"


@pytest.fixture
def city(recorded):
    """Three fines of May, two organisations on a list since May; nobody has asked for anything."""
    unit.add(CENTRE, "示范市公共信用信息中心", kind=UnitKind.CENTRE)
    unit.add(MARKET, "示范市市场监督管理局")
    fines = recorded(*({"content": {"CF_WSH": f"{n}号"}, "uscc": AMBER} for n in range(3)))
    recorded(
        {"content": {"n": "1"}, "uscc": BIRCH, "tier": "severe"},
        {"content": {"n": "2"}, "uscc": CEDAR, "tier": "severe"},
        item=MARKET_LIST,
    )
    Organisation.objects.update(status="existing")
    return fines


def decide(record, outcome, *, on=date(2026, 8, 3), after=0):
    owner = Actor("owner", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({AMBER}))
    case = actions.file(Filing("repair", AMBER, record, documents=MATERIAL), by=owner, on=on)
    steps = [("forward", OPERATOR), ("propose_repair", OFFICER), ("repair", OFFICER2)]
    for step, by in steps if outcome == "repair" else [steps[0], ("refuse", OFFICER)]:
        day = on if step == "forward" else on + timedelta(days=after)
        seen = Case.objects.get(id=case).version
        actions.take(case, step, seen=seen, by=by, on=day, reason="理由")


def test_a_list_is_what_one_leaves(city):
    assert MARKET_LIST in lists(LAST)
    assert "administrative_penalty" not in lists(LAST)
    assert "market_ban" not in lists(LAST)


def test_what_could_be_repaired_counts_from_its_day_on(city):
    assert repair_figures(date(2026, 6, 1), date(2026, 7, 31)).repairable == 0
    assert repair_figures(FIRST, LAST).repairable == 3
    assert repair_figures(date(2027, 6, 1), date(2027, 7, 1)).repairable == 2  # the fines' time is over


def test_decisions_are_counted_in_their_period_granted_and_in_time(city):
    decide(city[0], "repair")
    decide(city[1], "refuse", after=1)
    decide(city[2], "repair", after=30)

    found = repair_figures(FIRST, LAST)

    assert (found.applied, found.decided, found.granted, found.in_time) == (3, 3, 2, 2)
    assert found.average_days == 10.3
    assert repair_figures(date(2027, 1, 1), date(2027, 12, 31)).decided == 0


def test_a_unit_sees_its_own_figures_only(city):
    decide(city[0], "repair")

    assert repair_figures(FIRST, LAST, unit=MARKET).decided == 1
    other = repair_figures(FIRST, LAST, unit=CENTRE)
    assert (other.repairable, other.applied, other.decided, other.listed.all) == (0, 0, 0, 0)


def test_who_is_on_a_list_who_left_who_was_trained(city):
    assert repair_figures(FIRST, LAST).listed.all == 2
    assert repair_figures(FIRST, LAST).listed.left == 0
    made = training.Course("培训", date(2026, 9, 1), "大厅", 60, 9)
    course = training.announce(made, unit=CENTRE, by="operator", on=date(2026, 8, 1))
    training.sign_up(course, BIRCH, 1, by="owner", on=date(2026, 8, 1))
    assert repair_figures(FIRST, LAST).listed.trained == 0  # signing up is not coming
    training.confirm(course, {BIRCH: 1}, by="operator", on=date(2026, 9, 1))

    listed = repair_figures(FIRST, LAST).listed
    assert (listed.trained, listed.reported) == (1, 0)
    assert repair_figures(date(2029, 6, 1), date(2029, 7, 1)).listed.all == 0  # three years are over


def test_an_organisation_that_is_no_more_does_not_count(city):
    Organisation.objects.filter(uscc=CEDAR).update(status="deregistered")

    assert repair_figures(FIRST, LAST).listed.all == 1


def test_who_left_the_list_by_repair_is_counted_as_left(city, recorded):
    (listing,) = recorded(
        {"content": {"n": "3"}, "uscc": AMBER, "tier": "severe", "decided_on": date(2025, 5, 1)},
        item=MARKET_LIST,
    )
    Organisation.objects.update(status="existing")
    decide(listing, "repair")

    listed = repair_figures(FIRST, LAST).listed
    assert (listed.all, listed.left) == (3, 1)
    assert repair_figures(date(2026, 9, 1), LAST).listed.all == 2  # it had left before


def test_a_credit_report_handed_in_with_an_application_counts(city, recorded):
    (fine,) = recorded({"content": {"CF_WSH": "9号"}, "uscc": BIRCH})
    Organisation.objects.update(status="existing")
    owner = Actor("owner", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({BIRCH}))
    documents = (*MATERIAL, Document("credit_report", "报告.pdf", PDF))

    actions.file(Filing("repair", BIRCH, fine, documents=documents), by=owner, on=date(2026, 8, 3))

    assert repair_figures(FIRST, LAST).listed.reported == 1
