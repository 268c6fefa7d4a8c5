"""Marks at a record: days on which it shows as disputed, or does not show because of a case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gongxin.catalogue.label import Label

DAY = timedelta(days=1)


class Mark(StrEnum):
    """How a case shows at what it is about."""

    ANNOTATED = "annotated"  # the organisation disputes it
    SUSPENDED = "suspended"  # its provider has not answered an objection in time
    REPAIRED = "repaired"


# These hide a record from everybody but its parties: publication, sharing and use stop.
HIDING = frozenset({Mark.SUSPENDED, Mark.REPAIRED})
MARKS: Mapping[Mark, Label] = {
    Mark.ANNOTATED: Label("异议标注", "Disputed"),
    Mark.SUSPENDED: Label("暂停公示和使用", "Suspended"),
    Mark.REPAIRED: Label("已修复", "Repaired"),
}
MEANINGS: Mapping[Mark, Label] = {
    Mark.ANNOTATED: Label(
        "当事组织对该信息有异议，使用时请注意核实。",
        "The organisation disputes this information: verify it before you rely on it.",
    ),
    Mark.SUSPENDED: Label(
        "信息提供单位逾期没有答复异议，答复前该信息不公示、不共享、不使用。",
        "Its provider has not answered an objection in time: until it does, nobody else sees or uses this.",
    ),
    Mark.REPAIRED: Label(
        "该信息已经信用修复，不再公示、共享和使用。",
        "It was repaired: it is published, shared and used no more.",
    ),
}


@dataclass(frozen=True, slots=True)
class MarkSpan:
    """The days of a mark; `until_on` is the last, None where no end is known."""

    kind: Mark
    from_on: date
    until_on: date | None = None

    def __contains__(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)

    @property
    def label(self) -> Label:
        return MARKS[self.kind]

    @property
    def meaning(self) -> Label:
        return MEANINGS[self.kind]

    def as_json(self) -> dict[str, str | None]:
        return {
            "kind": self.kind.value,
            "from": self.from_on.isoformat(),
            "until": self.until_on.isoformat() if self.until_on else None,
        }


def unhidden_from(spans: Iterable[MarkSpan], day: date) -> date | None:
    """Return the first day from `day` on that no span hides; None where no such day is known."""
    hiding = sorted((one for one in spans if one.kind in HIDING), key=lambda one: one.from_on)
    for one in hiding:
        if day in one:
            if one.until_on is None:
                return None
            day = one.until_on + DAY
    return day
