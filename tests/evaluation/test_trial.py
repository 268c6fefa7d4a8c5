"""A trial of an edition: counts only, and the same again from what was stored."""

import json
from decimal import Decimal

import duckdb
import pytest

from gongxin.evaluation.reader import models
from gongxin.evaluation.trial import MOST_VALUES, Reason, Share, Shift, Swing, Trial, tried

FINE = '{"severe_penalty":{"entries":[7],"points":"-10.00","value":"1"}}'
TWO = '{"severe_penalty":{"entries":[7,8],"points":"-20.00","value":"2"}}'


@pytest.fixture(scope="module")
def model():
    return next(one for one in models() if one.code == "comprehensive_enterprise")


@pytest.fixture
def tables():
    made = duckdb.connect()
    for table in ("before", "after"):
        made.execute(
            f"CREATE TABLE {table} (uscc VARCHAR, score DECIMAL(6, 2), grade VARCHAR, explanation VARCHAR)"
        )
    made.execute("CREATE TABLE organisation (uscc VARCHAR, kind VARCHAR, industry VARCHAR, region VARCHAR)")
    made.executemany(
        "INSERT INTO organisation VALUES (?, 'enterprise', 'C', ?)",
        [(f"O{number}", f"3101{number:02}") for number in range(40)],
    )
    made.executemany(
        "INSERT INTO before VALUES (?, 75, 'good', ?)", [(f"O{number}", FINE) for number in range(40)]
    )
    made.executemany(
        "INSERT INTO after VALUES (?, 65, ?, ?)",
        [(f"O{n}", *(("fair", TWO) if n < 3 else ("good", FINE))) for n in range(40)],
    )
    return made


def test_it_counts_grades_moves_reasons_and_swings(model, tables):
    trial = tried(tables, model, (-20, 20), is_compared=True)

    assert trial.organisations == 40
    assert trial.moved == 3
    assert trial.shares == (Share("", "good", 37), Share("", "fair", 3))
    assert Shift("good", "fair", 3) in trial.shifts
    assert trial.reasons == (Reason("down", "severe_penalty", 3, Decimal("-10.00")),)
    assert Swing("severe_penalty", 20, 0, 37) in trial.swings


def test_without_an_edition_to_compare_with_nobody_moves(model, tables):
    trial = tried(tables, model, (20,), is_compared=False)

    assert (trial.shifts, trial.reasons, trial.moved) == ((), (), 0)


def test_many_small_groups_are_told_together(model, tables):
    regions = tried(tables, model, (20,), is_compared=False).by_group["region"]

    assert len({share.value for share in regions}) == MOST_VALUES + 1
    assert sum(share.organisations for share in regions) == 40


def test_it_names_no_organisation(model, tables):
    assert "O1" not in json.dumps(tried(tables, model, (20,), is_compared=True).as_json())


def test_what_is_stored_is_read_back(model, tables):
    trial = tried(tables, model, (-20, 20), is_compared=True)

    assert Trial.from_json(json.loads(json.dumps(trial.as_json()))) == trial


@pytest.mark.parametrize(
    ("earlier", "later", "direction"),
    [("good", "fair", "down"), ("poor", "fair", "up"), ("good", "good", "same"), (None, "good", "none")],
)
def test_a_shift_has_a_direction(earlier, later, direction):
    assert Shift(earlier, later, 1).direction == direction
