"""A trial of an edition: counts only, and the same again from what was stored."""

import json
from decimal import Decimal

import duckdb
import pytest

from gongxin.evaluation.explanation import MIDDLE
from gongxin.evaluation.reader import models
from gongxin.evaluation.trial import MOST_VALUES, Reason, Share, Shift, Swing, Trial, tried

# The first indicator, severe penalties: one, two.
FINE, TWO = [MIDDLE - 1000], [MIDDLE - 2000]


@pytest.fixture(scope="module")
def model():
    return next(one for one in models() if one.code == "comprehensive_enterprise")


@pytest.fixture
def tables():
    made = duckdb.connect()
    for table in ("before", "after"):
        made.execute(
            f"CREATE TABLE {table} (uscc VARCHAR, score DECIMAL(6, 2), grade VARCHAR, points BIGINT[])"
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
    trial = tried(tables, model, (-20, 20), against=model)

    assert trial.organisations == 40
    assert trial.moved == 3
    assert trial.shares == (Share("", "good", 37), Share("", "fair", 3))
    assert Shift("good", "fair", 3) in trial.shifts
    assert trial.reasons == (Reason("down", "severe_penalty", 3, Decimal("-10.00")),)
    assert Swing("severe_penalty", 20, 0, 37) in trial.swings


def test_without_an_edition_to_compare_with_nobody_moves(model, tables):
    trial = tried(tables, model, (20,), against=None)

    assert (trial.shifts, trial.reasons, trial.moved) == ((), (), 0)


def test_many_small_groups_are_told_together(model, tables):
    regions = tried(tables, model, (20,), against=None).by_group["region"]

    assert len({share.value for share in regions}) == MOST_VALUES + 1
    assert sum(share.organisations for share in regions) == 40


def test_it_names_no_organisation(model, tables):
    assert "O1" not in json.dumps(tried(tables, model, (20,), against=model).as_json())


def test_what_is_stored_is_read_back(model, tables):
    trial = tried(tables, model, (-20, 20), against=model)

    assert Trial.from_json(json.loads(json.dumps(trial.as_json()))) == trial


@pytest.mark.parametrize(
    ("earlier", "later", "direction"),
    [("good", "fair", "down"), ("poor", "fair", "up"), ("good", "good", "same"), (None, "good", "none")],
)
def test_a_shift_has_a_direction(earlier, later, direction):
    assert Shift(earlier, later, 1).direction == direction
