"""Pages of a long list."""

import pytest
from django.http import QueryDict

from gongxin.web.office.paging import LAST, Paging, page_asked


@pytest.mark.parametrize(
    ("asked", "page"),
    [("", 1), ("3", 3), ("0", 1), ("-1", 1), ("x", 1), ("9" * 40, LAST), ("²", 1), ("000000000001", 1)],
)
def test_whatever_the_address_asks_for_is_a_page(asked, page):
    assert page_asked(QueryDict(f"page={asked}")) == page


def test_a_page_knows_what_comes_before_and_after():
    middle, last, none = Paging(2, 120, 50), Paging(3, 120, 50), Paging(1, 0, 50)

    assert (middle.first, middle.last, middle.before, middle.after) == (51, 100, 1, 3)
    assert (last.first, last.last, last.after) == (101, 120, None)
    assert (none.first, none.last, none.before, none.after) == (0, 0, None, None)
