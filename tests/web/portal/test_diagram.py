"""The picture of a procedure: every state a box, every way an arc, nothing outside."""

import re

import pytest

from gongxin.procedures.index import PROCEDURES
from gongxin.web.portal.diagram import diagram


@pytest.mark.parametrize("known", PROCEDURES.values(), ids=PROCEDURES)
def test_every_state_is_a_box_and_every_way_an_arc_with_the_steps_number(known):
    drawn = diagram(known)
    ways = [(number, state) for number, step in enumerate(known.steps, 1) for state in step.from_ - {step.to}]

    assert [box.label for box in drawn.boxes[1:]] == list(known.states.values())
    assert sorted(arc.number for arc in drawn.arcs) == sorted(number for number, _ in ways)


@pytest.mark.parametrize("known", PROCEDURES.values(), ids=PROCEDURES)
def test_nothing_stands_outside_the_picture_and_no_number_hides_another(known):
    drawn = diagram(known)
    # A cubic curve between two points reaches three quarters of the way to its control points.
    for arc in drawn.arcs:
        (start, *_), (control, *_) = (
            pair.split() for pair in re.findall(r"[MC](\d+ -?\d+|-?\d+ -?\d+)", arc.path)
        )
        reached = int(start) + (int(control) - int(start)) * 3 / 4
        assert 0 < reached < drawn.width
        assert 0 < arc.number_y < drawn.height
    places = [(arc.number_x, arc.number_y) for arc in drawn.arcs]
    assert len(set(places)) == len(places)
