"""Workbooks as clerks keep them."""

from datetime import datetime

import pytest
import xlsxwriter

from gongxin.intake.unreadable import Unreadable


@pytest.fixture
def book(tmp_path):
    def make(fill, *more):
        path = tmp_path / "a.xlsx"
        with xlsxwriter.Workbook(path) as workbook:
            for name, one in (("说明", None), ("数据", fill), *more):
                sheet = workbook.add_worksheet(name)
                if one:
                    one(workbook, sheet)
                else:
                    sheet.write(0, 0, "请在下一张表中填写。")
        return path

    return make


def rows(sound, at=0):
    def fill(workbook, sheet):
        sheet.write_row(at, 0, list(sound))
        sheet.write_row(at + 1, 0, list(sound.values()))

    return fill


def test_the_first_sheet_with_a_known_header_is_read(screened, sound, book):
    assert screened(book(rows(sound))).counts.clean == 1


def test_a_sheet_is_taken_by_its_name_and_a_wrong_name_is_refused(screened, sound, book):
    path = book(rows(sound), ("另一张", rows({**sound, "CF_WSH": ""})))

    assert screened(path, sheet="另一张").counts.rejected == 1
    with pytest.raises(Unreadable, match="没有工作表“第三张”。文件中有：说明、数据、另一张"):
        screened(path, sheet="第三张")


def test_title_rows_above_the_header_are_passed_over(screened, sound, book):
    def fill(workbook, sheet):
        sheet.merge_range(0, 0, 0, 9, "示范市行政处罚信息公示表")
        sheet.write(1, 0, "填报单位：示范市市场监督管理局")
        rows(sound, at=3)(workbook, sheet)

    screening = screened(book(fill))

    assert screening.counts.clean == 1
    assert screening.connection.execute("SELECT row FROM outcome").fetchall() == [(1,)]


def test_merged_header_cells_of_two_rows_are_put_together(screened, sound, book):
    def fill(workbook, sheet):
        sheet.merge_range(0, 0, 0, 2, "行政相对人")
        sheet.write_row(1, 0, ["名称", "类别", "代码_1"])
        for place, key in enumerate(list(sound)[3:], 3):
            sheet.merge_range(0, place, 1, place, key)
        sheet.write_row(2, 0, list(sound.values()))

    assert screened(book(fill)).counts.clean == 1


def test_dates_and_numbers_of_excel_are_read_as_what_they_are(screened, sound, book):
    def fill(workbook, sheet):
        rows(sound)(workbook, sheet)
        place = {key: place for place, key in enumerate(sound)}
        sheet.write_datetime(
            1, place["CF_JDRQ"], datetime(2026, 11, 12), workbook.add_format({"num_format": "yyyy/m/d"})
        )
        sheet.write_number(1, place["CF_YXQ"], 73050)
        sheet.write_number(1, place["CF_NR_FK"], 0.03)

    clean = (
        screened(book(fill), keep=True)
        .connection.execute("SELECT decided_on::VARCHAR, valid_until::VARCHAR, content FROM clean")
        .fetchone()
    )

    assert clean[:2] == ("2026-11-12", "2099-12-31")
    assert '"CF_NR_FK":0.03,' in clean[2]


def test_empty_rows_between_and_below_are_no_rows(screened, sound, book):
    def fill(workbook, sheet):
        rows(sound)(workbook, sheet)
        sheet.write_row(4, 0, list({**sound, "CF_WSH": "2号"}.values()))
        sheet.write_blank(90, 0, None, workbook.add_format({"bold": True}))

    screening = screened(book(fill))

    assert screening.connection.execute("SELECT row FROM outcome ORDER BY row").fetchall() == [(1,), (4,)]
