"""A few years of cases in the database: what the public sees is what the tables say, on any day.

The pure tables are lived through by the thousand in tests/procedures/test_year.py; here their persistence is.
"""

from datetime import date, timedelta
from random import Random

import pytest
from django.conf import settings

from gongxin.actions import case as actions
from gongxin.actions import unit
from gongxin.actions.case import AlreadyFiled, CaseMoved, Document, Filing
from gongxin.actions.case_subject import NoSuchSubject
from gongxin.actions.case_verification import strays
from gongxin.actions.entry import NoSuchEntry
from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.role import Role, UnitKind
from gongxin.law.calendar import WorkingCalendar
from gongxin.procedures.case import Actor, Refused
from gongxin.procedures.case import Case as RuleCase
from gongxin.procedures.index import PROCEDURES
from gongxin.procedures.objection import is_suspended
from gongxin.procedures.procedure import START
from gongxin.procedures.step import Effect
from gongxin.procedures.term import running_from
from gongxin.queries import entry
from gongxin.queries.case_duration import duration
from gongxin.queries.case_figure import terms_kept
from gongxin.queries.shown_entry import NotShown
from gongxin.store.models import Case, CaseStep, Notice

AMBER, MARKET, CENTRE = "91310000MA0000015F", "11310000000000035N", "12310000000000019X"
FIRST, LAST = date(2026, 5, 10), date(2027, 4, 20)  # the records are shown until May of 2027
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
LIVED = ("objection", "repair", "withdrawal")
STEPS, RECORDS = 70, 6
PEOPLE = (
    Actor("owner", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({AMBER})),
    Actor("operator", frozenset({Role.CENTRE_OPERATOR}), unit=CENTRE),
    Actor("reviewer", frozenset({Role.CENTRE_REVIEWER}), unit=CENTRE),
    Actor("officer", frozenset({Role.DATA_OFFICER}), unit=MARKET),
    Actor("second", frozenset({Role.DATA_REVIEWER}), unit=MARKET),
    Actor("elsewhere", frozenset({Role.DATA_REVIEWER, Role.DATA_OFFICER}), unit="11310114000000000J"),
)
HIDES = {Effect.WITHDRAW: True, Effect.ERASE: True, Effect.REPAIR: True, Effect.RESTORE: False}


@pytest.fixture
def records(recorded):
    unit.add(CENTRE, "示范市公共信用信息中心", kind=UnitKind.CENTRE)
    return recorded(*({"content": {"CF_WSH": f"示市监处罚〔2026〕{n}号"}} for n in range(RECORDS)))


@pytest.mark.parametrize("seed", range(3))
def test_what_the_public_sees_in_a_year_is_what_the_tables_say(seed, records):
    dice, on, taken = Random(seed), FIRST, 0
    while on < LAST and taken < STEPS:
        on += timedelta(days=dice.choice([0, 0, 0, 1, 2, 4, 9]))
        taken += act(dice, dice.choice(records), on)
        check_sight(dice.choice(records), on)
    for record in records:
        for later in (on + timedelta(days=1), LAST):
            check_sight(record, later)

    assert taken > STEPS / 2
    assert list(strays()) == []
    check_figures(on)
    check_notices()


def act(dice, record, on):
    """Let somebody file or take a step about the record, sensible or not; return whether it was taken."""
    known = PROCEDURES[dice.choice(LIVED)]
    case = Case.objects.filter(subject=record, procedure=known.code).order_by("-filed_on").first()
    state = case.state if case else START
    steps = known.steps_from(state) or known.steps_from(START)
    step = dice.choice([one for one in steps if one.effect is not Effect.CORRECT] or steps)
    parties = [one for one in PEOPLE if one.is_party(step.by, RuleCase(AMBER, MARKET))]
    who = dice.choice(parties if dice.random() < 0.8 else PEOPLE)
    papers = tuple(Document(kind, "材料.pdf", PDF) for kind in step.documents)
    try:
        if START in step.from_:
            ground = next(iter(known.grounds), "")
            filing = Filing(
                known.code, AMBER, record, step=step.code, reason="理由", ground=ground, documents=papers
            )
            actions.file(filing, by=who, on=on)
        else:
            seen = case.version - (dice.random() < 0.05)  # now and then from a page that is old
            actions.take(case.id, step.code, seen=seen, by=who, on=on, reason="理由", documents=papers)
    except (Refused, CaseMoved, AlreadyFiled, NoSuchSubject, NoSuchEntry):
        return 0
    return 1


def check_sight(record, on):
    assert is_shown(record, on) == (not is_hidden(record, on)), (record, on)


def is_shown(record, on):
    try:
        entry.one(record, viewer=Viewer.ANYONE, on=on)
    except NotShown:
        return False
    return True


def is_hidden(record, on):
    """Return what the effects of the steps amount to, and whether an answer is late."""
    calendar = WorkingCalendar.published(*settings.GONGXIN_CITY_FOLDERS)
    return any(
        is_over(case) or is_suspended(rule_case(case), on, calendar)
        for case in Case.objects.filter(subject=record)
    )


def is_over(case):
    hidden = False
    for step in case.steps.order_by("number"):
        hidden = HIDES.get(PROCEDURES[case.procedure].step(step.step).effect, hidden)
    return hidden


def rule_case(case):
    return RuleCase(case.uscc, case.provider, case.state, tuple(map(running_from, case.terms)))


def check_figures(on):
    """Every term with a last day is counted in one month, and is kept, late or running."""
    calendar = WorkingCalendar.published(*settings.GONGXIN_CITY_FOLDERS)
    ends = [
        last
        for case in Case.objects.all()
        for term in rule_case(case).terms
        if term.stretches and (last := term.due_on(calendar))
    ]
    for month in {last.replace(day=1) for last in ends}:
        figures = terms_kept(month, on=on)
        counted = sum(one.kept + one.late + one.running for one in figures)
        assert counted == sum(last.replace(day=1) == month for last in ends)
    for code in LIVED:
        settled = Case.objects.filter(procedure=code, closed_on__isnull=False)
        found = duration(PROCEDURES[code], on=on)
        assert found is None or 0 < found.count <= settled.count()


def check_notices():
    """Each step told everybody whom it owes a notice, once."""
    for step in CaseStep.objects.select_related("case"):
        owed = PROCEDURES[step.case.procedure].step(step.step).notices
        assert Notice.objects.filter(about=step.id).count() == len(owed), step.step
