"""The Excel templates: what the unit fills in is what the check reads."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from gongxin.catalogue.field import FieldKind
from gongxin.catalogue.reader import edition
from gongxin.catalogue.template import template
from gongxin.intake.screening import check
from gongxin.intake.source import Source

ON = date(2026, 11, 22)
KNOWN = edition(ON)


def workbook(code):
    return openpyxl.load_workbook(BytesIO(template(KNOWN.item(code), KNOWN)))


@pytest.mark.parametrize("code", ["administrative_penalty", "organisation_registration", "volunteer_service"])
def test_the_example_row_of_a_template_passes_the_check(code, tmp_path):
    path = tmp_path / "template.xlsx"
    path.write_bytes(template(KNOWN.item(code), KNOWN))

    with check(Source(path), KNOWN.item(code), KNOWN, on=ON) as screened:
        findings = screened.connection.execute("SELECT * FROM findings").fetchall()

    assert (findings, screened.counts.clean, screened.unknown_columns) == ([], 1, ())


@pytest.mark.parametrize("item", KNOWN.items.values(), ids=lambda item: item.code)
def test_every_required_field_has_an_example(item):
    assert [field.code for field in item.fields if field.required and not field.example] == []


def test_the_header_is_the_labels_and_no_personal_column():
    sheet = workbook("administrative_penalty")["数据"]

    header = [cell.value for cell in sheet[1]]
    assert header == [field.label.zh for field in KNOWN.item("administrative_penalty").kept_fields]
    assert "法定代表人" not in header


def test_a_code_field_has_a_drop_down_and_every_header_a_comment():
    book = workbook("administrative_licence")
    sheet = book["数据"]

    lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    listed = [one for one in KNOWN.item("administrative_licence").kept_fields if one.kind is FieldKind.CODE]
    assert len(lists) == len(listed)
    assert all(cell.comment and cell.comment.text for cell in sheet[1])
    assert book["代码表"]["A2"].value == "法人及非法人组织"


def test_codes_of_organisations_are_text_so_that_no_digit_is_lost():
    sheet = workbook("administrative_penalty")["数据"]

    column = [cell.value for cell in sheet[1]].index("处罚机关统一社会信用代码") + 1
    assert sheet.cell(2, column).number_format == "@"
    assert sheet.cell(2, column).value == "11310000000000035N"


def test_the_instructions_name_the_edition_and_the_check():
    texts = [
        str(cell.value)
        for row in workbook("administrative_penalty")["填写说明"].iter_rows()
        for cell in row
        if cell.value
    ]

    assert any("2026-1" in text for text in texts)
    assert any("gongxin intake check" in text for text in texts)
    assert any("罚款金额像是按元填的" in text for text in texts)


def test_the_same_edition_gives_the_same_bytes():
    item = KNOWN.item("honour")

    assert template(item, KNOWN) == template(item, KNOWN)
