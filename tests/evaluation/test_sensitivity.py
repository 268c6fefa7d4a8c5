"""How much hangs on each weight, beside the same reckoned by hand for every organisation."""

from collections import Counter
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxin.evaluation.explanation import MIDDLE, PLACE
from gongxin.evaluation.grade import Grade
from gongxin.evaluation.reader import models
from gongxin.evaluation.sensitivity import sensitivity_sql

PERCENTS = (-50, -20, 20, 50)


@pytest.fixture(scope="module")
def model():
    return next(one for one in models() if one.code == "comprehensive_enterprise")


def points_of(indicator, times):
    if indicator.steps:
        return [step.points for step in indicator.steps][times % len(indicator.steps)]
    points = (indicator.points or Decimal(0)) * times
    if indicator.cap is None:
        return points
    return max(points, indicator.cap) if points < 0 else min(points, indicator.cap)


def worst_of(model, parts):
    return max((one.grade.place for one in model.vetoes if one.code in parts), default=0)


def graded(model, parts):
    scale = model.scale
    score = min(scale.highest, max(scale.lowest, scale.base + sum(parts.values())))
    return max(model.grade(score).place, worst_of(model, parts))


def by_hand(model, organisations):
    found = Counter()
    for parts in organisations:
        before = graded(model, parts)
        for part, points in parts.items():
            for percent in PERCENTS:
                after = graded(model, {**parts, part: points + points * percent / 100})
                if after != before:
                    found[(part, percent, "up" if after < before else "down")] += 1
    return found


def by_sql(model, organisations):
    made, places = duckdb.connect(), {part.code: place for place, part in enumerate(model.parts)}
    made.execute("CREATE TABLE result (uscc VARCHAR, score DECIMAL(6, 2), grade VARCHAR, points BIGINT[])")
    for number, parts in enumerate(organisations):
        grade = list(Grade)[graded(model, parts)]
        told = [places[part] * PLACE + MIDDLE + int(points * 100) for part, points in parts.items()]
        made.execute("INSERT INTO result VALUES (?, 0, ?, ?)", [str(number), grade, told])
    rows = made.execute(sensitivity_sql(model, PERCENTS, table="result")).fetchall()
    both = (((part, percent), up, down) for part, percent, up, down in rows)
    return Counter({(*key, way): n for key, up, down in both for way, n in (("up", up), ("down", down)) if n})


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_it_counts_whom_another_weight_would_move(model, data):
    codes = [one.code for one in (*model.indicators, *model.vetoes)]
    chosen = data.draw(
        st.lists(
            st.dictionaries(st.sampled_from(codes), st.integers(1, 6), max_size=5), min_size=1, max_size=12
        )
    )
    indicators = {one.code: one for one in model.indicators}
    organisations = [
        {
            part: points_of(indicators[part], n) if part in indicators else Decimal(0)
            for part, n in parts.items()
        }
        for parts in chosen
    ]

    assert by_sql(model, organisations) == by_hand(model, organisations)


def test_a_weight_on_the_edge_moves_somebody(model):
    """Eleven points below the base is fair; a fifth less of the heaviest weight is good again."""
    parts = {"severe_penalty": Decimal(-10), "ordinary_penalty": Decimal(-1)}

    assert by_sql(model, [parts])[("severe_penalty", -20, "up")] == 1
