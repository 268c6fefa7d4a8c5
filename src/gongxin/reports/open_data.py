"""Open data: the public entries of an item as CSV or JSON Lines, alone or in a ZIP with a manifest."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from gongxin.catalogue.item import Item
from gongxin.disclosure.policy import Viewer, sees_field
from gongxin.intake.formula import harmless
from gongxin.queries.entry import shown_entry
from gongxin.queries.entry_text import entry_text
from gongxin.queries.shown_entry import ShownEntry
from gongxin.queries.snapshot import Snapshot, snapshot

# What every record carries beside its own fields.
COMMON = (
    "record",
    "version",
    "sequence",
    "edition",
    "uscc",
    "organisation",
    "unit",
    "unit_name",
    "decided_on",
    "tier",
    "shown_from",
    "shown_until",
    "repairable_on",
    "is_late",
    "known_at",
)
FORMS = ("csv", "jsonl", "csv-zip", "jsonl-zip")
CONTENT_TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl; charset=utf-8"}
AT_ONCE = 64 * 1024  # bytes to a piece


Taken = Snapshot[str] | Snapshot[ShownEntry]


@dataclass(frozen=True, slots=True)
class Download:
    """A file on its way: `size` is the position of the log that it is true for."""

    file_name: str
    content_type: str
    size: int
    pieces: Iterator[bytes]


class UnknownForm(Exception):
    """Open data comes in four forms; this is none of them."""

    def __init__(self, form: str) -> None:
        super().__init__(
            f"没有“{form}”格式。可选：{'、'.join(FORMS)}。 / No form {form!r}; choose {', '.join(FORMS)}."
        )


def download(item: Item, form: str, *, on: date) -> Download:
    """Return the public entries of an item on a day.

    Raises:
        UnknownForm: `form` is not one of FORMS.
    """
    if form not in FORMS:
        raise UnknownForm(form)
    kind = form.removesuffix("-zip")
    taken, lines = _lines(item, kind, on)
    stem = f"{item.code}-{on.isoformat()}-log{taken.size}"
    if form == kind:
        return Download(f"{stem}.{kind}", CONTENT_TYPES[kind], taken.size, together(lines))
    about = {"item": item.code, "name": {"zh": item.name.zh, "en": item.name.en}, "on": on.isoformat()}
    log = {"size": taken.size, "checkpoint": taken.note}
    pieces = zipped(f"{stem}.{kind}", lines, {**about, "log": log})
    return Download(f"{stem}.{kind}.zip", "application/zip", taken.size, pieces)


def _lines(item: Item, kind: str, on: date) -> tuple[Taken, Iterator[bytes]]:
    if kind == "jsonl":
        texts = snapshot(item.code, viewer=Viewer.ANYONE, on=on, shape=entry_text)
        return texts, (f"{text}\n".encode() for text in texts.entries)
    entries = snapshot(item.code, viewer=Viewer.ANYONE, on=on, shape=shown_entry)
    return entries, csv_lines(item, entries.entries)


def csv_lines(item: Item, entries: Iterable[ShownEntry]) -> Iterator[bytes]:
    """Yield a header and a line for each entry.

    A text that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    columns = [field.code for field in item.fields if sees_field(field, Viewer.ANYONE)]
    yield "\ufeff".encode()
    yield csv_line([*COMMON, "marks", *columns])
    for entry in entries:
        cells = [
            *(getattr(entry, name) for name in COMMON),
            [one.kind.value for one in entry.standing_marks],
            *(entry.content.get(column) for column in columns),
        ]
        yield csv_line([_cell(cell) for cell in cells])


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ";".join(str(part) for part in value)
    text = value.isoformat() if isinstance(value, date) else str(value)
    return harmless(text) if isinstance(value, str) else text


def csv_line(cells: Iterable[str]) -> bytes:
    """Return one line of CSV."""
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()


def together(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines in pieces of a size that is worth sending."""
    piece = bytearray()
    for line in lines:
        piece += line
        if len(piece) >= AT_ONCE:
            yield bytes(piece)
            piece.clear()
    if piece:
        yield bytes(piece)


class Sink(io.RawIOBase):
    """Takes what the ZIP writer writes and hands it on piece by piece."""

    def __init__(self) -> None:
        self.held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: object) -> int:
        taken = bytes(piece)  # type: ignore[call-overload]
        self.held += taken
        return len(taken)

    def drain(self) -> bytes:
        taken = bytes(self.held)
        self.held.clear()
        return taken


def zipped(name: str, lines: Iterator[bytes], about: Mapping[str, object]) -> Iterator[bytes]:
    """Yield a ZIP of the file and of a manifest that says what the file holds.

    Nothing is kept in memory or on disk.
    """
    sink, digest, count = Sink(), sha256(), 0
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(name, "w", force_zip64=True) as file:
            for line in lines:
                file.write(line)
                digest.update(line)
                count += 1
                if len(sink.held) >= AT_ONCE:
                    yield sink.drain()
        rows = count - 2 if name.endswith(".csv") else count
        manifest = {**about, "file": name, "rows": rows, "sha256": digest.hexdigest()}
        archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=2))
    yield sink.drain()
