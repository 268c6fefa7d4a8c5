"""What a case can be about: whose it is, which unit decides, and what it is called."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.timezone import localtime

from gongxin.actions import campaign_member
from gongxin.actions.commitment_breach import title_of
from gongxin.actions.evaluation_subject import described
from gongxin.catalogue import reader
from gongxin.catalogue.field import FieldKind
from gongxin.catalogue.item import Item
from gongxin.law.label import Label
from gongxin.procedures.about import About
from gongxin.procedures.case import Refused
from gongxin.procedures.opening import WRONG_KIND, fits
from gongxin.procedures.procedure import Procedure

LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Subject:
    """`provider` is the unit that it came from; `item` says what kind of record it is."""

    uscc: str
    provider: str
    title: Label
    item: Item | None = None


class NoSuchSubject(Exception):
    """There is nothing of this number, it is somebody else's, or its time is over."""

    def __init__(self, subject: object) -> None:
        super().__init__(
            f"没有可以办理的记录 {subject}，它可能已撤回、删除，或者不是本组织的。请从记录页面重新提出。"
            f" / Nothing to file about under {subject}: withdrawn, deleted or not yours. Start from its page."
        )


class NotForThisRecord(Refused):
    """The procedure is not there for records of this kind."""


def refuse_unfit(procedure: Procedure, about: Subject) -> None:
    """Raise where the procedure is not there for records of this kind.

    Raises:
        NotForThisRecord
    """
    if about.item is not None and not fits(procedure, about.item):
        raise NotForThisRecord(WRONG_KIND[procedure.code])


def subject(about: About, number: UUID, *, on: date, uscc: str = "") -> Subject:
    """Return what a case is to be about, as it stands; a result of an evaluation is looked for by its `uscc`.

    Raises:
        NoSuchSubject
    """
    if about is About.EVALUATION:
        found = _evaluation(number, uscc)
    else:
        found = SUBJECTS[about](number, on) if about in SUBJECTS else None
    if found is None:
        raise NoSuchSubject(number)
    return found


def item_title(item: str, edition: str) -> Label:
    """Return what records of the item are called; an item that is no more goes by its code."""
    known = _item(item, edition)
    return known.name if known else Label(item, item)


def _record(record: UUID, on: date) -> Subject | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT uscc, unit, item, edition, content FROM entry WHERE record = %s AND kind = 'record'"
            " AND superseded_by IS NULL AND content IS NOT NULL"
            " AND (query_until IS NULL OR query_until >= %s)",
            [record, on],
        )
        found = cursor.fetchone()
    if found is None:
        return None
    uscc, unit, code, edition, content = found
    name, title = item_title(code, edition), _title(_item(code, edition), json.loads(content))
    told = Label(f"{name.zh} {title}", f"{name.en} {title}") if title else name
    label = Label(told.zh[:LONGEST_TITLE], told.en[:LONGEST_TITLE])
    return Subject(uscc, unit, label, _item(code, edition))


def _title(item: Item | None, content: Mapping[str, object]) -> str:
    """Return the text that heads the record; none where that is a code or a day."""
    if item is None or item.field(item.title).kind is not FieldKind.TEXT:
        return ""
    return str(content.get(item.document_number or item.title) or content.get(item.title, ""))


def _item(code: str, edition: str) -> Item | None:
    editions = reader.editions(settings.GONGXIN_CITY)
    own = next((one for one in editions if one.code == edition), editions[-1])
    return own.items.get(code)


def _commitment(record: UUID, _on: date) -> Subject | None:
    found = title_of(record)
    return Subject(*found) if found else None


def _evaluation(result: UUID, uscc: str) -> Subject | None:
    found = described(result, uscc)
    return Subject(*found) if found else None


def _campaign(member: UUID, _on: date) -> Subject | None:
    found = campaign_member.title_of(member)
    return Subject(*found) if found else None


def _look(look: UUID, _on: date) -> Subject | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.uscc, e.unit, coalesce(u.name, e.unit), e.sequence, e.known_at FROM entry e"
            " LEFT JOIN unit u ON u.uscc = e.unit"
            " WHERE e.record = %s AND e.kind IN ('query', 'delivery') ORDER BY e.version LIMIT 1",
            [look],
        )
        found = cursor.fetchone()
    if found is None:
        return None
    uscc, unit, name, sequence, at = found
    day = localtime(at).date()
    title = Label(
        f"{name} {day} 的查询（日志第 {sequence} 条）", f"the look by {name} on {day} (log entry {sequence})"
    )
    return Subject(uscc, unit, title)


SUBJECTS: Mapping[About, Callable[[UUID, date], Subject | None]] = {
    About.RECORD: _record,
    About.LOOK: _look,
    About.COMMITMENT: _commitment,
    About.CAMPAIGN: _campaign,
}
