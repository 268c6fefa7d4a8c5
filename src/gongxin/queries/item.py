"""The catalogue as reads need it: the item an entry belongs to, and its values made readable."""

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from gongxin.catalogue import reader
from gongxin.catalogue.edition import Edition
from gongxin.catalogue.field import Field, FieldKind
from gongxin.catalogue.freshness import generation
from gongxin.catalogue.item import Item
from gongxin.disclosure.policy import Viewer, sees_field
from gongxin.queries.shown_entry import ShownField

SEPARATOR = "；"
LONG = 10_000  # numbers are parted from five digits on; a year is not
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
    city: Path | None = settings.GONGXIN_CITY
    return _readable_item(code, edition, viewer, (city, generation(city)))


@lru_cache(maxsize=4096)
def _readable_item(code: str, edition: str, viewer: Viewer, city: tuple[Path | None, int]) -> ReadableItem:
    versions = _versions(code, edition, reader.editions(city[0]))
    if not versions:
        return ReadableItem(None, (), frozenset(), is_whole=False)
    declared = {field.code: field for version in reversed(versions) for field in version.fields}
    kept = {field.code for version in versions for field in version.kept_fields}
    first = dict.fromkeys(field.code for version in versions for field in version.fields)
    fields = tuple(declared[name] for name in first if sees_field(declared[name], viewer))
    codes = frozenset(field.code for field in fields)
    return ReadableItem(versions[0], fields, codes, is_whole=kept <= codes)


def _versions(code: str, edition: str, known: Sequence[Edition]) -> list[Item]:
    """Return the item in the edition itself, then in others, nearest later ones first.

    A record is judged by the edition of its decision and laid out by that of the day it came in: of the item,
    or a field, that the first does not have, the next one tells.
    """
    # A dated layer without a name of its own repeats the code of the one before: the later one holds.
    place = next((n for n in range(len(known) - 1, -1, -1) if known[n].code == edition), len(known) - 1)
    return [one.items[code] for one in (*known[place:], *reversed(known[:place])) if code in one.items]


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
    text = f"{value:,}" if isinstance(value, int | float) and abs(value) >= LONG else str(value)
    return ShownField(field.code, field.label, text, text)


def _labelled(field: Field, code: Any) -> tuple[str, str]:
    label = field.codes.get(str(code))
    return (label.zh, label.en) if label else (str(code), str(code))
