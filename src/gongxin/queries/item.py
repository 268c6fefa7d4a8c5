"""The catalogue as reads need it: the item an entry belongs to, and its values made readable."""

import datetime
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings

from gongxin.catalogue.edition import Edition
from gongxin.catalogue.field import Field, FieldKind
from gongxin.catalogue.item import Item
from gongxin.catalogue.reader import edition
from gongxin.disclosure.policy import Viewer, sees_field
from gongxin.queries.shown_entry import ShownField

SEPARATOR = "；"
SEPARATOR_EN = "; "


def catalogue(on: datetime.date) -> Edition:
    """Return the edition in force on a day, the city's own additions among it."""
    return edition(on, settings.GONGXIN_CITY)


@lru_cache(maxsize=4096)
def item_of(code: str, on: datetime.date) -> Item | None:
    """Return the item, or None for a code that the catalogue of that day no longer has."""
    return catalogue(on).items.get(code)


@lru_cache(maxsize=4096)
def visible_fields(code: str, viewer: Viewer, on: datetime.date) -> tuple[Field, ...]:
    """Return the fields a viewer may read, in the item's order. An unknown item has none."""
    item = item_of(code, on)
    return tuple(field for field in item.fields if sees_field(field, viewer)) if item else ()


@lru_cache(maxsize=4096)
def readable(code: str, viewer: Viewer, on: datetime.date) -> frozenset[str]:
    """Return the codes of `visible_fields`."""
    return frozenset(field.code for field in visible_fields(code, viewer, on))


@lru_cache(maxsize=4096)
def reads_all(code: str, viewer: Viewer, on: datetime.date) -> bool:
    """Say whether the viewer may read every field that is stored of the item."""
    item = item_of(code, on)
    return item is not None and all(field.code in readable(code, viewer, on) for field in item.kept_fields)


def hides_fields(code: str, content: str, viewer: Viewer, on: datetime.date) -> bool:
    """Say whether the content has a value that the viewer may not read."""
    if reads_all(code, viewer, on):
        return False
    return bool(json.loads(content).keys() - readable(code, viewer, on))


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
