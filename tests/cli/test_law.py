"""`gongxin law`, and the pages it writes."""

import pytest
from click.testing import CliRunner

from gongxin.cli.law import law


def run(*arguments):
    return CliRunner().invoke(law, arguments)


def test_an_article_leads_to_its_title_and_every_file_and_line():
    result = run("SH", "29")

    assert result.exit_code == 0
    assert "《上海市公共信用信息归集和使用管理办法》第29条（异议处理）" in result.output
    assert "law/parameters/objection.toml:" in result.output


def test_an_article_that_nothing_rests_on_says_so():
    assert "Nothing rests on it" in run("SH", "1").output


def test_without_an_instrument_all_are_listed():
    output = run().output

    assert "NDRC-36" in output
    assert "信用修复管理办法" in output


def test_an_unknown_instrument_is_refused_with_those_that_are_known():
    result = run("SHH")

    assert result.exit_code == 1
    assert "没有收录 SHH" in result.output
    assert "NDRC-36" in result.output


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("law")
    assert run("--write", str(folder)).exit_code == 0
    return {path.name: path.read_text("utf-8") for path in folder.glob("*.md")}


def test_there_is_a_page_for_each_instrument_and_an_index_of_them(written):
    assert "| SH 27 |" in written["SH.md"]
    assert "](../../src/gongxin/law/parameters/query.toml)" in written["SH.md"]
    assert "(SH.md)" in written["README.md"]
