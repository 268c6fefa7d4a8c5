"""Templates of commitments and their wordings."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from gongxin.catalogue.publicity import Disclosure
from gongxin.law.label import Label
from gongxin.procedures.commitment_kind import kind_name
from gongxin.procedures.commitment_template import Template
from gongxin.queries.reading import Row, rows

COLUMNS = (
    "t.id, t.unit, coalesce(u.name, ''), t.kind, t.matter, t.ended_at, v.id, v.number, v.content,"
    " v.liability, v.basis, v.openness, v.valid_months, v.verify_in, v.papers, v.complete_in,"
    " v.written_by, v.written_at,"
    " v.released_by, v.released_at, (SELECT count(*) FROM commitment c WHERE c.version_id = v.id)"
)
FROM = (
    "commitment_template t JOIN commitment_version v ON v.template_id = t.id"
    " LEFT JOIN unit u ON u.uscc = t.unit"
)
IN_USE = (
    "t.ended_at IS NULL AND v.released_at IS NOT NULL AND NOT EXISTS (SELECT FROM commitment_version later"
    " WHERE later.template_id = t.id AND later.number > v.number AND later.released_at IS NOT NULL)"
)


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """One wording of a template; `signed` is how often it was signed."""

    template: UUID
    unit: str
    unit_name: str
    kind: str
    matter: str
    ended_at: datetime.datetime | None
    id: UUID
    number: int
    content: str
    liability: str
    basis: str
    openness: str
    valid_months: int | None
    verify_in: int | None
    papers: tuple[str, ...]
    complete_in: int | None
    written_by: str
    written_at: datetime.datetime
    released_by: str
    released_at: datetime.datetime | None
    signed: int

    @property
    def kind_name(self) -> Label:
        return kind_name(self.kind)

    @property
    def is_released(self) -> bool:
        return self.released_at is not None

    @property
    def rule(self) -> Template:
        """Return the wording as the rules know it."""
        return Template(
            self.kind,
            self.matter,
            self.content,
            self.liability,
            self.basis,
            Disclosure(self.openness),
            self.valid_months,
            self.verify_in,
            self.papers,
            self.complete_in,
        )


@dataclass(frozen=True, slots=True)
class TemplateFacts:
    """A template with its wordings, newest first."""

    versions: tuple[VersionFacts, ...]

    @property
    def newest(self) -> VersionFacts:
        return self.versions[0]

    @property
    def in_use(self) -> VersionFacts | None:
        """Return the wording that is signed today."""
        if self.newest.ended_at:
            return None
        return next((one for one in self.versions if one.is_released), None)

    @property
    def waiting(self) -> VersionFacts | None:
        """Return the wording that waits for its release."""
        newest = self.newest
        return None if newest.is_released or newest.ended_at else newest

    @property
    def signed(self) -> int:
        return sum(one.signed for one in self.versions)


class UnknownTemplate(Exception):
    """There is no such template, or it is not for the one who asks."""

    def __init__(self) -> None:
        super().__init__(
            "没有这份承诺书模板，或者它已停用。请从列表中选择。"
            " / No such template, or it is out of use. Choose one of the list."
        )


def of_unit(unit: str) -> tuple[TemplateFacts, ...]:
    """Return the templates of a unit, those in use first."""
    found = _found("t.unit = %(unit)s", {"unit": unit})
    by_template: dict[UUID, list[VersionFacts]] = {}
    for one in found:
        by_template.setdefault(one.template, []).append(one)
    facts = [TemplateFacts(tuple(versions)) for versions in by_template.values()]
    return tuple(sorted(facts, key=lambda one: one.newest.ended_at is not None))


def one(template: UUID, *, unit: str) -> TemplateFacts:
    """Return a template of the unit.

    Raises:
        UnknownTemplate
    """
    versions = _found("t.id = %(template)s AND t.unit = %(unit)s", {"template": template, "unit": unit})
    if not versions:
        raise UnknownTemplate
    return TemplateFacts(versions)


def to_sign() -> tuple[VersionFacts, ...]:
    """Return what can be signed today, by unit and kind."""
    return _found(IN_USE, {}, order="coalesce(u.name, ''), t.kind, t.matter")


def one_to_sign(template: UUID) -> VersionFacts:
    """Return the wording of a template that is signed today.

    Raises:
        UnknownTemplate: none is.
    """
    found = _found(f"t.id = %(template)s AND {IN_USE}", {"template": template})
    if not found:
        raise UnknownTemplate
    return found[0]


def _found(
    where: str, values: Mapping[str, object], *, order: str = "t.kind, t.matter, t.id"
) -> tuple[VersionFacts, ...]:
    sql = f"SELECT {COLUMNS} FROM {FROM} WHERE {where} ORDER BY {order}, v.number DESC"
    return tuple(_facts(found) for found in rows(sql, values))


def _facts(found: Row) -> VersionFacts:
    facts = list(found)
    facts[14] = tuple(found[14])
    return VersionFacts(*facts)
