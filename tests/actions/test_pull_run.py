"""Asking a source."""

import csv
import os
import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from gongxin.actions import batch, pull
from gongxin.actions.pull import PullKind, PullOrder, enter
from gongxin.actions.pull_run import LOCK, due, run
from gongxin.intake.pull.schedule import Schedule
from gongxin.queries import pull as facts
from gongxin.store.models import Batch, Entry, Pull

CASES = Path(__file__).parents[1] / "cases/items"
UNIT, ON = "11310000000000035N", date(2026, 11, 22)
PENALTY = "administrative_penalty"


@pytest.fixture
def drop(instance, settings, tmp_path):
    folder = tmp_path / "drop" / "market"
    folder.mkdir(parents=True)
    settings.GONGXIN_PULL_FOLDERS = [tmp_path / "drop"]

    def put(name: str, *numbers: str) -> None:
        row = tomllib.loads((CASES / f"{PENALTY}.toml").read_text("utf-8"))["accepted"]
        row["文号"] = row.pop("行政处罚决定书文号")
        with (folder / name).open("w", encoding="utf-8", newline="") as out:
            table = csv.DictWriter(out, row)
            table.writeheader()
            table.writerows({**row, "文号": number} for number in numbers)
        minute_ago = (datetime.now(UTC) - timedelta(minutes=1)).timestamp()
        os.utime(folder / name, (minute_ago, minute_ago))

    return put


@pytest.fixture
def source(drop):
    order = PullOrder(
        "市监", UNIT, PENALTY, PullKind.FOLDER, "market", Schedule(60), columns={"文号": "CF_WSH"}
    )
    return enter(order, by="zhong", on=ON)


def taken() -> int:
    """Work through what was received; return how many records there are."""
    for known in Batch.objects.filter(state="received"):
        batch.work_through(known.id, on=ON)
    return Entry.objects.count()


def test_a_file_goes_the_way_of_any_file_with_its_own_headers(drop, source):
    drop("1.csv", "甲1号", "甲2号")

    ran = run(source, on=ON)

    assert (ran.outcome, len(ran.batches)) == ("received", 1)
    assert Batch.objects.get().submitted_by == "pull:市监"
    assert taken() == 2


def test_the_same_file_twice_changes_nothing(drop, source):
    drop("1.csv", "甲1号")
    run(source, on=ON)
    assert taken() == 1
    assert run(source, on=ON).outcome == "empty"

    drop("again.csv", "甲1号")

    assert run(source, on=ON).outcome == "unchanged"
    assert (taken(), Batch.objects.count()) == (1, 1)
    assert [one.outcome for one in facts.runs(source)] == ["unchanged", "empty", "received"]


def test_a_failure_is_noted_in_words_and_tried_again_sooner_than_the_next_run(source, settings):
    settings.GONGXIN_PULL_FOLDERS = []

    ran = run(source, on=ON)

    known = facts.one(source)
    assert (ran.outcome, known.failures, due()) == ("failed", 1, [])
    assert "GONGXIN_PULL_FOLDERS" in known.last_failure
    assert known.next_run_at - known.last_run_at == timedelta(minutes=5)
    run(source, on=ON)
    assert facts.one(source).next_run_at - facts.one(source).last_run_at == timedelta(minutes=10)


def test_success_ends_the_row_of_failures(drop, source):
    Pull.objects.update(failures=4)
    drop("1.csv", "甲1号")

    run(source, on=ON)

    known = facts.one(source)
    assert known.failures == 0
    assert known.next_run_at - known.last_run_at == timedelta(minutes=60)


def test_a_paused_source_is_not_due(source):
    assert due() == [source]
    pull.pause(source, paused=True)
    assert due() == []
    pull.pause(source, paused=False)
    assert due() == [source]


def test_two_processes_do_not_ask_a_source_at_once(instance, drop, source):
    drop("1.csv", "甲1号")
    with psycopg.connect(instance.url) as other:
        other.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK, source])

        assert run(source, on=ON).outcome == "elsewhere"
    assert Batch.objects.count() == 0
    assert run(source, on=ON).outcome == "received"


def test_rows_of_a_units_database_come_in_like_a_file(instance, source, monkeypatch):
    monkeypatch.setenv("GONGXIN_PULL_MARKET", instance.superuser_url)
    row = tomllib.loads((CASES / f"{PENALTY}.toml").read_text("utf-8"))["accepted"]
    columns = ", ".join(f"'{value}' AS \"{name}\"" for name, value in row.items())
    by_query = PullOrder("库", UNIT, PENALTY, PullKind.SQL, "GONGXIN_PULL_MARKET", Schedule(60))
    number = enter(replace(by_query, statement=f"SELECT {columns}"), by="zhong", on=ON)

    assert run(number, on=ON).outcome == "received"
    assert taken() == 1
    assert run(number, on=ON).outcome == "unchanged"
