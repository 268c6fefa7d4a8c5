"""Files handed back: the provider's own rows, harmless to open, without personal data."""

import csv
import json

import openpyxl
import pytest

from gongxin.intake import result
from gongxin.intake.result import UnknownSuffix, write_findings, write_results
from gongxin.intake.source import Source


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def sheet(path):
    book = openpyxl.load_workbook(path)
    return [
        ["" if cell is None else str(cell) for cell in row]
        for one in book
        for row in one.iter_rows(values_only=True)
    ]


@pytest.fixture
def handed_back(screened, tmp_path):
    def run(rows):
        book, text = write_results(screened(rows), tmp_path)
        assert text.read_bytes().startswith(b"\xef\xbb\xbf")
        assert len(table(text)) == len(sheet(book)) == len(rows) + 1
        return (
            table(text),
            sheet(book),
            text.read_text("utf-8-sig") + json.dumps(sheet(book), ensure_ascii=False),
        )

    return run


def test_own_rows_and_columns_come_back_with_what_became_of_them(handed_back, sound):
    text, book, _ = handed_back([{**sound, "流水号": "A-7"}, {**sound, "CF_WSH": "", "流水号": "A-8"}])

    assert text[0] == book[0] == [*sound, "流水号", "结果", "问题"]
    assert text[1] == book[1] == [*sound.values(), "A-7", "通过", ""]
    assert text[2][-3:-1] == ["A-8", "退回"]
    assert "“行政处罚决定书文号”未填写。补填" in text[2][-1]
    assert book[2] == text[2]


def test_personal_columns_come_back_empty_with_a_note(handed_back, sound):
    text, _, everything = handed_back([{**sound, "CF_FRDB": "张三丰", "CF_FR_ZJHM": "11010519491231002X"}])

    assert "CF_FRDB（不收，已清空）" in text[0]
    assert "张三丰" not in everything
    assert "11010519491231002X" not in everything


def test_the_row_of_a_natural_person_comes_back_blank(handed_back, sound):
    text, _, everything = handed_back(
        [sound, {**sound, "CF_XDR_LB": "自然人", "CF_XDR_MC": "李四光", "CF_WSH": "9号"}]
    )

    assert "李四光" not in everything
    assert text[2][-2] == "拒收（自然人）"
    assert text[2][:-2] == [""] * len(sound)


def test_personal_numbers_are_masked_in_every_cell_known_or_not(handed_back, sound):
    text, _, everything = handed_back(
        [
            {
                **sound,
                "CF_SY": "当事人手机13812345678，身份证11010519491231002X。",
                "我们的备注": "回电 139 1234 5678",
            }
        ]
    )

    for number in ("13812345678", "11010519491231002X", "12345678", "139 1234 5678"):
        assert number not in everything
    assert sound["CF_XDR_SHXYM"] in text[1]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＠"])
def test_no_cell_is_a_formula_for_who_opens_it(handed_back, sound, start, tmp_path):
    evil = f"{start}cmd|' /C calc'!A0"

    text, _, _ = handed_back([{**sound, "备注": evil, "=1+1": "x"}])

    assert text[1][text[0].index("备注")].startswith("'")
    assert "'=1+1" in text[0]
    book = openpyxl.load_workbook(tmp_path / "结果.xlsx")
    assert {cell.data_type for row in book.active.iter_rows() for cell in row if cell.value is not None} == {
        "s"
    }


def test_blank_rows_stay_where_they_were(screened, sound, tmp_path):
    path = tmp_path / "blank.csv"
    path.write_text(f"{','.join(sound)}\n{',' * (len(sound) - 1)}\n{','.join(sound.values())}\n", "utf-8")

    _, text = write_results(screened(path), tmp_path)

    assert [row[-2] for row in table(text)] == ["结果", "", "通过"]


def test_a_table_of_the_ledger_may_know_better_than_the_check(screened, sound, tmp_path):
    screening = screened([sound])
    screening.connection.execute(
        "CREATE TEMP TABLE settled AS SELECT row, 'corrected' AS outcome FROM outcome"
    )

    _, text = write_results(screening, tmp_path, outcomes="settled")

    assert table(text)[1][-2] == "更正入库"


def test_more_rows_than_a_sheet_holds_go_on_the_next(screened, sound, tmp_path, monkeypatch):
    monkeypatch.setattr(result, "SHEET_ROWS", 2)

    book, _ = write_results(screened([{**sound, "CF_WSH": f"{n}号"} for n in range(5)]), tmp_path)

    assert [one.max_row for one in openpyxl.load_workbook(book)] == [3, 3, 2]


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".xlsx"])
def test_all_findings_are_written_with_their_repair(screened, sound, tmp_path, suffix):
    path = tmp_path / f"问题{suffix}"

    write_findings(screened([{**sound, "CF_WSH": "", "CF_SY": "=电话13812345678"}]), path)

    text = json.dumps(sheet(path), ensure_ascii=False) if suffix == ".xlsx" else path.read_text("utf-8-sig")
    assert "补填" in text
    assert "138************" in text
    assert "12345678" not in text


def test_findings_in_another_form_are_refused_by_name(screened, sound, tmp_path):
    with pytest.raises(UnknownSuffix, match=r"a\.pdf"):
        write_findings(screened([sound]), tmp_path / "a.pdf")


def test_personal_numbers_are_masked_in_headers_too(handed_back, sound):
    text, _, everything = handed_back([{**sound, "张三11010519491231002X": "甲"}])

    assert "张三110************" in text[0]
    assert "11010519491231002X" not in everything


def test_a_personal_number_in_a_file_name_is_masked_from_the_start(tmp_path):
    assert Source(tmp_path / "1" / "报送 13812345678 表.csv").name == "报送 138************ 表.csv"
    assert Source(tmp_path / "1", file_name="11010519491231002X.csv").name == "110************.csv"
