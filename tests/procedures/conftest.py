"""People and days for cases; the calendar is the published one."""

from dataclasses import replace
from datetime import date

import pytest

from gongxin.disclosure.role import Role
from gongxin.law.calendar import WorkingCalendar
from gongxin.law.citation import Article
from gongxin.law.parameter import Parameters, Value, load_parameters
from gongxin.procedures.case import Actor, Case, Day

ORGANISATION, PROVIDER, OTHER = "91310114MA1GT00019", "11310000000000035N", "11310114000000000J"


@pytest.fixture
def day():
    """Return what the law counts by on a day."""
    return lambda on: Day(date.fromisoformat(str(on)), WorkingCalendar.published(), load_parameters())


@pytest.fixture
def ruled():
    """Return what gives the legal numbers where a city has decided one, in working days."""

    def decided(key, days):
        held = load_parameters()
        known, since = held[key], date(2016, 1, 1)
        value = Value(days, known.unit, Article("NDRC-36"), since, since)
        return Parameters({**held, key: replace(known, values=(value,), decision=None)})

    return decided


@pytest.fixture
def people():
    return {
        "owner": Actor("owner", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({ORGANISATION})),
        "stranger": Actor("stranger", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({OTHER})),
        "centre": Actor("centre", frozenset({Role.CENTRE_OPERATOR}), unit=OTHER),
        "centre2": Actor("centre2", frozenset({Role.CENTRE_REVIEWER}), unit=OTHER),
        "officer": Actor("officer", frozenset({Role.DATA_OFFICER}), unit=PROVIDER),
        "officer2": Actor("officer2", frozenset({Role.DATA_REVIEWER}), unit=PROVIDER),
        "elsewhere": Actor("elsewhere", frozenset({Role.DATA_OFFICER}), unit=OTHER),
        "clerk": Actor("clerk", frozenset({Role.QUERY_CLERK}), unit=PROVIDER),
    }


@pytest.fixture
def case():
    return Case(ORGANISATION, PROVIDER)
