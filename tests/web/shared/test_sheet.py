"""Lists as CSV files."""

import pytest

from gongxin.web.shared.sheet import sheet, text_of


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＠x"])
def test_a_cell_that_a_spreadsheet_would_run_is_only_text(cell):
    assert text_of(cell) == f"'{cell}"


@pytest.mark.parametrize(("cell", "text"), [("示范", "示范"), (None, ""), (12, "12"), ("", "")])
def test_any_other_cell_stays_as_it_is(cell, text):
    assert text_of(cell) == text


def test_a_sheet_is_saved_by_the_browser_and_read_by_excel():
    answer = sheet("batches", ["文件"], [["=1,2"]])

    assert answer.content.decode() == '\ufeff文件\r\n"\'=1,2"\r\n'
    assert answer.headers["Content-Disposition"] == 'attachment; filename="batches.csv"'
