"""The sections of a credit report and what stands in each: data, with the city's own on top."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from gongxin.catalogue.label import Label
from gongxin.catalogue.table import InvalidItem, Table, toml

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
    """The sections in their order. What no section names, as a city's own item, stands in the local part."""

    sections: tuple[Section, ...]
    marks: tuple[Mark, ...]

    def section_of(self, item: str) -> str:
        """Return the code of the section an item stands in."""
        return next((section.code for section in self.sections if item in section.items), LOCAL)


@lru_cache(maxsize=4)
def layout(city: Path | None = None) -> Layout:
    """Return the layout; `reports/sections.toml` of the city's folder moves or adds items.

    Raises:
        InvalidItem: a file says what this version does not understand, or an item stands in two sections.
    """
    own = _read(PACKAGED)
    added = city / "reports" / "sections.toml" if city else None
    if added is None or not added.is_file():
        return own
    return _put_on(own, _read(added), added.name)


def _put_on(own: Layout, added: Layout, where: str) -> Layout:
    """Return the layout with sections of the same code extended; an item moves to where it is named last."""
    known = {section.code: section for section in own.sections}
    if odd := [section.code for section in added.sections if section.code not in known]:
        raise InvalidItem(where, f"没有“{odd}”部分。", f"there is no section {odd}.")
    moved = {item for section in added.sections for item in section.items}
    extra = {section.code: section for section in added.sections}
    sections = tuple(
        Section(
            section.code,
            extra[section.code].title if section.code in extra else section.title,
            (
                *(item for item in section.items if item not in moved),
                *(extra[section.code].items if section.code in extra else ()),
            ),
        )
        for section in own.sections
    )
    return Layout(sections, (*own.marks, *added.marks))


def _read(path: Path) -> Layout:
    with Table(toml(path), path.name) as table:
        sections = tuple(map(_section, table.tables("sections")))
        marks = tuple(map(_mark, table.tables("marks", ())))
    seen: dict[str, str] = {}
    for section in sections:
        for item in section.items:
            if seen.setdefault(item, section.code) != section.code:
                raise InvalidItem(path.name, f"“{item}”在两个部分。", f"{item} stands in two sections.")
    return Layout(sections, marks)


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
