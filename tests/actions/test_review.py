"""What a person decides, once."""

from datetime import date
from uuid import UUID

import pytest

from gongxin.actions import review
from gongxin.actions.review import CaseDecided, NotRegistered
from gongxin.actions.taking import parameters
from gongxin.catalogue.behaviour import Tier
from gongxin.store.models import Entry, OldIdentifier, ReviewCase

AMBER = "91310000MA0000015F"
ON = date(2026, 5, 6)
REGISTERED = {"number": 1, "uscc": AMBER, "name": "某市琥珀食品有限公司", "status": "existing"}


@pytest.fixture
def unmatched(enter):
    """A case about a row that only names its organisation and an old number."""
    enter([REGISTERED], item="organisation_registration", tier=None)
    batch = enter([]).batch
    rows = enter([]).rows
    rows.execute("INSERT INTO unmatched VALUES (4, '某市琥珀食品有限责任公司', ['310000000000019'])")
    review.queue_matches(rows, batch, batch.received_at)
    return ReviewCase.objects.get()


def test_a_case_suggests_organisations_of_the_same_name_and_merges_none(unmatched):
    (case,) = review.open_cases("match")

    assert case.candidates == [{"uscc": AMBER, "name": "某市琥珀食品有限公司"}, {"number": "310000000000019"}]
    assert OldIdentifier.objects.count() == 0


def test_a_match_teaches_the_register_the_old_number(unmatched):
    assert review.match(unmatched.id, AMBER, by="li") == 1

    assert OldIdentifier.objects.get().uscc == AMBER
    assert review.open_cases() == []
    unmatched.refresh_from_db()
    assert (unmatched.decision, unmatched.decided_by) == (AMBER, "li")


def test_a_case_is_decided_once(unmatched):
    review.match(unmatched.id, AMBER, by="li")

    with pytest.raises(CaseDecided):
        review.match(unmatched.id, AMBER, by="mo")


def test_a_case_is_matched_to_a_registered_organisation_only(unmatched):
    with pytest.raises(NotRegistered):
        review.match(unmatched.id, "91310000MA0000025X", by="li")

    assert review.open_cases() != []


def test_a_decided_tier_is_a_new_version_of_the_record(enter):
    enter([{"number": 5}], tier=None)
    (case,) = review.open_cases("tier")
    assert case.record == UUID(int=5)

    review.decide_tier(case.id, Tier.ORDINARY, by="li", on=ON, parameters=parameters())

    current = Entry.objects.get(superseded_by=None)
    assert (current.version, current.tier, current.shown_from) == (2, "ordinary", date(2026, 5, 1))
    with pytest.raises(CaseDecided):
        review.decide_tier(case.id, Tier.SEVERE, by="mo", on=ON, parameters=parameters())
