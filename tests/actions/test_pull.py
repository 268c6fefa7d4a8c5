"""Entering the sources that the platform asks by itself."""

from dataclasses import replace
from datetime import date

import pytest

from gongxin.actions.pull import PullKind, PullOrder, PullTaken, UnknownPull, change, enter, pause
from gongxin.actions.unit import NotAUnit
from gongxin.catalogue.edition import UnknownItem
from gongxin.intake.pull.failure import PullFailed
from gongxin.intake.pull.schedule import InvalidSchedule, Schedule
from gongxin.queries import pull as facts

UNIT, ON = "11310000000000035N", date(2026, 11, 22)


@pytest.fixture
def order(db, settings, tmp_path):
    (tmp_path / "drop" / "tax").mkdir(parents=True)
    settings.GONGXIN_PULL_FOLDERS = [tmp_path / "drop"]
    settings.GONGXIN_PULL_HOSTS = "data.example"
    return PullOrder("税务", UNIT, "administrative_penalty", PullKind.FOLDER, "tax", Schedule(60))


def test_an_entered_source_is_due_at_once(order):
    number = enter(order, by="zhong", on=ON)

    known = facts.one(number)
    assert (known.name, known.kind, known.location, known.every_minutes) == ("税务", "folder", "tax", 60)
    assert (known.made_by, known.last_run_at, known.is_paused) == ("zhong", None, False)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"item": "no_such_item"}, UnknownItem),
        ({"unit": "11310000000000035X"}, NotAUnit),
        ({"schedule": Schedule(1)}, InvalidSchedule),
        ({"location": "../outside"}, PullFailed),
        ({"kind": PullKind.HTTP, "location": "file:///etc/passwd"}, PullFailed),
        ({"kind": PullKind.HTTP, "location": "http://169.254.169.254/latest/meta-data"}, PullFailed),
        ({"kind": PullKind.HTTP, "location": "http://[::ffff:127.0.0.1]:8000/metrics"}, PullFailed),
        ({"kind": PullKind.HTTP, "location": "https://data.example/x.csv", "secret": "PATH"}, PullFailed),
        ({"kind": PullKind.SQL, "location": "DATABASE_URL", "statement": "SELECT 1"}, PullFailed),
        ({"kind": PullKind.SQL, "location": "GONGXIN_PULL_X", "statement": "DROP TABLE x"}, PullFailed),
    ],
)
def test_what_cannot_be_asked_is_refused_when_it_is_entered(order, monkeypatch, changes, refusal):
    monkeypatch.setenv("GONGXIN_PULL_X", "postgresql://x@127.0.0.1:1/x")

    with pytest.raises(refusal):
        enter(replace(order, **changes), by="zhong", on=ON)
    assert facts.pulls() == ()


def test_a_name_is_used_once(order):
    number = enter(order, by="zhong", on=ON)
    other = enter(replace(order, name="社保"), by="zhong", on=ON)

    with pytest.raises(PullTaken):
        enter(order, by="li", on=ON)
    with pytest.raises(PullTaken):
        change(other, order, on=ON)
    change(number, replace(order, schedule=Schedule(30)), on=ON)
    assert facts.one(number).every_minutes == 30


def test_a_source_that_is_not_there_can_neither_be_changed_nor_paused(order):
    with pytest.raises(UnknownPull):
        pause(7, paused=True)
    with pytest.raises(UnknownPull):
        change(7, order, on=ON)


def test_the_table_holds_the_name_of_a_secret_and_not_the_secret(order, monkeypatch):
    monkeypatch.setenv("GONGXIN_PULL_TAX", "Bearer secret-word")
    number = enter(
        replace(order, kind=PullKind.HTTP, location="https://data.example/x.csv", secret="GONGXIN_PULL_TAX"),
        by="zhong",
        on=ON,
    )

    assert facts.one(number).secret == "GONGXIN_PULL_TAX"
    assert "secret-word" not in str(facts.one(number))
