"""Who may see which entries: one table, the only way to a record for every channel."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from gongxin.catalogue.field import Field
from gongxin.catalogue.publicity import Disclosure


class Capacity(StrEnum):
    """In what capacity somebody looks."""

    ANYONE = "anyone"
    ORGANISATION = "organisation"
    UNIT = "unit"
    CENTRE = "centre"
    MATTER = "matter"  # a government query in the course of a matter of the application list
    RECIPIENT = "recipient"  # whom an organisation authorised to see items about it
    REPORT = "report"  # what an organisation has reported of itself, for others to read


class Own(StrEnum):
    """The column that must hold the viewer's own code."""

    SUBJECT = "uscc"
    SUBMITTER = "unit"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who looks; `items` are all that may be seen, None where nothing narrows them.

    `code` is the organisation's or the unit's, for capacities that see only their own.
    """

    capacity: Capacity
    code: str = ""
    items: frozenset[str] | None = None

    ANYONE: ClassVar["Viewer"]
    CENTRE: ClassVar["Viewer"]

    def __post_init__(self) -> None:
        if (SIGHT[self.capacity].own is not None) != bool(self.code):
            raise ValueError(f"{self.capacity} {'needs' if not self.code else 'has no'} code")
        if SIGHT[self.capacity].named_items_only and self.items is None:
            raise ValueError(f"{self.capacity} needs the items that may be seen")

    @classmethod
    def organisation(cls, uscc: str) -> "Viewer":
        return cls(Capacity.ORGANISATION, uscc)

    @classmethod
    def report(cls, uscc: str) -> "Viewer":
        return cls(Capacity.REPORT, uscc)

    @classmethod
    def unit(cls, uscc: str) -> "Viewer":
        return cls(Capacity.UNIT, uscc)

    @classmethod
    def matter(cls, items: Iterable[str]) -> "Viewer":
        return cls(Capacity.MATTER, items=frozenset(items))

    @classmethod
    def recipient(cls, uscc: str, items: Iterable[str]) -> "Viewer":
        """Somebody whom the organisation with this code authorised; what is public everybody sees anyway."""
        return cls(Capacity.RECIPIENT, uscc, frozenset(items))


@dataclass(frozen=True, slots=True)
class Sight:
    """What a capacity sees.

    Whatever the capacity, an entry is seen only while it stands, has its content, and its query period runs:
    adverse information leaves every interface when that ends.
    """

    disclosures: frozenset[Disclosure]
    in_window_only: bool  # only while the publicity window is open
    public_fields_only: bool
    with_hidden: bool = False  # suspended and repaired records too, with their marks
    own: Own | None = None
    named_items_only: bool = False


SIGHT: Mapping[Capacity, Sight] = {
    Capacity.ANYONE: Sight(frozenset({Disclosure.PUBLIC}), in_window_only=True, public_fields_only=True),
    Capacity.ORGANISATION: Sight(
        frozenset(Disclosure),
        in_window_only=False,
        public_fields_only=False,
        with_hidden=True,
        own=Own.SUBJECT,
    ),
    Capacity.UNIT: Sight(
        frozenset(Disclosure),
        in_window_only=False,
        public_fields_only=False,
        with_hidden=True,
        own=Own.SUBMITTER,
    ),
    Capacity.CENTRE: Sight(
        frozenset(Disclosure), in_window_only=False, public_fields_only=False, with_hidden=True
    ),
    Capacity.REPORT: Sight(
        frozenset(Disclosure), in_window_only=False, public_fields_only=False, own=Own.SUBJECT
    ),
    # What needs the organisation's authorisation stays closed to a matter, even where its list names it.
    Capacity.MATTER: Sight(
        frozenset({Disclosure.PUBLIC, Disclosure.SHARED}),
        in_window_only=False,
        public_fields_only=False,
        named_items_only=True,
    ),
    # Only what is not public: a public record whose window is over is not brought back by an authorisation.
    Capacity.RECIPIENT: Sight(
        frozenset({Disclosure.SHARED, Disclosure.AUTHORISED}),
        in_window_only=False,
        public_fields_only=False,
        own=Own.SUBJECT,
        named_items_only=True,
    ),
}

Viewer.ANYONE = Viewer(Capacity.ANYONE)
Viewer.CENTRE = Viewer(Capacity.CENTRE)


def sees_field(field: Field, viewer: Viewer) -> bool:
    """Say whether the viewer may read this field of an entry it may see."""
    return not field.personal and (field.public or not SIGHT[viewer.capacity].public_fields_only)
