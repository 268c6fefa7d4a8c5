"""Publicity windows: what the public sees from when to when."""

from dataclasses import replace
from datetime import date

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxin.catalogue.behaviour import Tier
from gongxin.catalogue.publicity import PublicityKind
from gongxin.catalogue.reader import edition
from gongxin.disclosure.window import (
    Dates,
    PublicityUntilUnknown,
    Window,
    until_column,
    window,
    window_sql,
)
from gongxin.law.parameter import Parameters, ParameterUnset, load_parameters

TODAY = date(2026, 11, 22)
ITEMS = edition(TODAY).items
PENALTY = ITEMS["administrative_penalty"]
LICENCE = ITEMS["administrative_licence"]
PARAMETERS = load_parameters()
DAYS = st.none() | st.dates(date(1990, 1, 1), date(2030, 12, 31))


def decided(day, **others):
    return Dates(day, **others)


def test_an_ordinary_penalty_shows_for_a_year_and_is_repairable_after_three_months():
    found = window(PENALTY, parameters=PARAMETERS, tier=Tier.ORDINARY, dates=decided(date(2026, 8, 31)))

    assert found == Window(
        shown_from=date(2026, 8, 31),
        shown_until=date(2027, 8, 31),
        repairable_on=date(2026, 11, 30),
        query_until=date(2031, 8, 31),
    )


def test_a_severe_penalty_shows_for_three_years():
    found = window(PENALTY, parameters=PARAMETERS, tier=Tier.SEVERE, dates=decided(date(2024, 2, 29)))

    assert (found.shown_until, found.repairable_on) == (date(2027, 2, 28), date(2025, 2, 28))


@pytest.mark.parametrize("tier", [Tier.MINOR, None])
def test_a_minor_penalty_or_one_without_tier_is_never_public(tier):
    found = window(PENALTY, parameters=PARAMETERS, tier=tier, dates=decided(date(2026, 8, 31)))

    assert (found.shown_from, found.shown_until) == (None, None)


def test_the_query_period_runs_from_the_end_of_the_conduct():
    dates = decided(date(2026, 8, 31), ended_on=date(2027, 1, 2))

    assert window(PENALTY, parameters=PARAMETERS, tier=None, dates=dates).query_until == date(2032, 1, 2)


def test_a_decision_older_than_the_rule_is_not_queried_for_ever():
    found = window(PENALTY, parameters=PARAMETERS, tier=Tier.SEVERE, dates=decided(date(2010, 5, 1)))

    assert found.query_until == date(2015, 5, 1)


def test_a_licence_shows_as_long_as_it_is_valid():
    dates = decided(date(2026, 5, 1), valid_until=date(2029, 4, 30))
    item = replace(
        LICENCE, publicity=replace(LICENCE.publicity, kind=PublicityKind.VALID, until=LICENCE.valid_until)
    )
    found = window(item, parameters=PARAMETERS, tier=None, dates=dates)

    assert (found.shown_from, found.shown_until) == (date(2026, 5, 1), date(2029, 4, 30))


def test_what_ended_before_it_was_decided_is_never_shown():
    dates = decided(date(2026, 5, 1), valid_until=date(2026, 4, 30))
    item = replace(
        LICENCE, publicity=replace(LICENCE.publicity, kind=PublicityKind.VALID, until=LICENCE.valid_until)
    )

    assert window(item, parameters=PARAMETERS, tier=None, dates=dates).shown_from is None


def test_a_publicity_rule_that_points_nowhere_is_refused_by_name():
    item = replace(LICENCE, publicity=replace(LICENCE.publicity, kind=PublicityKind.VALID, until="BZ"))
    with pytest.raises(PublicityUntilUnknown, match="BZ"):
        until_column(item)


def test_a_missing_city_decision_stops_the_window_by_name():
    longest = PARAMETERS["publicity.severe_maximum"]
    unset = Parameters({**PARAMETERS, longest.key: replace(longest, values=(), decision=longest.label)})
    with pytest.raises(ParameterUnset, match="severe_maximum"):
        window_sql(PENALTY, parameters=unset, source_table="clean")


@pytest.mark.parametrize("code", sorted(ITEMS))
def test_every_item_of_the_catalogue_has_a_window(code):
    sql = window_sql(ITEMS[code], parameters=PARAMETERS, source_table="clean")
    table = duckdb.connect()
    table.execute(
        "CREATE TABLE clean AS SELECT DATE '2026-05-01' AS decided_on, NULL::DATE AS valid_until,"
        " NULL::DATE AS ended_on, 'severe' AS tier"
    )
    found = table.sql(sql)

    assert found.columns[-4:] == ["shown_from", "shown_until", "repairable_on", "query_until"]
    assert len(found.fetchall()) == 1


@settings(max_examples=60, deadline=None)
@given(
    kind=st.sampled_from(PublicityKind),
    tier=st.none() | st.sampled_from(Tier),
    decided_on=DAYS,
    valid_until=DAYS,
    ended_on=DAYS,
)
def test_sql_and_python_give_the_same_window(kind, tier, decided_on, valid_until, ended_on):
    rule = replace(
        PENALTY.publicity, kind=kind, until=PENALTY.decided_on, parameter="publicity.ordinary_maximum"
    )
    item = replace(PENALTY, publicity=rule)
    dates = Dates(decided_on, valid_until, ended_on)
    source = "(SELECT ?::DATE AS decided_on, ?::DATE AS valid_until, ?::DATE AS ended_on, ?::VARCHAR AS tier)"
    sql = window_sql(item, parameters=PARAMETERS, source_table=source)
    row = duckdb.execute(sql, [decided_on, valid_until, ended_on, tier and str(tier)]).fetchone()

    found = window(item, parameters=PARAMETERS, tier=tier, dates=dates)
    assert row is not None
    assert row[-4:] == (found.shown_from, found.shown_until, found.repairable_on, found.query_until)
