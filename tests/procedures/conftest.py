"""People and days for cases; the calendar is the published one."""

from datetime import date

import pytest

from gongxin.disclosure.role import Role
from gongxin.law.calendar import WorkingCalendar
from gongxin.law.parameter import load_parameters
from gongxin.procedures.case import Actor, Case, Day

ORGANISATION, PROVIDER, OTHER = "91310114MA1GT00019", "11310000000000035N", "11310114000000000J"


@pytest.fixture
def day():
    """Return what the law counts by on a day."""
    return lambda on: Day(date.fromisoformat(str(on)), WorkingCalendar.published(), load_parameters())


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
