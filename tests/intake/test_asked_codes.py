"""Lists of codes as people send them: with and without a heading, pasted, in Excel, in old encodings."""

import pytest
import xlsxwriter

from gongxin.intake.asked_codes import asked_codes, pasted
from gongxin.intake.unreadable import Unreadable

SHOP, OTHER = "91310000MA0000015F", "91310114MA1GT00019"


@pytest.fixture
def file(tmp_path):
    def write(content):
        path = tmp_path / "list.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.mark.parametrize(
    "text",
    [
        f"{SHOP}\nbroken\n{OTHER}\n",
        f"统一社会信用代码\n{SHOP}\nbroken\n{OTHER}\n\n\n",
        f"某某名单\n序号,名称,统一社会信用代码\n1,甲,{SHOP}\n2,乙,broken\n3,丙,{OTHER}\n",
        f"编号;代码\n1;{SHOP}\n2;broken\n3;{OTHER}",
        f"列一\t列二\n甲\t{SHOP}\n乙\tbroken\n丙\t{OTHER}",
        f"名称,统一社会信用代码\n甲,{SHOP}\n乙,broken\n丙,{OTHER}".encode("gb18030"),
        f"名称,统一社会信用代码\n甲,{SHOP}\n乙,broken\n丙,{OTHER}".encode("utf-16"),
    ],
)
def test_the_column_of_codes_is_found_and_its_order_kept(file, text):
    assert asked_codes(file(text)) == [SHOP, "broken", OTHER]


def test_an_empty_cell_between_codes_keeps_its_row(file):
    assert asked_codes(file(f"名称,代码\n甲,{SHOP}\n乙,\n丙,{OTHER}\n")) == [SHOP, "", OTHER]


def test_a_workbook_is_read_like_text(tmp_path):
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate([["名称", "统一社会信用代码"], ["甲", SHOP], ["乙", OTHER]]):
            sheet.write_row(place, 0, row)

    assert asked_codes(path) == [SHOP, OTHER]


@pytest.mark.parametrize("content", ["", "姓名\n甲\n", b"\x00\xff\x00", b"PK\x03\x04 no archive"])
def test_what_has_no_codes_is_refused(file, content):
    with pytest.raises(Unreadable):
        asked_codes(file(content))


def test_a_pasted_list_is_parted_by_lines_blanks_and_commas():
    assert pasted(f" {SHOP}\n{OTHER}，{SHOP};{OTHER}\t") == [SHOP, OTHER, SHOP, OTHER]
    assert pasted(" \n") == []
