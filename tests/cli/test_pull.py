"""`gongxin pull`."""

import pytest
from click.testing import CliRunner

from gongxin.actions import database
from gongxin.actions.pull import PullKind, PullOrder, enter
from gongxin.cli.pull import pull
from gongxin.intake.pull.schedule import Schedule

UNIT = "11310000000000035N"


@pytest.fixture
def command(instance, settings, tmp_path, monkeypatch):
    from django.utils.timezone import localdate

    (tmp_path / "drop" / "market").mkdir(parents=True)
    settings.GONGXIN_PULL_FOLDERS = [tmp_path / "drop"]
    monkeypatch.setattr(database, "ensure", lambda: None)  # the test has a database already
    order = PullOrder("市监", UNIT, "administrative_penalty", PullKind.FOLDER, "market", Schedule(60))
    enter(order, by="zhong", on=localdate())
    return lambda *words: CliRunner().invoke(pull, words)


def test_the_list_names_each_source_with_its_last_and_next_run(command):
    said = command("list")

    assert said.exit_code == 0
    assert f"市监  {UNIT}  administrative_penalty  folder  — → " in said.output


def test_a_run_says_what_came_and_a_failure_ends_with_its_reason(command, settings):
    assert command("run", "市监").output.strip() == "没有新文件 / nothing new"
    settings.GONGXIN_PULL_FOLDERS = []

    failed = command("run", "市监")

    assert failed.exit_code == 1
    assert "GONGXIN_PULL_FOLDERS" in failed.output
    assert "连续失败 1 次" in command("list").output


def test_a_source_that_is_not_there_is_refused_by_name(command):
    refused = command("run", "税务")

    assert refused.exit_code == 1
    assert "税务" in refused.output
