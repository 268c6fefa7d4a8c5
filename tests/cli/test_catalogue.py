"""`gongxin catalogue` as a clerk types it."""

import json

import pytest
from click.testing import CliRunner

from gongxin.cli.catalogue import catalogue

BROKEN = """\
override = "administrative_licence"
basis = []
"""


def run(*words):
    return CliRunner().invoke(catalogue, list(words))


@pytest.fixture
def broken_city(tmp_path):
    path = tmp_path / "catalogue" / "items" / "administrative_licence.toml"
    path.parent.mkdir(parents=True)
    path.write_text(BROKEN, "utf-8")
    return tmp_path


def test_our_own_catalogue_passes_the_check():
    result = run("check")

    assert result.exit_code == 0
    assert "55 个事项" in result.output


def test_a_city_that_breaks_a_rule_is_refused_with_the_reason(broken_city):
    result = run("check", str(broken_city), "--json")

    assert result.exit_code == 1
    assert [one["reason"] for one in json.loads(result.output)["refusals"]] == ["basis.missing"]


def test_a_file_that_is_not_understood_is_refused_by_name(broken_city):
    (broken_city / "catalogue" / "items" / "administrative_licence.toml").write_text("code =", "utf-8")

    result = run("check", str(broken_city))

    assert result.exit_code == 1
    assert "administrative_licence.toml" in result.output
    assert "file.unreadable" in result.output


def test_a_folder_that_is_not_there_is_said_so(tmp_path):
    result = run("check", str(tmp_path / "nowhere"))

    assert result.exit_code == 1
    assert "没有这个文件夹" in result.output


def test_every_item_is_listed_and_one_is_shown_whole():
    assert len(json.loads(run("show", "--json").output)) == 55
    shown = run("show", "administrative_penalty").output
    assert "penalty.amount_in_yuan" in shown
    assert "入库前丢弃" in shown
    assert "责令停产停业 / Order to suspend business" in shown


def test_an_unknown_item_or_edition_names_what_there_is():
    assert "administrative_penalty" in run("show", "penalty").output
    assert "2026-1" in run("diff", "2026", "2031").output
    assert run("show", "penalty").exit_code == 1


@pytest.mark.parametrize("kind", ["json", "csv", "jsonld"])
def test_the_catalogue_is_exported_to_a_file(kind, tmp_path):
    path = tmp_path / "catalogue"

    assert run("export", "--format", kind, "--out", str(path)).exit_code == 0
    assert "行政处罚" in path.read_text("utf-8")


def test_two_editions_are_compared():
    told = json.loads(run("diff", "2026", "2026-1", "--json").output)

    assert {one["kind"] for one in told} == {"added", "changed"}
    assert "没有差别" in run("diff", "2026", "2026").output


def test_a_template_is_written(tmp_path):
    path = tmp_path / "模板.xlsx"

    assert run("template", "honour", "--out", str(path)).exit_code == 0
    assert path.read_bytes().startswith(b"PK")
