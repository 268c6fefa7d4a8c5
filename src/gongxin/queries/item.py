"""The catalogue as reads need it: the item an entry belongs to, and its values made readable."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from gongxin.catalogue import reader
from gongxin.catalogue.edition import Edition
from gongxin.catalogue.field import Field, FieldKind
from gongxin.catalogue.item import Item
from gongxin.disclosure.policy import Viewer, sees_field
from gongxin.queries.shown_entry import ShownField

SEPARATOR = "；"
SEPARATOR_EN = "; "


def catalogue(on: datetime.date) -> Edition:
    """Return the edition in force on a day, the city's own additions among it."""
    return reader.edition(on, settings.GONGXIN_CITY)


@dataclass(frozen=True, slots=True)
class ReadableItem:
    """An item as one viewer may read it. Without an item, as of an unknown code, nothing is readable."""

    item: Item | None
    fields: tuple[Field, ...]  # in the item's order
    codes: frozenset[str]  # of the fields
    is_whole: bool  # every field that is stored may be read


def item_of(code: str, on: datetime.date) -> Item | None:
    """Return the item, or None for a code that the catalogue of that day does not have."""
    return catalogue(on).items.get(code)


def named_item(code: str, on: datetime.date) -> Item | None:
    """Return the item to name a record's kind by: that day's, or the last there was."""
    earlier = reversed(reader.editions(settings.GONGXIN_CITY))
    return item_of(code, on) or next((one.items[code] for one in earlier if code in one.items), None)


def judged_item(code: str, edition: str) -> Item | None:
    """Return the item as the edition has it that a record was judged by; no later one changes the record."""
    return readable_item(code, edition, Viewer.ANYONE).item


def readable_item(code: str, edition: str, viewer: Viewer) -> ReadableItem:
    """Return what a viewer may read of records of an item that were judged by an edition.

    The newest edition stands in for one that is not there any more, as when a city's folder was taken away.
    """
    return _readable_item(code, edition, viewer, settings.GONGXIN_CITY)


@lru_cache(maxsize=4096)
def _readable_item(code: str, edition: str, viewer: Viewer, city: Path | None) -> ReadableItem:
    known = reader.editions(city)
    # A dated layer without changes of its own name repeats the code of the one before: the later one holds.
    item = next((one for one in reversed(known) if one.code == edition), known[-1]).items.get(code)
    if item is None:
        return ReadableItem(None, (), frozenset(), is_whole=False)
    fields = tuple(field for field in item.fields if sees_field(field, viewer))
    codes = frozenset(field.code for field in fields)
    return ReadableItem(item, fields, codes, all(field.code in codes for field in item.kept_fields))


def hides_fields(code: str, edition: str, content: str, viewer: Viewer) -> bool:
    """Say whether the content has a value that the viewer may not read."""
    readable = readable_item(code, edition, viewer)
    return not readable.is_whole and bool(json.loads(content).keys() - readable.codes)


def shown_fields(fields: tuple[Field, ...], content: Mapping[str, Any]) -> tuple[ShownField, ...]:
    """Return the values that are there, as a reader wants to see them."""
    return tuple(_shown(field, content[field.code]) for field in fields if field.code in content)


def _shown(field: Field, value: Any) -> ShownField:
    if field.kind is FieldKind.CODES:
        values = value if isinstance(value, list) else [value]
        labels = [_labelled(field, code) for code in values]
        return ShownField(
            field.code,
            field.label,
            SEPARATOR.join(zh for zh, _ in labels),
            SEPARATOR_EN.join(en for _, en in labels),
        )
    if field.kind is FieldKind.CODE:
        return ShownField(field.code, field.label, *_labelled(field, value))
    text = f"{value:,}" if isinstance(value, int | float) else str(value)
    return ShownField(field.code, field.label, text, text)


def _labelled(field: Field, code: Any) -> tuple[str, str]:
    label = field.codes.get(str(code))
    return (label.zh, label.en) if label else (str(code), str(code))
