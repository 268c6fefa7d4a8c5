"""The policy table: who sees what."""

from datetime import UTC, date, datetime, timedelta

import pytest

from gongxin.catalogue.field import Field, FieldKind
from gongxin.catalogue.label import Label
from gongxin.catalogue.publicity import Disclosure
from gongxin.disclosure.policy import SIGHT, Capacity, Viewer, sees_field
from gongxin.disclosure.standing import Standing, sees

DAY = date(2026, 5, 6)
KNOWN = datetime(2026, 5, 2, tzinfo=UTC)
SHOP, BUREAU = "91310000MA0000015F", "11310000MB2F00013X"


def entry(**changes):
    facts = {
        "kind": "record",
        "item": "administrative_penalty",
        "known_at": KNOWN,
        "superseded_at": None,
        "has_content": True,
        "disclosure": Disclosure.PUBLIC,
        "uscc": SHOP,
        "unit": BUREAU,
        "decided_on": date(2026, 5, 1),
        "shown_from": date(2026, 5, 1),
        "shown_until": date(2027, 5, 1),
        "query_until": date(2031, 5, 1),
    }
    return Standing(**{**facts, **changes})


def test_anyone_sees_a_public_record_from_its_first_to_its_last_day():
    assert sees(Viewer.ANYONE, entry(), date(2026, 5, 1))
    assert sees(Viewer.ANYONE, entry(), date(2027, 5, 1))
    assert not sees(Viewer.ANYONE, entry(), date(2026, 4, 30))
    assert not sees(Viewer.ANYONE, entry(), date(2027, 5, 2))


def test_anyone_never_sees_a_record_without_a_window():
    assert not sees(Viewer.ANYONE, entry(shown_from=None, shown_until=None), DAY)


@pytest.mark.parametrize("disclosure", [Disclosure.SHARED, Disclosure.AUTHORISED])
def test_what_is_not_public_is_seen_by_the_organisation_itself_and_not_by_anyone(disclosure):
    hidden = entry(disclosure=disclosure)

    assert not sees(Viewer.ANYONE, hidden, DAY)
    assert sees(Viewer.organisation(SHOP), hidden, DAY)
    assert not sees(Viewer.organisation(BUREAU), hidden, DAY)


def test_a_unit_sees_what_it_submitted_and_nothing_else():
    assert sees(Viewer.unit(BUREAU), entry(disclosure=Disclosure.SHARED), DAY)
    assert not sees(Viewer.unit(SHOP), entry(), DAY)


@pytest.mark.parametrize(
    "viewer", [Viewer.ANYONE, Viewer.CENTRE, Viewer.organisation(SHOP), Viewer.unit(BUREAU)]
)
@pytest.mark.parametrize(
    "gone",
    [
        {"superseded_at": KNOWN},
        {"has_content": False},
        {"kind": "withdrawal"},
        {"query_until": date(2026, 5, 5)},
        {"decided_on": date(2026, 5, 7)},
    ],
)
def test_nobody_sees_what_no_longer_stands(viewer, gone):
    assert sees(viewer, entry(), DAY)
    assert not sees(viewer, entry(**gone), DAY)


def test_at_an_earlier_moment_the_version_of_that_moment_stands():
    later = KNOWN + timedelta(days=2)
    first, second = entry(superseded_at=later), entry(known_at=later)

    assert sees(Viewer.ANYONE, first, DAY, known_at=later - timedelta(microseconds=1))
    assert not sees(Viewer.ANYONE, second, DAY, known_at=later - timedelta(microseconds=1))
    assert not sees(Viewer.ANYONE, first, DAY, known_at=later)
    assert sees(Viewer.ANYONE, second, DAY, known_at=later)
    assert not sees(Viewer.ANYONE, first, DAY, known_at=KNOWN - timedelta(microseconds=1))


def test_what_was_erased_is_not_there_at_any_moment():
    assert not sees(Viewer.CENTRE, entry(has_content=False), DAY, known_at=KNOWN)


def test_a_role_that_sees_only_its_own_needs_a_code():
    with pytest.raises(ValueError, match="needs"):
        Viewer(Capacity.UNIT)
    with pytest.raises(ValueError, match="no code"):
        Viewer(Capacity.ANYONE, SHOP)


def test_a_matter_shows_just_its_items_and_nothing_that_needs_an_authorisation():
    viewer = Viewer.matter(["administrative_penalty"])

    assert sees(viewer, entry(disclosure=Disclosure.SHARED), DAY)
    assert sees(viewer, entry(shown_until=date(2026, 5, 5)), DAY)
    assert not sees(viewer, entry(item="administrative_licence"), DAY)
    assert not sees(viewer, entry(disclosure=Disclosure.AUTHORISED), DAY)
    assert not sees(viewer, entry(query_until=date(2026, 5, 5)), DAY)


def test_a_matter_without_named_items_is_no_viewer():
    with pytest.raises(ValueError, match="items"):
        Viewer(Capacity.MATTER)


def test_every_role_has_a_line_in_the_table():
    assert set(SIGHT) == set(Capacity)


def test_a_field_that_is_not_public_is_kept_from_the_public_only():
    inner = Field("BZ", Label("备注", "Note"), FieldKind.TEXT, public=False)

    assert not sees_field(inner, Viewer.ANYONE)
    assert sees_field(inner, Viewer.unit(BUREAU))


def test_a_personal_field_is_shown_to_nobody():
    personal = Field("ZJHM", Label("证件号", "Identity number"), FieldKind.TEXT, personal=True)

    assert not sees_field(personal, Viewer.CENTRE)
