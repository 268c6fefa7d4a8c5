"""What a reader is shown of an entry."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gongxin.catalogue.label import Label
from gongxin.disclosure.mark import Mark, MarkSpan


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field with its value made readable: code labels, dates, amounts; `value_en` for English pages."""

    code: str
    label: Label
    value: str
    value_en: str


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry that the viewer may see; `content` holds only the fields that the viewer may read."""

    sequence: int
    record: UUID
    version: int
    item: str
    edition: str
    uscc: str
    organisation: str
    title: str
    document_number: str
    authority: str
    unit: str
    unit_name: str
    decided_on: datetime.date | None
    valid_until: datetime.date | None
    tier: str | None
    shown_from: datetime.date | None
    shown_until: datetime.date | None
    repairable_on: datetime.date | None
    query_until: datetime.date | None
    known_at: datetime.datetime
    is_late: bool | None
    disclosure: str
    fields: tuple[ShownField, ...]
    content: Mapping[str, Any]
    marks: tuple[MarkSpan, ...] = ()  # those that lie ahead too
    standing_marks: tuple[MarkSpan, ...] = ()

    @property
    def is_disputed(self) -> bool:
        return any(one.kind is Mark.ANNOTATED for one in self.standing_marks)


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """When a version of a record came into the ledger, and where it stands in the log."""

    sequence: int
    version: int
    kind: str
    edition: str
    known_at: datetime.datetime


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Empty values do not narrow. `known_at`: as the ledger stood at that moment; None: as it stands."""

    item: str = ""
    unit: str = ""
    uscc: str = ""
    decided_from: datetime.date | None = None
    decided_to: datetime.date | None = None
    known_at: datetime.datetime | None = None


@dataclass(frozen=True, slots=True)
class EntryPage:
    """`next` is the cursor of the page that follows, or None on the last."""

    entries: tuple[ShownEntry, ...]
    next: str | None


class NotShown(Exception):
    """There is no such record, or this viewer does not see it: the answer is the same."""

    def __init__(self, record: object) -> None:
        super().__init__(
            f"没有这条记录，或者它不在公示期内：{record}。可按主体名称重新查询。"
            f" / No such record, or its publicity window is closed: {record}. Search by organisation instead."
        )


class Withdrawn(NotShown):
    """The viewer would see the record, had the authority not taken it back; why is not for everybody."""

    def __init__(self, record: object, on: datetime.date) -> None:
        Exception.__init__(
            self,
            f"这条记录已于 {on} 被撤回，不再公示：{record}。如在别处见到它的内容，请勿再使用。"
            f" / This record was withdrawn on {on} and is not shown any more: {record}. Do not use copies.",
        )
        self.on = on


class InvalidCursor(Exception):
    """The text is not a cursor that this platform gave out."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"翻页标记无效：{text[:40]!r}。请从第一页重新开始。"
            f" / Not a cursor: {text[:40]!r}. Start again from the first page."
        )
