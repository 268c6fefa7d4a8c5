"""Which column is which field: said, known, or reported; never guessed."""

from datetime import date

import pytest

from gongxin.catalogue.reader import edition
from gongxin.intake.mapping import HeaderMapping, assign, plain, read_mapping
from gongxin.intake.unreadable import Unreadable

PENALTY = edition(date(2026, 11, 20)).item("administrative_penalty")


def written(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def test_a_mapping_is_read_from_toml_json_or_csv(tmp_path):
    toml = written(
        tmp_path, "a.toml", '[columns]\n"文号" = "CF_WSH"\n[constants]\nCF_XDR_LB = "法人及非法人组织"\n'
    )
    table = written(tmp_path, "a.csv", "文号,CF_WSH\n")
    flat = written(tmp_path, "a.json", '{"文号": "CF_WSH"}')
    full = written(tmp_path, "b.json", '{"columns": {"文号": "CF_WSH"}, "sheet": "表二"}')

    assert read_mapping(toml) == HeaderMapping({"文号": "CF_WSH"}, {"CF_XDR_LB": "法人及非法人组织"})
    assert read_mapping(table) == read_mapping(flat) == HeaderMapping({"文号": "CF_WSH"})
    assert read_mapping(full).sheet == "表二"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.toml", "columns = 3", "对照表"),
        ("a.toml", "[colums]\na = 'b'", "colums"),
        ("a.toml", "[columns", "格式有误"),
        ("a.json", "[1]", "对照"),
        ("a.csv", "只有一列\n", "两列"),
    ],
)
def test_an_odd_mapping_file_is_refused_by_name(tmp_path, name, text, said):
    with pytest.raises(Unreadable, match=said) as refusal:
        read_mapping(written(tmp_path, name, text))

    assert name in str(refusal.value)


def test_a_mapping_of_a_field_the_item_does_not_have_is_refused():
    with pytest.raises(Unreadable, match="XK_WSH"):
        assign(["文号"], PENALTY, HeaderMapping({"文号": "XK_WSH"}))


def test_a_mapping_of_a_header_the_file_does_not_have_is_refused():
    with pytest.raises(Unreadable, match="文书号"):
        assign(["文号", "CF_XDR_MC"], PENALTY, HeaderMapping({"文书号": "CF_WSH"}))


def test_two_columns_or_a_column_and_a_constant_for_one_field_are_refused():
    with pytest.raises(Unreadable, match="两列"):
        assign(["CF_WSH", "行政处罚决定书文号"], PENALTY, None)
    with pytest.raises(Unreadable, match="两列"):
        assign(["CF_WSH"], PENALTY, HeaderMapping({}, {"CF_WSH": "1号"}))


def test_a_mapping_goes_before_what_a_header_says_itself():
    found = assign(["CF_NR", "备注"], PENALTY, HeaderMapping({"备注": "CF_SY"}))

    assert found.columns == {"CF_NR": 0, "CF_SY": 1}


@pytest.mark.parametrize(
    "header",
    ["*行政相对人名称", "行政相对人名称（必填）", " 行政相对人\n名称 ", "cf_xdr_mc", "ＣＦ＿ＸＤＲ＿ＭＣ"],
)
def test_marks_blanks_case_and_width_of_a_header_do_not_matter(header):
    assert assign([header], PENALTY, None).columns == {"CF_XDR_MC": 0}


def test_unknown_columns_are_told_by_their_place():
    found = assign(["CF_WSH", "序号", "XK_NR"], PENALTY, None)

    assert found.unknown == (1, 2)
    assert "CF_XDR_MC" in found.missing


def test_a_header_of_blanks_is_nothing():
    assert plain(" 　*") == ""


def test_a_csv_mapping_may_have_a_header_of_its_own(tmp_path):
    path = tmp_path / "m.csv"
    path.write_text("表头,字段\n文书编号,CF_WSH\n", "utf-8")

    assert read_mapping(path).columns == {"文书编号": "CF_WSH"}


def test_a_mapping_that_is_not_there_is_said_in_words(tmp_path):
    with pytest.raises(Unreadable, match="没有这个文件") as refused:
        read_mapping(tmp_path / "none.toml")

    assert "Errno" not in str(refused.value)


def test_a_refused_mapping_says_no_personal_number():
    with pytest.raises(Unreadable) as refused:
        assign(["文书编号", "张三13812345678"], PENALTY, HeaderMapping({"11010519491231002X": "CF_WSH"}))

    assert "11010519491231002X" not in str(refused.value)
    assert "13812345678" not in str(refused.value)
