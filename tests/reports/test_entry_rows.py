"""Rows of fields: in their order, two short ones side by side, and a height only where it is sure."""

from hypothesis import given
from hypothesis import strategies as st

from gongxin.reports.entry_rows import lines, rows, stays_together, width

PAIRS = st.lists(st.tuples(st.text(max_size=12), st.text(max_size=80)), max_size=12)


@given(PAIRS)
def test_every_field_is_printed_once_and_in_its_order(pairs):
    cells = [cell for row in rows(pairs) for cell in row["cells"]]

    assert cells == [cell for pair in pairs for cell in pair]


@given(PAIRS)
def test_a_row_has_one_pair_or_two_short_ones(pairs):
    assert all(
        len(row["cells"]) == 2 or (len(row["cells"]) == 4 and max(map(width, row["cells"][1::2])) <= 16)
        for row in rows(pairs)
    )


def test_two_short_fields_share_a_row_and_a_long_one_does_not():
    found = list(rows([("类别", "罚款"), ("金额", "0.03"), ("事实", "长" * 60), ("机关", "市场监督管理局")]))

    assert [len(row["cells"]) for row in found] == [4, 2, 2]
    assert [row["lines"] for row in found] == [1, 2, 1]


def test_a_height_is_given_only_where_it_is_sure():
    assert lines("一行", 42) == 1
    assert lines("长" * 63, 42) == 2
    assert lines("长" * 43, 42) == 0  # one character over: punctuation may decide
    assert lines("长" * 50 + "Incomprehensibilities", 42) == 0
    assert lines("两\n行", 42) == 0


def test_a_record_of_ordinary_length_stays_together_and_a_long_one_may_break():
    assert stays_together(list(rows([("事实", "长" * 100)] * 4)))
    assert not stays_together(list(rows([("事实", "长" * 2000)])))
