"""The cases of course.toml, step by step."""

import tomllib
from pathlib import Path

import pytest

from gongxin.disclosure.role import Role
from gongxin.law.calendar import WorkingCalendar
from gongxin.law.citation import article_from
from gongxin.law.instrument import instruments
from gongxin.law.parameter import load_parameters
from gongxin.procedures.case import Act, Actor, Case, Day, late, move
from gongxin.procedures.index import procedure
from gongxin.procedures.objection import is_annotated, is_suspended
from gongxin.procedures.step import DOCUMENTS

COURSES = tomllib.loads(Path(__file__).with_name("course.toml").read_text("utf-8"))["case"]
CALENDAR, HELD = WorkingCalendar.published(), load_parameters()
BIRCH, MARKET = "91310114MA1GT00019", "11310000000000035N"
PEOPLE = {
    "owner": Actor("owner", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({BIRCH})),
    "centre": Actor("centre", frozenset({Role.CENTRE_OPERATOR})),
    "centre2": Actor("centre2", frozenset({Role.CENTRE_REVIEWER})),
    "officer": Actor("officer", frozenset({Role.DATA_OFFICER}), unit=MARKET),
    "officer2": Actor("officer2", frozenset({Role.DATA_REVIEWER}), unit=MARKET),
}


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course["name"])
def test_course(course):
    table, case = procedure(course["procedure"]), Case(BIRCH, MARKET)
    for step in course["steps"]:
        act = Act(step["step"], PEOPLE[step["by"]], "理由", frozenset(DOCUMENTS))
        case = move(table, case, act, Day(step["on"], CALENDAR, HELD)).case
        assert (case.state, due(case)) == (step["state"], step["due"]), step
        if "suspended" in step:
            assert is_suspended(case, step["on"], CALENDAR) is step["suspended"], step

    for look in course["looks"]:
        assert list(late(case, Day(look["on"], CALENDAR, HELD))) == look["late"], look
        if "annotated" in look:
            marks = (is_annotated(case), is_suspended(case, look["on"], CALENDAR))
            assert marks == (look["annotated"], look["suspended"]), look


def due(case):
    """Return the last day of each term that runs."""
    return {
        term.code: last
        for term in case.terms
        if term.closed_on is None and (last := term.due_on(CALENDAR)) is not None
    }


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course["name"])
def test_a_course_names_an_article_that_is_held(course):
    assert instruments()[course["basis"]["instrument"]].holds(article_from(course["basis"], "course.toml"))
