"""Who may see which entries: one table, the only way to a record for every channel."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from gongxin.catalogue.field import Field
from gongxin.catalogue.publicity import Disclosure


class Role(StrEnum):
    """In what capacity somebody looks."""

    ANYONE = "anyone"
    ORGANISATION = "organisation"
    UNIT = "unit"
    CENTRE = "centre"


class Own(StrEnum):
    """The column that must hold the viewer's own code."""

    SUBJECT = "uscc"
    SUBMITTER = "unit"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who looks; `code` is the organisation's or the unit's, for roles that see only their own."""

    role: Role
    code: str = ""

    ANYONE: ClassVar["Viewer"]
    CENTRE: ClassVar["Viewer"]

    def __post_init__(self) -> None:
        if (SIGHT[self.role].own is not None) != bool(self.code):
            raise ValueError(f"{self.role} {'needs' if not self.code else 'has no'} code")

    @classmethod
    def organisation(cls, uscc: str) -> "Viewer":
        return cls(Role.ORGANISATION, uscc)

    @classmethod
    def unit(cls, uscc: str) -> "Viewer":
        return cls(Role.UNIT, uscc)


@dataclass(frozen=True, slots=True)
class Sight:
    """What a role sees.

    Whatever the role, an entry is seen only while it stands, has its content, and its query period runs:
    adverse information leaves every interface when that ends.
    """

    disclosures: frozenset[Disclosure]
    in_window_only: bool  # only while the publicity window is open
    public_fields_only: bool
    own: Own | None = None


SIGHT: Mapping[Role, Sight] = {
    Role.ANYONE: Sight(frozenset({Disclosure.PUBLIC}), in_window_only=True, public_fields_only=True),
    Role.ORGANISATION: Sight(
        frozenset(Disclosure), in_window_only=False, public_fields_only=False, own=Own.SUBJECT
    ),
    Role.UNIT: Sight(
        frozenset(Disclosure), in_window_only=False, public_fields_only=False, own=Own.SUBMITTER
    ),
    Role.CENTRE: Sight(frozenset(Disclosure), in_window_only=False, public_fields_only=False),
}

Viewer.ANYONE = Viewer(Role.ANYONE)
Viewer.CENTRE = Viewer(Role.CENTRE)


def sees_field(field: Field, viewer: Viewer) -> bool:
    """Say whether the viewer may read this field of an entry it may see."""
    return not field.personal and (field.public or not SIGHT[viewer.role].public_fields_only)
