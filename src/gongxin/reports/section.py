"""The sections of a credit report and what stands in each: data, with the city's own on top."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from gongxin.catalogue.label import Label
from gongxin.catalogue.table import ABSENT, InvalidItem, Table, toml

LOCAL = "local"
PACKAGED = Path(__file__).with_name("sections.toml")


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the report, with the codes of its items in the order in which they are printed."""

    code: str
    title: Label
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A word in the summary about whoever has an entry of one of the items."""

    code: str
    label: Label
    items: frozenset[str]


@dataclass(frozen=True, slots=True)
class Layout:
    """The sections in their order. What no section names, as a city's own item, stands in the local part.

    `issuer` is who stands on the cover, `note` what the city has to say in the local part.
    """

    issuer: Label
    sections: tuple[Section, ...]
    marks: tuple[Mark, ...]
    note: Label | None = None

    def section_of(self, item: str) -> str:
        """Return the code of the section an item stands in."""
        return next((section.code for section in self.sections if item in section.items), LOCAL)


@lru_cache(maxsize=4)
def layout(city: Path | None = None) -> Layout:
    """Return the layout; `reports/sections.toml` of the city's folder moves or adds items.

    Raises:
        InvalidItem: a file says what this version does not understand, or an item stands in two sections.
    """
    own = _read(PACKAGED, None)
    added = city / "reports" / "sections.toml" if city else None
    return _read(added, own) if added and added.is_file() else own


def _read(path: Path, below: Layout | None) -> Layout:
    """Return what a file says, put on the layout below it: it may leave out what that one has."""
    with Table(toml(path), path.name) as table:
        sections = tuple(map(_section, table.tables("sections", () if below else ABSENT)))
        marks = tuple(map(_mark, table.tables("marks", ())))
        note = table.label_or_none("note")
        issuer = below.issuer if below and "issuer" not in table else table.label("issuer")
    named = [item for section in sections for item in section.items]
    if twice := sorted({item for item in named if named.count(item) > 1}):
        raise InvalidItem(path.name, f"{twice} 出现不止一次。", f"{twice} stand in more than one place.")
    if below is None:
        return Layout(issuer, sections, marks, note)
    if odd := {section.code for section in sections} - {section.code for section in below.sections}:
        raise InvalidItem(path.name, f"没有 {sorted(odd)} 部分。", f"there is no section {sorted(odd)}.")
    return Layout(issuer, _put_on(below.sections, sections), (*below.marks, *marks), note)


def _put_on(below: tuple[Section, ...], added: tuple[Section, ...]) -> tuple[Section, ...]:
    """Return the sections extended by those of the same code; an item moves to where it is named last."""
    extra = {section.code: section for section in added}
    moved = {item for section in added for item in section.items}
    return tuple(
        Section(
            one.code,
            extra[one.code].title if one.code in extra else one.title,
            (
                *(item for item in one.items if item not in moved),
                *(extra[one.code].items if one.code in extra else ()),
            ),
        )
        for one in below
    )


def _section(table: Table) -> Section:
    with table:
        return Section(table.text("code"), table.label("title"), table.texts("items"))


def _mark(table: Table) -> Mark:
    with table:
        return Mark(table.text("code"), table.label("label"), frozenset(table.texts("items")))


def by_section(found: Mapping[str, int], given: Layout) -> Mapping[str, int]:
    """Return how many entries each section has, from how many each item has."""
    counts = {section.code: 0 for section in given.sections}
    for item, count in found.items():
        counts[given.section_of(item)] += count
    return counts
