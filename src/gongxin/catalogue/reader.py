"""Read the catalogue: our layers and the city's, put together for each day."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from gongxin.catalogue import reference
from gongxin.catalogue.application import Application, Measure, MeasureKind
from gongxin.catalogue.behaviour import Behaviour, Tier
from gongxin.catalogue.declaration import Parts, code_list_from, item_from
from gongxin.catalogue.edition import Edition
from gongxin.catalogue.freshness import generation
from gongxin.catalogue.item import Item
from gongxin.catalogue.layer import PACKAGED, Declaration, Layer, Shelf, catalogue_folder, layers, put_on
from gongxin.catalogue.lint.check import CatalogueRefused, refuse
from gongxin.catalogue.power import Power
from gongxin.catalogue.table import InvalidItem, Table

__all__ = ["CatalogueRefused", "InvalidItem", "edition", "editions", "read"]


def editions(city: Path | None = None) -> tuple[Edition, ...]:
    """Return every edition, oldest first: ours, or ours under a city's folder.

    An edition released meanwhile is noticed; other changes to the folder need a new process.

    Raises:
        CatalogueRefused: an edition crosses the boundary, lacks a basis, or cannot work.
    """
    return _editions(city, generation(city))


@lru_cache(maxsize=8)
def _editions(city: Path | None, _generation: int) -> tuple[Edition, ...]:
    known = read([PACKAGED, *([catalogue_folder(city)] if city else [])])
    for one in known:
        refuse(one, city)
    return tuple(replace(one, city_folders=(city,) if city else ()) for one in known)


editions.cache_clear = _editions.cache_clear  # type: ignore[attr-defined]


def edition(on: date, city: Path | None = None) -> Edition:
    """Return the edition in force on a day; a day before the first is judged by the first."""
    known = editions(city)
    return next((one for one in reversed(known) if one.from_ <= on), known[0])


def read(folders: Sequence[Path]) -> tuple[Edition, ...]:
    """Return the editions that catalogue folders declare, the later folder on top of the earlier.

    Raises:
        InvalidItem: a file has an unknown or missing key, or points to something that is not there.
    """
    shelf_of_layers = [layers(folder) for folder in folders]
    first = shelf_of_layers[0][0]
    if not first.code:
        raise InvalidItem(
            str(folders[0]), "没有任何版本：缺少 edition.toml。", "no edition: edition.toml is missing."
        )
    days = {one.from_ for stack in shelf_of_layers for one in stack if one.from_ >= first.from_}
    return tuple(
        _edition(day, [[one for one in stack if one.from_ <= day] for stack in shelf_of_layers])
        for day in sorted(days)
    )


def _edition(day: date, stacks: Sequence[Sequence[Layer]]) -> Edition:
    shelves: Mapping[str, Shelf] = {}
    for stack in stacks:
        for one in stack:
            shelves = put_on(shelves, one)
    named = [last for stack in stacks if (last := next((one for one in reversed(stack) if one.code), None))]
    parts = Parts(
        shelves["groups"], {code: code_list_from(entry) for code, entry in shelves["codes"].items()}
    )
    built = Edition(
        code="+".join(one.code for one in named),
        from_=day,
        name=next(one.name for one in named if one.name),
        items=_items(shelves["items"], parts),
        behaviours=tuple(_behaviour(entry) for entry in shelves["behaviours"].values()),
        measures={code: _measure(entry) for code, entry in shelves["measures"].items()},
        applications={code: _application(entry) for code, entry in shelves["applications"].items()},
        powers=tuple(_power(entry) for entry in shelves["powers"].values()),
    )
    reference.refuse_dangling(built)
    return built


def _items(shelf: Shelf, parts: Parts) -> dict[str, Item]:
    """The items by code, in the order of the organisation's page."""
    items = [(_named_after_code(item_from(entry, parts), entry)) for entry in shelf.values()]
    return {item.code: item for item in sorted(items, key=lambda item: (item.order, item.code))}


def _named_after_code(item: Item, entry: Declaration) -> Item:
    if entry.where != f"{item.code}.toml":
        raise InvalidItem(
            entry.where, f"文件应以事项代码命名：{item.code}.toml。", f"name the file {item.code}.toml."
        )
    return item


def _behaviour(entry: Declaration) -> Behaviour:
    with Table(entry.raw, entry.where) as table:
        return Behaviour(
            code=table.text("code"),
            item=table.text("item"),
            name=table.label("name"),
            tier=table.choice("tier", Tier),
            match=table.text("match"),
            basis=table.article("basis"),
            from_=table.day("from"),
            until=table.day_or_none("until"),
            sector=table.text_or_none("sector"),
            unrepairable=table.article("unrepairable") if "unrepairable" in table else None,
        )


def _measure(entry: Declaration) -> Measure:
    with Table(entry.raw, entry.where) as table:
        return Measure(
            code=table.text("code"),
            name=table.label("name"),
            kind=table.choice("kind", MeasureKind),
            basis=table.article("basis"),
            decided_by=table.label("decided_by"),
            national=table.label_or_none("national"),
        )


def _application(entry: Declaration) -> Application:
    with Table(entry.raw, entry.where) as table:
        return Application(
            code=table.text("code"),
            name=table.label("name"),
            basis=table.article("basis"),
            unit=table.label("unit"),
            items=table.texts("items"),
            measures=table.texts("measures"),
        )


def _power(entry: Declaration) -> Power:
    with Table(entry.raw, entry.where) as table:
        return Power(
            code=table.text("code"),
            name=table.label("name"),
            unit=table.text("unit"),
            item=table.text("item"),
            basis=table.article("basis"),
            from_=table.day("from"),
            until=table.day_or_none("until"),
        )
