"""That a record was withdrawn is said to those who saw it, and only as long as they would."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from gongxin.actions import entry as actions
from gongxin.actions import erasure
from gongxin.disclosure.policy import Viewer
from gongxin.queries import entry
from gongxin.queries.shown_entry import NotShown, Withdrawn

SHOP, OTHER = "91310000MA0000015F", "91310000MA0000023A"


def withdrawn(recorded, **facts):
    (record,) = recorded({"content": {"CF_WSH": "1号"}, "decided_on": localdate() - timedelta(30), **facts})
    actions.withdraw(record, reason="决定被撤销", by="张某")
    return record


def raised(record, viewer=Viewer.ANYONE, on=None):
    with pytest.raises(NotShown) as refusal:
        entry.one(record, viewer=viewer, on=on or localdate())
    return refusal.value


def test_a_withdrawn_record_says_so_with_the_day_and_without_the_reason(recorded):
    refusal = raised(withdrawn(recorded))

    assert isinstance(refusal, Withdrawn)
    assert refusal.on == localdate()
    assert str(localdate()) in str(refusal)
    assert "决定被撤销" not in str(refusal)
    assert "张某" not in str(refusal)


def test_once_the_window_would_have_closed_nothing_is_said_any_more(recorded):
    record = withdrawn(recorded)

    assert not isinstance(raised(record, on=localdate() + timedelta(800)), Withdrawn)


def test_of_what_the_viewer_never_saw_nothing_is_said(recorded):
    record = withdrawn(recorded, tier="minor")

    assert not isinstance(raised(record), Withdrawn)
    assert not isinstance(raised(record, viewer=Viewer.organisation(OTHER)), Withdrawn)
    assert isinstance(raised(record, viewer=Viewer.organisation(SHOP)), Withdrawn)


def test_of_what_was_over_before_it_was_withdrawn_nothing_is_said(recorded):
    record = withdrawn(recorded, decided_on=date(2024, 1, 2))

    assert not isinstance(raised(record), Withdrawn)


def test_of_an_erased_record_nothing_is_said(recorded):
    record = withdrawn(recorded)
    erasure.erase(record, basis="某法第一条", reason="误收")

    assert not isinstance(raised(record), Withdrawn)
