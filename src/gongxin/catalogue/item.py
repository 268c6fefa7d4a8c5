"""A catalogue item: one kind of record, declared in one TOML file."""

from dataclasses import dataclass
from enum import StrEnum

from gongxin.catalogue.field import Field
from gongxin.catalogue.label import Label
from gongxin.catalogue.publicity import Disclosure, Publicity
from gongxin.catalogue.rule import Rule
from gongxin.law.citation import Article
from gongxin.organisations.kind import Kind


class Category(StrEnum):
    """基本, 失信, 守信, 其他."""

    BASIC = "basic"
    ADVERSE = "adverse"
    HONOUR = "honour"
    OTHER = "other"


class TermUnit(StrEnum):
    WORKING_DAYS = "working_days"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Subject:
    """Which fields say whom a record is about."""

    name: str
    uscc: str
    category: str | None = None  # 行政相对人类别; a row that says 自然人 is refused
    old_identifiers: tuple[str, ...] = ()
    natural_person_fields: tuple[str, ...] = ()  # filled in only for natural persons: the row is refused


@dataclass(frozen=True, slots=True)
class Unit:
    """Which fields name the deciding authority or the source of the data."""

    name: str
    uscc: str


@dataclass(frozen=True, slots=True)
class Frequency:
    """How soon after the decision a record is due: a dated parameter of `law`."""

    parameter: str
    basis: Article


@dataclass(frozen=True, slots=True)
class Bounds:
    """When a batch is odd as a whole and is held for a decision. Shares are 0 to 1."""

    rejected_share: float
    rows_against_last: float


@dataclass(frozen=True, slots=True)
class Item:
    """One kind of record.

    `identity` names the fields that tell two records apart. `decided_on` and `ended_on` name date fields;
    the query period runs from `ended_on` where the item has one, else from `decided_on`. Where `openness`
    names a field, a record is disclosed as its own row says, and never wider than the item.
    """

    code: str
    name: Label
    category: Category
    subjects: frozenset[Kind]
    providers: tuple[Label, ...]
    basis: tuple[Article, ...]
    disclosure: Disclosure
    publicity: Publicity
    query_period: str  # parameter name, in years
    frequency: Frequency
    subject: Subject
    authority: Unit | None
    source: Unit | None
    decided_on: str
    valid_until: str | None
    ended_on: str | None
    identity: tuple[str, ...]
    title: str  # field whose value heads the record on a page
    document_number: str | None
    fields: tuple[Field, ...]
    rules: tuple[Rule, ...]
    bounds: Bounds
    order: int  # place on the organisation's page
    section: Label  # heading on the organisation's page
    openness: str | None = None  # field whose code is a Disclosure

    def field(self, code: str) -> Field:
        """Return the field; KeyError names a field the item does not have."""
        return (
            next(field for field in self.fields if field.code == code)
            if self.has(code)
            else _missing(self, code)
        )

    def has(self, code: str) -> bool:
        return any(field.code == code for field in self.fields)

    @property
    def kept_fields(self) -> tuple[Field, ...]:
        """The fields that are stored: all but the personal ones."""
        return tuple(field for field in self.fields if not field.personal)

    @property
    def is_adverse(self) -> bool:
        return self.category is Category.ADVERSE


def _missing(item: Item, code: str) -> Field:
    raise KeyError(f"{item.code} has no field {code}")
