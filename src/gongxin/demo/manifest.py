"""What was generated: the files in the order they come in, and what a check must find in them."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

MANIFEST = "manifest.json"
ANSWERS = "answers.csv"


@dataclass(frozen=True, slots=True)
class Sent:
    """One file: who hands it in as what, and on which day; `planted` counts the findings it must give."""

    file: str
    mapping: str
    item: str
    unit: str
    on: date
    rows: int
    planted: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """A generated city, in order of days; `on` is its last day."""

    seed: int
    on: date
    organisations: int
    records: int
    files: tuple[Sent, ...]


def write_manifest(manifest: Manifest, folder: Path) -> None:
    """Write the manifest last: a folder without it is unfinished."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, default=str)
    (folder / MANIFEST).write_text(text + "\n", "utf-8")


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of a finished folder, None where there is none."""
    path = folder / MANIFEST
    if not path.exists():
        return None
    raw = json.loads(path.read_text("utf-8"))
    files = tuple(Sent(**{**one, "on": date.fromisoformat(one["on"])}) for one in raw["files"])
    return Manifest(raw["seed"], date.fromisoformat(raw["on"]), raw["organisations"], raw["records"], files)


def in_order(files: Iterable[Sent]) -> Iterator[Sent]:
    """Registers first, then by the day they are handed in."""
    return iter(sorted(files, key=lambda one: (one.item != "organisation_registration", one.on, one.file)))
