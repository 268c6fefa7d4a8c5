"""An entry as a report carries it."""

from typing import Any

from gongxin.catalogue.item import Item
from gongxin.catalogue.label import Label
from gongxin.queries.item import judged_item, named_item
from gongxin.queries.shown_entry import ShownEntry


def both(label: Label) -> dict[str, str]:
    return {"zh": label.zh, "en": label.en}


def item_name(entry: ShownEntry) -> Label:
    """Return the name of the entry's item, as the edition words it that the entry was judged by."""
    item = judged_item(entry.item, entry.edition) or (
        named_item(entry.item, entry.decided_on) if entry.decided_on else None
    )
    return item.name if item else Label(entry.item, entry.item)


def entry_content(entry: ShownEntry) -> dict[str, Any]:
    """Return the entry without the fields that only repeat its head, or whom the report is about."""
    item = judged_item(entry.item, entry.edition)
    repeats = _repeated(item, entry) if item else frozenset()
    return {
        "record": str(entry.record),
        "version": entry.version,
        "sequence": entry.sequence,
        "title": entry.title,
        "document_number": entry.document_number,
        "authority": entry.authority,
        "unit": entry.unit,
        "unit_name": entry.unit_name,
        "decided_on": _day(entry.decided_on),
        "decided_label": both(_decided_label(item)),
        "tier": entry.tier,
        "shown_from": _day(entry.shown_from),
        "shown_until": _day(entry.shown_until),
        "repairable_on": _day(entry.repairable_on),
        "marks": [{**one.as_json(), "label": both(one.label)} for one in entry.standing_marks],
        "fields": [
            {"code": field.code, "label": both(field.label), "value": field.value, "value_en": field.value_en}
            for field in entry.fields
            if field.code not in repeats
        ],
    }


def _repeated(item: Item, entry: ShownEntry) -> frozenset[str]:
    subject = item.subject
    units = {unit.uscc for unit in (item.authority, item.source) if unit}
    head = {item.decided_on, item.document_number if entry.document_number else item.title}
    of_subject = {subject.name, subject.uscc, subject.category, *subject.old_identifiers}
    # The source is told once: as the unit that sent the entry, or as the authority that decided.
    told = {item.source.name} if item.source and _source(item, entry) in _units(entry) else set()
    return frozenset(code for code in units | head | of_subject | told | {item.openness} if code)


def _source(item: Item, entry: ShownEntry) -> object:
    return entry.content.get(item.source.name) if item.source else None


def _units(entry: ShownEntry) -> set[str]:
    return {entry.unit_name, entry.authority}


def _decided_label(item: Item | None) -> Label:
    return item.field(item.decided_on).label if item else Label("日期", "Date")


def _day(on: object) -> str | None:
    return None if on is None else str(on)
