"""Layers of the catalogue: ours, its later editions, the city's; a later one adds, replaces or overrides."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from gongxin.catalogue.label import Label
from gongxin.catalogue.table import InvalidItem, Table, toml

PACKAGED = Path(__file__).parent
ALWAYS = date.min

# One table per file, named after its code; and arrays of tables that share a file.
WHOLE_FILES = ("items", "groups", "codes")
ARRAYS = ("behaviours", "measures", "applications", "powers")


@dataclass(frozen=True, slots=True)
class Declaration:
    """A table as written, and the file it was written in."""

    raw: Mapping[str, object]
    where: str


Shelf = Mapping[str, Declaration]


@dataclass(frozen=True, slots=True)
class Layer:
    """One folder: what it declares from a day on, by kind and code."""

    code: str
    from_: date
    name: Label | None
    shelves: Mapping[str, Shelf]
    without: frozenset[str] = field(default_factory=frozenset)


def catalogue_folder(folder: Path) -> Path:
    """Return the catalogue of a city folder; the catalogue folder itself will do."""
    if not folder.is_dir():
        raise InvalidItem(str(folder), "没有这个文件夹。", "no such folder.")
    return folder / "catalogue" if (folder / "catalogue").is_dir() else folder


def layers(folder: Path) -> tuple[Layer, ...]:
    """Return the layers that one catalogue folder holds, oldest first: itself, then `editions/<code>/`."""
    later = [layer(path) for path in sorted((folder / "editions").glob("*/")) if path.is_dir()]
    for dated in later:
        if dated.from_ == ALWAYS:
            raise InvalidItem(f"editions/{dated.code}", "缺少 edition.toml。", "edition.toml is missing.")
    return (layer(folder), *sorted(later, key=lambda one: one.from_))


def layer(folder: Path) -> Layer:
    """Return what a folder declares; without an edition.toml it has no name and holds at all times."""
    shelves = {kind: _shelf(folder, kind) for kind in (*WHOLE_FILES, *ARRAYS)}
    manifest = folder / "edition.toml"
    if not manifest.exists():
        return Layer("", ALWAYS, None, shelves)
    with Table(toml(manifest), "edition.toml") as table:
        return Layer(
            code=table.text("code"),
            from_=table.day("from"),
            name=table.label("name"),
            shelves=shelves,
            without=frozenset(table.texts("without", ())),
        )


def _shelf(folder: Path, kind: str) -> dict[str, Declaration]:
    shelf: dict[str, Declaration] = {}
    for path in sorted((folder / kind).rglob("*.toml")):
        for code, declaration in _declarations(path, kind):
            if code in shelf:
                first = shelf[code].where
                raise InvalidItem(
                    path.name, f"“{code}”已在 {first} 中声明。", f"{code} is already declared in {first}."
                )
            shelf[code] = declaration
    return shelf


def _declarations(path: Path, kind: str) -> Iterator[tuple[str, Declaration]]:
    raw = toml(path)
    if kind in WHOLE_FILES:
        yield path.stem, Declaration(raw, path.name)
        return
    with Table(raw, path.name) as table:
        entries = table.raw(kind)
    if not isinstance(entries, list):
        raise InvalidItem(path.name, f"应为 [[{kind}]]。", f"should be [[{kind}]].")
    for entry in entries:
        code = str(entry.get("code", "")) if isinstance(entry, Mapping) else ""
        yield code, Declaration(entry, f"{path.name} {code}")


def put_on(shelves: Mapping[str, Shelf], top: Layer) -> dict[str, Shelf]:
    """Return the shelves with a layer put on top: same code replaces, `override` changes single keys."""
    merged: dict[str, Shelf] = {}
    for kind in (*WHOLE_FILES, *ARRAYS):
        shelf = {code: entry for code, entry in shelves.get(kind, {}).items() if code not in top.without}
        for code, entry in top.shelves[kind].items():
            shelf[code] = overridden(shelf, entry) if "override" in entry.raw else entry
        merged[kind] = shelf
    return merged


def overridden(shelf: Shelf, change: Declaration) -> Declaration:
    """Return what stands with single keys changed; fields and rules change one by one, by code or id."""
    raw = dict(change.raw)
    code = str(raw.pop("override"))
    if code not in shelf:
        raise InvalidItem(change.where, f"没有可覆盖的“{code}”。", f"there is no {code} to override.")
    base = dict(shelf[code].raw)
    for key, value in raw.items():
        if key in ("fields", "rules"):
            value = _changed(base.get(key, []), value, change.where)
        base[key] = value
    return Declaration(base, change.where)


def _changed(standing: object, changes: object, where: str) -> list[object]:
    if not isinstance(standing, list) or not isinstance(changes, list):
        raise InvalidItem(where, "字段和规则应为表的数组。", "fields and rules are arrays of tables.")
    kept = {_name(entry): entry for entry in standing}
    kept.update({_name(entry): entry for entry in changes})
    return list(kept.values())


def _name(entry: object) -> str:
    table = entry if isinstance(entry, Mapping) else {}
    return str(table.get("code") or table.get("id") or table.get("group"))
