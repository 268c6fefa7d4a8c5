"""What an organisation may know of its file beyond what stands, and what not even it is shown."""

from datetime import date

import pytest

from gongxin.actions.entry import classify, withdraw
from gongxin.actions.erasure import erase
from gongxin.actions.taking import parameters
from gongxin.catalogue import reader
from gongxin.catalogue.behaviour import Tier
from gongxin.queries.dossier import gone, gone_record, versions
from gongxin.queries.shown_entry import NotShown

AMBER, OTHER = "91310000MA0000015F", "92310114MA1GT001XX"
ON = date(2026, 11, 2)
AFTER_THE_PERIOD = date(2031, 5, 2)


@pytest.fixture
def penalty(recorded):
    (record,) = recorded({"content": {"CF_WSH": "1号", "CF_SY": "秘密的事实"}})
    return record


def reclassified(record):
    item = reader.edition(ON).item("administrative_penalty")
    classify(record, Tier.SEVERE, item=item, parameters=parameters())


def test_versions_come_newest_first_with_what_each_changed(penalty):
    reclassified(penalty)

    newest, first = versions(penalty, AMBER, on=ON)

    assert (newest.version, newest.tier_before, newest.tier) == (2, "ordinary", "severe")
    assert (first.version, first.tier_before, first.changes) == (1, None, ())
    assert newest.sequence > first.sequence


def test_a_withdrawal_says_why_and_no_version_says_anything_any_more(penalty):
    reclassified(penalty)
    withdraw(penalty, reason="决定已撤销", by="alice")

    (left,) = gone(AMBER, on=ON)
    assert (left.record, left.is_erased, left.reason) == (penalty, False, "决定已撤销")
    found = versions(penalty, AMBER, on=ON)
    assert [one.kind for one in found] == ["withdrawal", "record", "record"]
    assert found[0].reason == "决定已撤销"
    assert [one.changes for one in found] == [(), (), ()]
    assert "秘密" not in repr(found)


def test_an_erasure_says_on_what_basis(penalty):
    erase(penalty, basis="《个人信息保护法》第47条", reason="误收")

    (left,) = gone(AMBER, on=ON)
    assert (left.is_erased, left.basis, left.reason) == (True, "《个人信息保护法》第47条", "误收")
    assert [one.has_content for one in versions(penalty, AMBER, on=ON)] == [False]


def test_after_the_query_period_nothing_is_named_at_all(penalty):
    """Five years from the decision of 1 May 2026: adverse information has left every interface."""
    assert versions(penalty, AMBER, on=date(2031, 5, 1))
    with pytest.raises(NotShown):
        versions(penalty, AMBER, on=AFTER_THE_PERIOD)

    withdraw(penalty, reason="决定已撤销", by="alice")
    assert len(gone(AMBER, on=date(2031, 5, 1))) == 1
    assert gone(AMBER, on=AFTER_THE_PERIOD) == ()
    with pytest.raises(NotShown):
        versions(penalty, AMBER, on=AFTER_THE_PERIOD)


def test_another_organisation_learns_nothing(penalty):
    withdraw(penalty, reason="决定已撤销", by="alice")

    assert gone(OTHER, on=ON) == ()
    with pytest.raises(NotShown):
        versions(penalty, OTHER, on=ON)
    with pytest.raises(NotShown):
        gone_record(penalty, OTHER, on=ON)


def test_what_stands_is_not_among_what_left(penalty, recorded):
    recorded({"content": {"CF_WSH": "2号"}})

    assert gone(AMBER, on=ON) == ()
    assert [one.version for one in versions(penalty, AMBER, on=ON)] == [1]
