"""The review queue in the browser."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from gongxin.disclosure.policy import Viewer
from gongxin.queries import entry
from gongxin.store.models import ReviewCase

MARKET = "11310000000000035N"


@pytest.fixture
def tier_case(people, recorded):
    """A penalty of the market bureau that no behaviour puts into a tier."""
    (record,) = recorded({"content": {"CF_WSH": "1号"}, "tier": None})
    return ReviewCase.objects.get(kind="tier", record=record)


@pytest.fixture
def match_case(people):
    return ReviewCase.objects.create(
        kind="match",
        item="administrative_penalty",
        unit=MARKET,
        batch=uuid4(),
        row=3,
        candidates=[
            {"uscc": "91310000MA0000015F", "name": "琥珀食品有限公司"},
            {"number": "310000123456789"},
        ],
        opened_at=datetime(2026, 5, 6, tzinfo=UTC),
    )


def test_the_unit_sees_its_own_cases_and_another_unit_none(signed_in, match_case, tier_case):
    own, other = (
        signed_in(person).get("/office/review/").content.decode() for person in ("alice", "charlie")
    )

    assert "琥珀食品有限公司" in own
    assert "属于哪一档" in own
    assert "琥珀食品有限公司" not in other


def test_a_decided_tier_opens_the_window(signed_in, tier_case):
    assert (
        entry.of_organisation("91310000MA0000015F", viewer=Viewer.ANYONE, on=datetime(2026, 12, 1).date())
        == ()
    )
    signed_in("alice").post(f"/office/review/{tier_case.id}/", {"tier": "ordinary"})
    (shown,) = entry.of_organisation(
        "91310000MA0000015F", viewer=Viewer.ANYONE, on=datetime(2026, 12, 1).date()
    )

    assert shown.tier == "ordinary"


def test_a_case_is_decided_only_by_the_unit_it_concerns(signed_in, tier_case):
    assert signed_in("charlie").post(f"/office/review/{tier_case.id}/", {"tier": "severe"}).status_code == 404
    assert signed_in("bob").post(f"/office/review/{tier_case.id}/", {"tier": "severe"}).status_code == 403
    tier_case.refresh_from_db()
    assert tier_case.decided_at is None


@pytest.mark.parametrize("value", ["", "mild", "\x00"])
def test_a_tier_that_does_not_exist_decides_nothing(signed_in, tier_case, value):
    answer = signed_in("alice").post(f"/office/review/{tier_case.id}/", {"tier": value})
    tier_case.refresh_from_db()

    assert answer.status_code == 302
    assert tier_case.decided_at is None


def test_an_organisation_that_is_not_registered_cannot_be_chosen(signed_in, match_case):
    answer = signed_in("alice").post(
        f"/office/review/{match_case.id}/", {"uscc": "91310000MA0000099X"}, follow=True
    )
    match_case.refresh_from_db()

    assert "登记信息中没有" in answer.content.decode()
    assert match_case.decided_at is None


def test_a_case_of_an_impossible_number_is_not_found(signed_in):
    assert signed_in("alice").post(f"/office/review/{'9' * 30}/", {"tier": "minor"}).status_code == 404


def test_answers_are_chosen_looked_at_again_and_only_then_written(signed_in, tier_case):
    alice = signed_in("alice")
    answer = alice.post("/office/review/stage/", {f"choice-{tier_case.id}": "ordinary"})
    tier_case.refresh_from_db()
    assert answer.headers["Location"] == "/office/review/staged/"
    assert (tier_case.staged, tier_case.staged_by, tier_case.decided_at) == ("ordinary", "alice", None)
    assert "一般" in alice.get("/office/review/staged/").content.decode()

    alice.post("/office/review/staged/write/", {"decision": "write"})
    tier_case.refresh_from_db()

    assert (tier_case.decision, tier_case.decided_by, tier_case.staged) == ("ordinary", "alice", "")


def test_what_is_not_written_can_be_taken_back(signed_in, tier_case):
    alice = signed_in("alice")
    alice.post("/office/review/stage/", {"case": [tier_case.id], "tier": "severe"})
    alice.post("/office/review/staged/write/", {"decision": "undo"})
    tier_case.refresh_from_db()

    assert (tier_case.staged, tier_case.decided_at) == ("", None)


def test_nobody_writes_or_takes_back_what_another_chose(signed_in, tier_case):
    signed_in("alice").post("/office/review/stage/", {"case": [tier_case.id], "tier": "severe"})
    for decision in ("write", "undo"):
        signed_in("charlie").post("/office/review/staged/write/", {"decision": decision})
    tier_case.refresh_from_db()

    assert (tier_case.staged, tier_case.decided_at) == ("severe", None)


@pytest.mark.parametrize(
    "asked", [{}, {"choice-x": "minor"}, {"choice-1": "mild"}, {"case": "9" * 30, "tier": "minor"}]
)
def test_a_choice_that_is_none_sets_nothing_aside(signed_in, tier_case, asked):
    answer = signed_in("alice").post("/office/review/stage/", asked)
    tier_case.refresh_from_db()

    assert answer.headers["Location"] == "/office/review/"
    assert tier_case.staged == ""


def test_another_units_case_cannot_be_chosen(signed_in, tier_case):
    signed_in("charlie").post("/office/review/stage/", {"case": [tier_case.id], "tier": "severe"})
    tier_case.refresh_from_db()

    assert tier_case.staged == ""


def test_candidates_stand_side_by_side_with_what_differs_marked(signed_in, match_case):
    match_case.subject_name = "琥珀食品有限责任公司"
    match_case.save()
    page = signed_in("alice").get("/office/review/?kind=match").content.decode()

    assert "琥珀食品有限责任公司" in page
    assert "310000123456789" in page


def test_a_tier_is_decided_beside_the_rules_that_did_not_fit(signed_in, tier_case):
    page = signed_in("alice").get("/office/review/?kind=tier").content.decode()

    assert "规则都不符合" in page
    assert "责令停产停业" in page
