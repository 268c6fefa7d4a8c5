"""Feedback by a file: the list comes filled with what is awaited, and every row is answered."""

import csv
import io

import fastexcel
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from gongxin.intake.feedback import COLUMNS
from gongxin.store.models import Entry

SHOP, STRANGER = "91310000MA0000015F", "91310114MA1GT00019"
PAGE = "/office/feedback/list/"


@pytest.fixture
def clerk(signed_in):
    browser = signed_in("clerk")
    for number, code in (("示许1号", SHOP), ("示许2号", STRANGER)):
        said = {"organisation": code, "matter": "administrative_licensing", "case_number": number}
        assert browser.post("/office/queries/new/", {**said, "purpose": "办理许可"}).status_code == 302
    return browser


def listed(browser):
    text = browser.get(f"{PAGE}template.csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def send(browser, rows, name="list.csv"):
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    file = SimpleUploadedFile(name, out.getvalue().encode("gb18030"))
    return browser.post(PAGE, {"file": file})


def workbook(rows):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return SimpleUploadedFile("list.xlsx", out.getvalue())


def test_the_list_holds_what_is_awaited_and_comes_back_filled_in(clerk):
    rows = listed(clerk)
    assert [row["办件编号"] for row in rows] == ["示许1号", "示许2号"]

    rows[0] |= {"办理结果": "容缺受理", "附加条件或说明": "十日内补齐"}
    shown = send(clerk, rows)

    assert shown.status_code == 200
    assert "已登记反馈 1 条" in shown.content.decode()
    assert "未填写，跳过" in shown.content.decode()
    assert '"tolerated"' in Entry.objects.get(kind="feedback").content
    assert [row["办件编号"] for row in listed(clerk)] == ["示许2号"]


def test_the_workbook_offers_the_same(clerk):
    raw = clerk.get(f"{PAGE}template.xlsx").content
    sheet = fastexcel.read_excel(raw).load_sheet(0, header_row=None, dtypes="string").to_arrow().to_pylist()

    assert list(sheet[0].values()) == [spellings[0] for spellings in COLUMNS.values()]
    assert len(sheet) == 3


def test_a_list_of_ones_own_with_three_columns_will_do(clerk):
    rows = [["办件编号", "决定", "备注"], ["示许1号", "准予", "无"], ["示许2号", "不予办理", "严重失信"]]

    assert clerk.post(PAGE, {"file": workbook(rows)}).status_code == 200
    assert Entry.objects.filter(kind="feedback").count() == 2


def test_a_row_that_does_not_fit_stops_the_whole_list_and_says_why(clerk):
    rows = listed(clerk)
    rows[0]["办理结果"], rows[1]["办理结果"] = "予以办理", "也许"

    shown = send(clerk, rows)

    assert shown.status_code == 422
    assert "没有登记任何一行" in shown.content.decode()
    assert "也许" in shown.content.decode()
    assert not Entry.objects.filter(kind="feedback").exists()


@pytest.mark.parametrize(
    ("column", "said", "told"),
    [
        ("决定日期", "下个月", "不是日期"),
        ("采取的措施", "没有这种措施", "应用清单"),
        ("查询编号", "12", "不完整"),
        ("附加条件或说明", "长" * 501, "超过"),
    ],
)
def test_a_cell_that_cannot_be_understood_is_named(clerk, column, said, told):
    rows = listed(clerk)
    rows[0] |= {"办理结果": "予以办理", column: said}

    assert told in send(clerk, rows).content.decode()


@pytest.mark.parametrize(
    ("raw", "said"), [("a,b\n1,2\n", "表头"), ("x", "表头"), ("办件编号,办理结果\n", "没有内容行")]
)
def test_a_file_that_is_no_such_list_is_refused(clerk, raw, said):
    answer = clerk.post(PAGE, {"file": SimpleUploadedFile("x.csv", raw.encode())})

    assert (answer.status_code, said in answer.content.decode()) == (422, True)
