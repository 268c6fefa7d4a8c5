"""A calendar is published: due dates and suspensions move with it, on record, and all concerned are told."""

import json
from datetime import date

import pytest

from gongxin.actions import case as actions
from gongxin.actions import unit
from gongxin.actions.case import Document, Filing
from gongxin.actions.reprojection import reproject
from gongxin.actions.verification import verify
from gongxin.disclosure.role import Role, UnitKind
from gongxin.procedures.case import Actor
from gongxin.store.models import Case, Entry, Notice, RecordMark

AMBER, MARKET, CENTRE = "91310000MA0000015F", "11310000000000035N", "12310000000000019X"
FORWARDED = date(
    2027, 1, 20
)  # a Wednesday; nothing is published for 2027 yet: five working days to 27 January
BEFORE, AFTER = date(2027, 1, 27), date(2027, 1, 29)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
OWNER = Actor("owner", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({AMBER}))
OPERATOR = Actor("operator", frozenset({Role.CENTRE_OPERATOR}), unit=CENTRE)
OFFICER = Actor("officer", frozenset({Role.DATA_OFFICER}), unit=MARKET)
NOTICE = """
source = "某年放假通知"
checked_on = 2027-01-21
settles = [2027]
days = [
    { date = 2027-01-25, works = false, name = { zh = "临时放假", en = "Day off" } },
    { date = 2027-01-26, works = false, name = { zh = "临时放假", en = "Day off" } },
]
"""


@pytest.fixture
def case(recorded):
    unit.add(CENTRE, "示范市公共信用信息中心", kind=UnitKind.CENTRE)
    (record,) = recorded({"content": {"CF_WSH": "示市监处罚〔2026〕1号"}})
    evidence = (Document("grounds", "证据.pdf", PDF),)
    filing = Filing("objection", AMBER, record, ground="error", reason="有误", documents=evidence)
    case = actions.file(filing, by=OWNER, on=FORWARDED)
    actions.take(case, "forward", seen=1, by=OPERATOR, on=FORWARDED)
    assert Case.objects.get(id=case).due_on == BEFORE
    return case


@pytest.fixture
def publish(settings, tmp_path):
    def published():
        (tmp_path / "law" / "holidays").mkdir(parents=True)
        (tmp_path / "law" / "holidays" / "2027.toml").write_text(NOTICE, "utf-8")
        settings.GONGXIN_CITY_FOLDERS = (tmp_path,)

    return published


def suspended():
    marks = RecordMark.objects.filter(kind="suspended").order_by("sequence", "from_on")
    return [(one.from_on, one.until_on, one.ended_by is None) for one in marks]


def recounted():
    return sorted((one.kind, one.uscc or one.unit) for one in Notice.objects.filter(kind__startswith="term_"))


def test_a_due_date_and_the_suspension_that_follows_it_move_and_both_sides_are_told(case, publish):
    publish()

    (moved,) = reproject(on=date(2027, 1, 21))

    assert (moved.before, moved.after) == (BEFORE, AFTER)
    assert Case.objects.get(id=case).due_on == AFTER
    assert suspended() == [(date(2027, 1, 28), None, False), (date(2027, 1, 30), None, True)]
    assert recounted() == [("term_recounted", AMBER), ("term_recounted_for_unit", MARKET)]
    assert Notice.objects.get(kind="term_recounted").values["due_on"] == AFTER.isoformat()
    said = json.loads(Entry.objects.filter(kind="case").order_by("-sequence").first().content)
    assert (said["case"], said["before"], said["due_on"]) == (str(case), "2027-01-27", "2027-01-29")
    assert list(verify()) == []


def test_a_second_time_nothing_is_written_and_nobody_told(case, publish):
    assert reproject(on=date(2027, 1, 21)) == ()
    publish()
    reproject(on=date(2027, 1, 21))
    entries = Entry.objects.count()

    assert reproject(on=date(2027, 1, 22)) == ()
    assert (Entry.objects.count(), len(recounted())) == (entries, 2)


def test_a_dry_run_only_says_what_would_move(case, publish):
    publish()

    (moved,) = reproject(on=date(2027, 1, 21), dry_run=True)

    assert (moved.before, moved.after) == (BEFORE, AFTER)
    assert Case.objects.get(id=case).due_on == BEFORE
    assert recounted() == []


def test_a_record_that_was_suspended_too_early_shows_again_until_the_new_day(case, publish):
    """The days on which it was hidden stay as they were; from today the calendar that holds decides."""
    publish()

    reproject(on=date(2027, 1, 29))

    assert suspended() == [
        (date(2027, 1, 28), None, False),
        (date(2027, 1, 28), date(2027, 1, 28), True),
        (date(2027, 1, 30), None, True),
    ]


def test_what_is_late_under_both_calendars_stays_suspended(case, publish):
    publish()

    reproject(on=date(2027, 2, 1))

    assert suspended() == [(date(2027, 1, 28), None, True)]
    assert Case.objects.get(id=case).due_on == AFTER


def test_a_closed_case_keeps_the_day_it_had(case, publish):
    actions.take(case, "dismiss", seen=2, by=OFFICER, on=date(2027, 1, 21), reason="一致。")
    publish()

    assert reproject(on=date(2027, 1, 22)) == ()
