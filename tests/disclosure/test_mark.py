"""Spans of marks, and the first day that they leave free."""

from datetime import date

import pytest

from gongxin.disclosure.mark import HIDING, MARKS, MEANINGS, Mark, MarkSpan, unhidden_from

DAY = date(2026, 10, 13)


def span(kind, first, last):
    return MarkSpan(kind, date(2026, 10, first), last and date(2026, 10, last))


def test_a_span_holds_its_first_and_its_last_day():
    assert [day for day in range(1, 32) if date(2026, 10, day) in span(Mark.REPAIRED, 13, 15)] == [13, 14, 15]
    assert date(2099, 1, 1) in span(Mark.ANNOTATED, 13, None)


@pytest.mark.parametrize(
    ("spans", "first"),
    [
        ([], 13),
        ([span(Mark.ANNOTATED, 1, None)], 13),
        ([span(Mark.REPAIRED, 14, 20)], 13),
        ([span(Mark.REPAIRED, 10, 20)], 21),
        ([span(Mark.SUSPENDED, 21, 25), span(Mark.REPAIRED, 10, 20)], 26),
        ([span(Mark.SUSPENDED, 21, None), span(Mark.REPAIRED, 10, 20)], None),
    ],
)
def test_a_record_shows_again_after_the_last_span_that_hides_it(spans, first):
    assert unhidden_from(spans, DAY) == (first and date(2026, 10, first))


def test_every_mark_has_a_name_and_says_what_it_means():
    assert set(MARKS) == set(MEANINGS) == set(Mark)
    assert frozenset(Mark) - {Mark.ANNOTATED} == HIDING
