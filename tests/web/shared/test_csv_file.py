"""Tables for spreadsheets, in which nothing runs."""

import pytest

from gongxin.web.shared.csv_file import cell, csv_file


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "＝1", "＋1", "－1", "＠x"])
def test_what_a_spreadsheet_would_run_becomes_text(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(("value", "text"), [(None, ""), (5, "5"), ("a=b", "a=b"), ("甲", "甲")])
def test_everything_else_stays_as_it_is(value, text):
    assert cell(value) == text


def test_a_file_opens_in_a_spreadsheet_and_is_not_kept_on_the_way():
    answer = csv_file("x.csv", ["甲"], [["=x"], [None]])

    assert answer.content.decode() == '\ufeff甲\r\n\'=x\r\n""\r\n'
    assert answer.headers["Content-Disposition"] == 'attachment; filename="x.csv"'
    assert "no-store" in answer.headers["Cache-Control"]
