"""Cases as their parties read them, and as nobody else does."""

from datetime import date
from uuid import uuid4

import pytest

from gongxin.actions import case as actions
from gongxin.actions import unit
from gongxin.actions.case import Document, Filing
from gongxin.disclosure.role import Role, UnitKind
from gongxin.procedures.case import Actor
from gongxin.procedures.step import Party
from gongxin.procedures.term import Urgency
from gongxin.queries import case as queries
from gongxin.store.models import Case

AMBER, MARKET, CENTRE = "91310000MA0000015F", "11310000000000035N", "12310000000000019X"
OTHER = "11310114000000000J"
FILED = date(2026, 9, 28)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def actor(name, role, home="", *organisations):
    return Actor(name, frozenset({role}), unit=home, organisations=frozenset(organisations))


OWNER = actor("owner", Role.REPRESENTATIVE, "", AMBER)
OPERATOR = actor("operator", Role.CENTRE_OPERATOR, CENTRE)
OFFICER = actor("officer", Role.DATA_OFFICER, MARKET)
STRANGERS = {
    "another organisation": actor("x", Role.REPRESENTATIVE, "", OTHER),
    "another unit": actor("x", Role.DATA_OFFICER, OTHER),
    "a clerk of the unit": actor("x", Role.QUERY_CLERK, MARKET),
    "an auditor": actor("x", Role.AUDITOR, CENTRE),
}


@pytest.fixture
def records(recorded):
    unit.add(CENTRE, "示范市公共信用信息中心", kind=UnitKind.CENTRE)
    return recorded(*({"content": {"CF_WSH": f"{number}号"}} for number in (1, 2, 3)))


def file(record, on=FILED):
    given = (Document("grounds", "证据.pdf", PDF),)
    filing = Filing("objection", AMBER, record, ground="error", reason="金额有误", documents=given)
    return actions.file(filing, by=OWNER, on=on)


def forward(case, on=FILED):
    actions.take(case, "forward", seen=1, by=OPERATOR, on=on)


def test_a_party_reads_all_of_a_case_with_its_own_buttons(records):
    case = file(records[0])
    forward(case)

    views = {who: queries.one(case, who, on=FILED) for who in (OWNER, OPERATOR, OFFICER)}
    buttons = {who.account: [step.code for step in view.possible] for who, view in views.items()}
    assert buttons == {
        "owner": ["withdraw"],
        "operator": [],
        "officer": ["propose_upholding", "dismiss"],
    }
    view = views[OWNER]
    assert [(one.step.code, one.by, one.state.zh) for one in view.steps] == [
        ("file", "owner", "比对中"),
        ("forward", "operator", "核查中"),
    ]
    assert (view.facts.state_label.zh, view.facts.version, view.facts.ground.zh) == (
        "核查中", 2, "记载错误或者有遗漏",
    )  # fmt: skip
    assert [(one.label.zh, one.name, one.size) for one in view.documents] == [
        ("异议申请及证据", "证据.pdf", len(PDF))
    ]


def test_a_term_says_when_it_ends_and_why(records):
    case = file(records[0])
    forward(case)
    comparison, verification = queries.one(case, OWNER, on=FILED).terms

    assert comparison.running.closed_on == FILED
    assert (verification.due_on, verification.is_overdue) == (date(2026, 10, 10), False)
    assert {day.holiday.zh for day in verification.clock.days if day.holiday} == {"国庆节"}


@pytest.mark.parametrize("who", STRANGERS)
def test_for_everybody_else_there_is_no_such_case_and_no_such_document(records, who):
    case = file(records[0])
    (document,) = queries.one(case, OWNER, on=FILED).documents

    assert queries.one(case, STRANGERS[who], on=FILED) is None
    assert queries.document(case, document.digest, STRANGERS[who]) is None
    assert queries.document(case, document.digest, OFFICER) == document
    assert queries.document(case, "0" * 64, OWNER) is None
    assert queries.one(uuid4(), OWNER, on=FILED) is None


def test_a_work_list_has_what_waits_for_the_party_the_most_urgent_first(records):
    late, early, elsewhere = file(records[0], date(2026, 9, 30)), file(records[1]), file(records[2])
    forward(elsewhere)

    assert [one.id for one in queries.worklist(Party.CENTRE)] == [early, late]
    assert [one.id for one in queries.worklist(Party.PROVIDER, unit=MARKET)] == [elsewhere]
    assert queries.worklist(Party.PROVIDER, unit=OTHER) == ()
    assert queries.worklist(Party.CENTRE, procedure="repair") == ()


@pytest.mark.parametrize(
    ("on", "colour"),
    [
        (date(2026, 9, 28), Urgency.GREEN),
        (date(2026, 9, 30), Urgency.GREEN),  # two of five days
        (date(2026, 10, 8), Urgency.AMBER),
        (date(2026, 10, 9), Urgency.AMBER),
        (date(2026, 10, 10), Urgency.RED),  # the last, worked in exchange
        (date(2026, 10, 12), Urgency.RED),
    ],
)
def test_a_case_turns_amber_at_half_of_its_term_and_red_on_its_last_day(records, on, colour):
    case = file(records[0])
    forward(case)

    assert queries.one(case, OFFICER, on=on).facts.urgency(on) is colour


def test_lists_are_those_of_the_organisation_the_unit_the_record_and_the_centre(records):
    first, second = file(records[0]), file(records[1], date(2026, 9, 30))

    assert [one.id for one in queries.of_organisation(AMBER)] == [second, first]
    assert queries.of_organisation(OTHER) == ()
    assert [one.id for one in queries.of_unit(MARKET, procedure="objection")] == [second, first]
    assert queries.of_unit(MARKET, procedure="deletion") == queries.of_unit(OTHER) == ()
    assert [one.id for one in queries.of_centre(size=1, skip=1)] == [first]
    assert [one.id for one in queries.of_record(records[0])] == [first]


def test_a_notice_leads_from_its_step_to_the_case(records):
    case = file(records[0])
    step = Case.objects.get(id=case).steps.get()

    assert queries.case_of_step(step.id) == case
    assert queries.case_of_step(uuid4()) is None


def test_a_case_about_a_list_entry_is_decided_by_the_unit_that_listed_it(recorded):
    unit.add(CENTRE, "示范市公共信用信息中心", kind=UnitKind.CENTRE)
    (listed,) = recorded({"content": {"number": "1号"}}, item="list_tax_violation", unit=OTHER)
    case = file(listed)
    forward(case)

    assert [one.id for one in queries.worklist(Party.PROVIDER, unit=OTHER)] == [case]
    assert queries.one(case, OFFICER, on=FILED) is None
    assert queries.one(case, STRANGERS["another unit"], on=FILED) is not None
