"""Which entries reach an evaluation, and what of them does."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from gongxin.actions import entry
from gongxin.catalogue import reader as catalogue
from gongxin.catalogue.behaviour import Tier
from gongxin.engine.engine import Engine
from gongxin.evaluation.compiler import program
from gongxin.evaluation.counting import Position
from gongxin.evaluation.reader import in_force, models
from gongxin.law.parameter import load_parameters
from gongxin.store.evaluating import Summed, evaluate, gathered
from gongxin.store.models import Case, Entry, RecordMark

ON = date(2026, 5, 10)
AMBER, BIRCH = "91310000MA0000015F", "91310114MA1GT00019"


def penalties(position, **only):
    """The sequences of the penalties that count, and which of them are annotated."""
    with gathered([compiled()], position, **only) as rows:
        found = rows.execute("SELECT sequence, annotated FROM entry_administrative_penalty ORDER BY 1")
        return dict(found.fetchall())


def compiled():
    model = in_force("comprehensive_enterprise", ON, models())
    return program(model, catalogue.edition(ON), ON, parameters=load_parameters())


def size():
    return Entry.objects.count()


def mark(record, kind, *, from_on=ON, until_on=None, sequence=None, ended_by=None):
    now = timezone.now().date()
    case = Case.objects.create(
        id=uuid4(), number=str(uuid4())[:16], procedure="repair", uscc=AMBER, about="record", subject=None,
        title={"zh": "", "en": ""}, state="filed", version=1, terms=[], filed_on=now, filed_by="x",
        channel="desk",
    )  # fmt: skip
    RecordMark.objects.create(
        record=record,
        kind=kind,
        from_on=from_on,
        until_on=until_on,
        case=case,
        sequence=sequence or size(),
        ended_by=ended_by,
    )


@pytest.fixture
def two(recorded):
    """Two penalties; all is undone before the database looks whether the marks rest on steps."""
    with transaction.atomic():
        yield recorded({"content": {"CF_WSH": "1"}}, {"content": {"CF_WSH": "2"}, "uscc": BIRCH})
        transaction.set_rollback(True)


def test_what_stands_counts(two):
    assert penalties(Position(ON, size())) == {1: False, 2: False}


def test_only_those_named_are_gathered(two):
    assert penalties(Position(ON, size()), usccs=[BIRCH]) == {2: False}


def test_what_was_decided_later_does_not_count_yet(two):
    assert penalties(Position(date(2026, 4, 30), size())) == {}


def test_what_came_after_the_position_does_not_count(two):
    assert penalties(Position(ON, 1)) == {1: False}


def test_what_may_not_be_queried_any_more_does_not_count(two):
    last = Entry.objects.get(sequence=1).query_until

    assert penalties(Position(last, size())) == {1: False, 2: False}
    assert penalties(Position(last + timedelta(days=1), size())) == {}


@pytest.mark.parametrize("kind", ["suspended", "repaired"])
def test_what_is_suspended_or_repaired_does_not_count(two, kind):
    mark(two[0], kind)

    assert penalties(Position(ON, size())) == {2: False}


def test_what_is_disputed_counts_and_says_so(two):
    mark(two[0], "annotated")

    assert penalties(Position(ON, size())) == {1: True, 2: False}


def test_a_mark_counts_on_its_own_days_only(two):
    mark(two[0], "repaired", from_on=date(2026, 5, 11), until_on=date(2026, 5, 20))

    counted = {day: len(penalties(Position(date(2026, 5, day), size()))) for day in (10, 11, 20, 21)}
    assert counted == {10: 2, 11: 1, 20: 1, 21: 2}


def test_a_mark_is_believed_from_its_step_until_it_is_ended(two, recorded):
    mark(two[0], "repaired", sequence=2, ended_by=3)
    recorded({"content": {"CF_WSH": "3"}})

    assert penalties(Position(ON, 1)) == {1: False}
    assert penalties(Position(ON, 2)) == {2: False}
    assert penalties(Position(ON, 3)) == {1: False, 2: False, 3: False}


def test_a_correction_counts_instead_of_what_it_corrects(recorded):
    (record,) = recorded({"content": {"CF_WSH": "1"}})
    item = catalogue.edition(ON).item("administrative_penalty")

    entry.classify(record, Tier.SEVERE, item=item, parameters=load_parameters())

    assert penalties(Position(ON, 1)) == {1: False}
    assert penalties(Position(ON, 2)) == {2: False}


def test_texts_arrive_as_they_were_kept(recorded):
    odd = '第一行\n第二行，“引号”"、逗号,和反斜杠\\'
    recorded({"content": {"CF_WSH": odd, "CF_NR_FK": 12.5, "CF_CFLB": ["罚款", "警告"]}, "tier": None})

    with gathered([compiled()], Position(ON, size())) as rows:
        assert rows.execute('SELECT tier, "CF_NR_FK" FROM entry_administrative_penalty').fetchall() == [
            (None, pytest.approx(12.5))
        ]


def test_without_any_entry_there_is_nobody_to_evaluate(db):
    with gathered([compiled()], Position(ON, 0)) as rows:
        evaluate(rows, compiled(), Engine.DUCKDB)
        summed = Summed(rows)

        assert summed.through() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        assert summed.organisations == 0
