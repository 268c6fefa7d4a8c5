"""The class of risk: that of the grade, or a worse one by what the authority found; never a better one."""

from datetime import date

import pytest

from gongxin.supervision.classing import class_of
from gongxin.supervision.field_rule import field_rule

RULE = field_rule("food", date(2026, 11, 22))


@pytest.mark.parametrize(
    ("grade", "found", "code", "decisive"),
    [
        ("excellent", (), "a", ()),
        ("poor", (), "d", ()),
        ("", (), "b", ()),
        ("unheard of", (), "b", ()),
        ("excellent", ("found_before",), "c", ("found_before",)),
        ("excellent", ("found_before", "found_repeatedly"), "d", ("found_before", "found_repeatedly")),
        ("poor", ("found_before",), "d", ()),
        ("fair", ("own_penalty",), "c", ()),
    ],
)
def test_grade_and_findings_make_the_class_and_the_decisive_findings_are_its_reasons(
    grade, found, code, decisive
):
    classed = class_of(RULE, grade=grade, found=found)

    assert classed.risk.code == code
    assert tuple(one.code for one in classed.findings) == decisive
