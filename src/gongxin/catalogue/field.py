"""The fields of a catalogue item."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from gongxin.catalogue.label import Label


class FieldKind(StrEnum):
    """How a value is read and checked.

    `codes` holds several codes separated by `;`; a piece that is no code is parted again at `、` and `,`,
    since code lists themselves contain `、`.
    """

    TEXT = "text"
    DATE = "date"
    DECIMAL = "decimal"
    INTEGER = "integer"
    CODE = "code"
    CODES = "codes"
    USCC = "uscc"
    REGION = "region"
    INDUSTRY = "industry"

    @property
    def sql_type(self) -> str:
        """The type of the column that conditions see."""
        return SQL_TYPES.get(self, "VARCHAR")


SQL_TYPES = {
    FieldKind.DATE: "DATE",
    FieldKind.DECIMAL: "DECIMAL(18, 6)",
    FieldKind.INTEGER: "BIGINT",
    FieldKind.CODES: "VARCHAR[]",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One column of an item.

    `length` counts characters. `required_when` is an SQL condition over the item's typed fields.
    `aliases` are other headers known to be this field. `code_aliases` gives the code of every other accepted
    spelling of a value, Chinese labels included.
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
    codes: Mapping[str, Label] = field(default_factory=dict, hash=False)
    code_aliases: Mapping[str, str] = field(default_factory=dict, hash=False)
    open_codes: bool = False  # a code list that allows «其他-补充注明»
    personal: bool = False
    public: bool = True
    note: Label | None = None
    example: str = ""
