"""A workbook that does more than hold a table is refused."""

import io
import zipfile

import pytest
import xlsxwriter

from gongxin.intake.unreadable import Unreadable
from gongxin.intake.xlsx import refuse_bomb


def workbook(path, **parts):
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        book.add_worksheet().write_row(0, 0, ["名称", "统一社会信用代码"])
    path.write_bytes(held.getvalue())
    with zipfile.ZipFile(path, "a") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    "part",
    ["xl/vbaProject.bin", "XL/VBAPROJECT.BIN", "xl\\vbaProject.bin", "xl/activeX/activeX1.xml",
     "xl/embeddings/oleObject1.bin", "xl/macrosheets/sheet1.xml", "customUI/customUI14.xml"],
)  # fmt: skip
def test_macros_controls_and_embedded_objects_are_refused(tmp_path, part):
    with pytest.raises(Unreadable, match="宏"):
        refuse_bomb(workbook(tmp_path / "a.xlsx", **{part: b"x"}))


def test_a_plain_workbook_and_one_with_printer_settings_are_read(tmp_path):
    refuse_bomb(workbook(tmp_path / "a.xlsx", **{"xl/printerSettings/printerSettings1.bin": b"x"}))
