"""Why a record is shown for as long as it is."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from gongxin.queries.item import item_of
from gongxin.queries.shown_entry import ShownEntry
from gongxin.web.portal.window import LEFT, RIGHT, strip, window_reason

DECIDED = date(2026, 5, 10)


def entry(**changes):
    facts = {
        "sequence": 1, "record": UUID(int=1), "version": 1, "item": "administrative_penalty",
        "edition": "2026", "uscc": "91310000MA0000015F", "organisation": "琥珀食品", "title": "广告违法",
        "document_number": "", "authority": "", "unit": "", "unit_name": "", "decided_on": DECIDED,
        "valid_until": None, "tier": "ordinary", "shown_from": DECIDED, "shown_until": date(2027, 5, 10),
        "repairable_on": date(2026, 8, 10), "query_until": None,
        "known_at": datetime(2026, 5, 11, tzinfo=UTC),
        "is_late": False, "disclosure": "public", "fields": (), "content": {},
    }  # fmt: skip
    return ShownEntry(**{**facts, **changes})


@pytest.mark.parametrize(("tier", "shortest", "longest"), [("ordinary", 3, 12), ("severe", 12, 36)])
def test_a_tier_explains_its_months_with_the_article(tier, shortest, longest):
    reason = window_reason(item_of("administrative_penalty", DECIDED), entry(tier=tier))

    assert (reason.shortest.amount, reason.longest.amount) == (shortest, longest)
    assert reason.basis.instrument == "NDRC-36"


def test_a_licence_shows_until_its_validity_ends():
    reason = window_reason(item_of("administrative_licence", DECIDED), entry(tier=None))

    assert (reason.kind, reason.longest) == ("valid", None)


def test_today_stands_between_the_ends_of_the_strip():
    drawn = strip(entry(), date(2026, 11, 10))

    assert (drawn.start.x, drawn.end.x) == (LEFT, RIGHT)
    assert drawn.start.x < drawn.repairable.x < drawn.today.x < drawn.end.x
    assert drawn.today.x == pytest.approx((LEFT + RIGHT) / 2, abs=4)


def test_a_day_after_the_end_does_not_leave_the_picture():
    assert strip(entry(), date(2030, 1, 1)).today.x == RIGHT


def test_a_window_without_an_end_is_not_drawn():
    assert strip(entry(shown_until=None), DECIDED) is None


def test_a_window_of_one_day_can_be_drawn():
    assert strip(entry(shown_until=DECIDED, repairable_on=None), DECIDED).width == RIGHT - LEFT
