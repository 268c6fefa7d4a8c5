"""What the parts of a trial are called, on pages and on paper."""

from collections.abc import Mapping

from gongxin.evaluation.movement import Group
from gongxin.law.label import Label
from gongxin.organisations.industry import sections
from gongxin.organisations.kind import Kind
from gongxin.organisations.region import region

GROUPS: Mapping[Group, Label] = {
    Group.KIND: Label("组织类别", "kind"),
    Group.INDUSTRY: Label("行业门类", "industry"),
    Group.REGION: Label("地区", "region"),
}
DIRECTIONS: Mapping[str, Label] = {
    "up": Label("升档", "up"),
    "down": Label("降档", "down"),
    "same": Label("不变", "the same"),
    "none": Label("只有一版评价", "only one edition evaluates"),
}
OTHERS = Label("其他或未登记", "others, or not registered")


def value_label(group: Group, value: str) -> Label:
    """Return what a value of a group is called; "" are all the small ones, and those without."""
    if not value:
        return OTHERS
    if group is Group.KIND and value in set(Kind):
        return Kind(value).label
    if group is Group.INDUSTRY and value in sections():
        return sections()[value].label
    known = region(value) if group is Group.REGION else None
    return Label(known.name, known.name) if known else Label(value, value)
