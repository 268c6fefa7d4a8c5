"""The columns of a batch: where each field of the item comes from and by which rule it is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from enum import Enum, auto

from gongxin.catalogue.field import Field, FieldKind
from gongxin.catalogue.item import Item
from gongxin.engine.duckdb import literal, name
from gongxin.intake.code_list import Spellings
from gongxin.intake.mapping import Assignment

# Kinds whose values may turn out unreadable.
READ = (FieldKind.DATE, FieldKind.DECIMAL, FieldKind.INTEGER, FieldKind.CODE, FieldKind.CODES)

BITS = 62  # in one unsigned column


class Way(Enum):
    """How a text is cleaned and searched for personal data."""

    FREE = auto()  # free text: cleaned only where a row needs it
    NUMBER = auto()  # the number of a document or registration: in one width
    VALUE = auto()  # not a text: cleaned by the rule of its kind
    UNKEPT = auto()  # only asked whether it is filled in


@dataclass(frozen=True, slots=True)
class Column:
    """A field with its place among the item's fields; `cell` is SQL for what the file has of it."""

    field: Field
    place: int
    cell: str
    way: Way
    common: Spellings = attribute(default_factory=dict)

    @property
    def raw(self) -> str:
        return f"r{self.place}"

    @property
    def text(self) -> str:
        return f"t{self.place}"

    @property
    def is_odd(self) -> str:
        return f"o{self.place}"

    @property
    def codes(self) -> str:
        """The codes of a cell before those that are unknown have been left out."""
        return f"l{self.place}"

    @property
    def bits(self) -> str:
        """The known codes of a cell as bits, in the order of the code list."""
        return f"b{self.place}"

    @property
    def value(self) -> str:
        return name(self.field.code)

    @property
    def has_bits(self) -> bool:
        return self.field.kind is FieldKind.CODES and 0 < len(self.field.codes) <= BITS

    @property
    def is_read(self) -> bool:
        return self.field.kind in READ


def columns(item: Item, assignment: Assignment) -> tuple[Column, ...]:
    """Return a column for each kept field and each that betrays a natural person; others are never read."""
    asked = set(item.subject.natural_person_fields)
    wanted = [field for field in item.fields if not field.personal or field.code in asked]
    return tuple(
        Column(field, place, _cell(field, assignment), _way(field, item))
        for place, field in enumerate(wanted)
    )


def kept(among: Sequence[Column]) -> tuple[Column, ...]:
    return tuple(column for column in among if column.way is not Way.UNKEPT)


def of(among: Sequence[Column], code: str) -> Column:
    return next(column for column in among if column.field.code == code)


def _cell(field: Field, assignment: Assignment) -> str:
    if field.code in assignment.constants:
        return literal(assignment.constants[field.code])
    index = assignment.columns.get(field.code)
    return "NULL::VARCHAR" if index is None else f"c{index}"


def _way(field: Field, item: Item) -> Way:
    if field.personal:
        return Way.UNKEPT
    if field.kind is not FieldKind.TEXT:
        return Way.VALUE
    numbers = {item.document_number, *item.subject.old_identifiers}
    apart = field.code in item.identity and field.code != item.subject.name
    return Way.NUMBER if field.code in numbers or apart else Way.FREE
