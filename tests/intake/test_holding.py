"""When a batch as a whole waits for a person."""

import pytest

from gongxin.catalogue.item import Bounds
from gongxin.intake.holding import Counts, held_because

BOUNDS = Bounds(rejected_share=0.2, rows_against_last=0.5)


def rule(rows=1000, clean=900, rejected=100, last_rows=None, is_cut_off=False):
    counts = Counts(rows, clean, 0, rejected, 0, 0, 0)
    reason = held_because(counts, BOUNDS, last_rows=last_rows, is_cut_off=is_cut_off)
    return reason and reason.rule


@pytest.mark.parametrize(
    ("batch", "held"),
    [
        ({}, None),
        ({"clean": 800, "rejected": 200}, None),
        ({"clean": 799, "rejected": 201}, "batch.rejected_share"),
        ({"clean": 0, "rejected": 1000}, None),
        ({"rows": 10, "clean": 5, "rejected": 5}, None),
        ({"last_rows": 2000}, None),
        ({"last_rows": 2001}, "batch.rows_against_last"),
        ({"rows": 1, "clean": 1, "rejected": 0, "last_rows": 50}, None),
        ({"is_cut_off": True}, "batch.cut_off"),
    ],
)
def test_a_batch_is_held_at_its_bounds_and_not_before(batch, held):
    assert rule(**batch) == held


def test_nothing_to_take_in_is_nothing_to_hold():
    assert rule(rows=500, clean=0, rejected=500) is None
