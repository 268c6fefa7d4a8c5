"""Every check of a catalogue, and the refusal to load one that fails any."""

from collections.abc import Iterable
from pathlib import Path

from gongxin.catalogue.edition import Edition
from gongxin.catalogue.lint import basis, boundary, conditions, fields, powers, publicity
from gongxin.catalogue.lint.refusal import Refusal
from gongxin.law.instrument import instruments
from gongxin.law.parameter import load_parameters


class CatalogueRefused(Exception):
    """The catalogue does not load: it crosses the boundary, lacks a basis, or cannot work."""

    def __init__(self, edition: str, refusals: tuple[Refusal, ...]) -> None:
        self.edition, self.refusals = edition, refusals
        lines = "\n".join(f"  {refusal}" for refusal in refusals)
        super().__init__(
            f"目录 {edition} 有 {len(refusals)} 处不能接受。 / Refused: {len(refusals)} faults.\n{lines}"
        )


def refusals(edition: Edition, city: Path | None = None) -> tuple[Refusal, ...]:
    """Return why an edition must not load; empty where it may. The city's own law counts as held."""
    folders = (city,) if city else ()
    parameters = load_parameters(*folders)
    found: Iterable[Refusal] = (
        *boundary.refusals(edition),
        *basis.refusals(edition, instruments(*folders)),
        *(refusal for item in edition.items.values() for refusal in fields.refusals(item)),
        *publicity.refusals(edition, parameters),
        *powers.refusals(edition),
        *conditions.refusals(edition, parameters),
    )
    return tuple(sorted(set(found)))


def refuse(edition: Edition, city: Path | None = None) -> None:
    """Raise CatalogueRefused where an edition must not load."""
    if found := refusals(edition, city):
        raise CatalogueRefused(edition.code, found)
