"""The fields of a catalogue item."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from gongxin.catalogue.label import Label

NOTHING: Mapping[str, Label] = {}


class FieldKind(StrEnum):
    """How a value is read and checked; `codes` holds several codes separated by `;`."""

    TEXT = "text"
    DATE = "date"
    DECIMAL = "decimal"
    INTEGER = "integer"
    CODE = "code"
    CODES = "codes"
    USCC = "uscc"
    REGION = "region"
    INDUSTRY = "industry"


@dataclass(frozen=True, slots=True)
class Field:
    """One column of an item.

    `length` counts characters. `required_when` is an SQL condition over the item's typed fields.
    A `personal` field is accepted in files and dropped before anything is stored.
    A field with `public = false` is never shown to the public, whatever the item's disclosure.
    """

    code: str
    label: Label
    kind: FieldKind
    length: int | None = None
    scale: int | None = None
    required: bool = False
    required_when: str | None = None
    aliases: tuple[str, ...] = ()
    codes: Mapping[str, Label] = NOTHING
    open_codes: bool = False  # a code list that allows «其他-补充注明»
    personal: bool = False
    public: bool = True
    note: Label | None = None
    example: str = ""
