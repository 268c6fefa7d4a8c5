"""Units and their tree."""

import pytest

from gongxin.actions import unit
from gongxin.disclosure.role import UnitKind
from gongxin.queries.unit import UnknownUnit, by_code

UNIT, CENTRE = "11310000000000035N", "12310000000000019X"


def test_an_unknown_unit_is_said_to_be_unknown(db):
    with pytest.raises(UnknownUnit, match="gongxin unit add"):
        by_code(UNIT)


def test_what_is_not_said_of_a_unit_stays_as_it_was(db):
    unit.add(CENTRE, "信用中心", kind=UnitKind.CENTRE)
    unit.add(UNIT, "市场监管局", kind=UnitKind.DISTRICT, parent=CENTRE)

    unit.add(UNIT, "市场监督管理局")

    found = by_code(UNIT)
    assert (found.name, found.kind, found.parent) == ("市场监督管理局", UnitKind.DISTRICT, CENTRE)


def test_a_unit_never_stands_below_itself(db):
    unit.add(CENTRE, "信用中心")
    unit.add(UNIT, "市场监管局", parent=CENTRE)

    with pytest.raises(unit.AboveItself, match="stand below itself"):
        unit.add(CENTRE, "信用中心", parent=UNIT)
    with pytest.raises(unit.NoSuchParent, match="Enter it first"):
        unit.add(UNIT, "市场监管局", parent="91310000000000027K")
