"""What can be asked for about a record: which procedures fit it, and by which step they begin."""

from collections.abc import Mapping
from dataclasses import dataclass

from gongxin.catalogue.item import Category, Item
from gongxin.catalogue.label import Label
from gongxin.disclosure.erasure_rule import is_deletable
from gongxin.procedures.about import About
from gongxin.procedures.index import PROCEDURES
from gongxin.procedures.procedure import START, Procedure
from gongxin.procedures.step import Party, Step


@dataclass(frozen=True, slots=True)
class Opening:
    """A procedure that can begin, and the step that begins it."""

    procedure: Procedure
    step: Step


# Which category of records a procedure is for; one that is not named here is for every record.
FITS: Mapping[str, Category] = {
    "repair": Category.ADVERSE,
    "temporary_repair": Category.ADVERSE,
}
WRONG_KIND: Mapping[str, Label] = {
    "repair": Label(
        "这条信息不是失信信息，不需要修复。内容有误的，请提出异议。",
        "This is not adverse: there is nothing to repair. If it is wrong, object to it.",
    ),
    "temporary_repair": Label(
        "这条信息不是失信信息，不需要修复。内容有误的，请提出异议。",
        "This is not adverse: there is nothing to repair. If it is wrong, object to it.",
    ),
    "deletion": Label(
        "只有表彰奖励、志愿服务和慈善捐赠信息可以申请删除。内容有误的，请提出异议。",
        "Only commendations, volunteering and donations can be deleted. If it is wrong, object to it.",
    ),
}


def openings(item: Item, party: Party) -> tuple[Opening, ...]:
    """Return what a party can begin about a record of the item, in the order of the procedures."""
    return tuple(
        Opening(known, step)
        for known in PROCEDURES.values()
        if known.about is About.RECORD and fits(known, item)
        for step in known.steps_from(START)
        if step.by is party
    )


def fits(procedure: Procedure, item: Item) -> bool:
    """Say whether a procedure is for records of the item."""
    if procedure.code == "deletion":
        return is_deletable(item)
    return FITS.get(procedure.code, item.category) is item.category
