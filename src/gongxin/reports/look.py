"""The query log as a file for auditors: with a manifest, and the position of the log that it is true for."""

import dataclasses
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime

from gongxin.intake.formula import harmless
from gongxin.queries.log import EmptyLog, checkpoint
from gongxin.queries.look import LookFacts, LookFilter, every
from gongxin.reports.open_data import Download, csv_line, zipped

FORMS = ("csv", "jsonl")
COLUMNS = (
    "sequence", "at", "unit", "unit_name", "by", "channel", "matter", "purpose", "case_number", "uscc",
    "organisation", "found", "items", "entries", "edition", "record", "batch", "answer",
)  # fmt: skip


class UnknownLogForm(Exception):
    """The query log comes in two forms; this is none of them."""

    def __init__(self, form: str) -> None:
        super().__init__(
            f"没有“{form[:20]}”格式。可选：{'、'.join(FORMS)}。"
            f" / No form {form[:20]!r}; choose {', '.join(FORMS)}."
        )


def export(narrow: LookFilter, form: str, *, on: date) -> Download:
    """Return the looks of a filter as a ZIP of one file and its manifest; a look made meanwhile is left out.

    Raises:
        UnknownLogForm: `form` is not one of FORMS.
    """
    if form not in FORMS:
        raise UnknownLogForm(form)
    try:
        position = checkpoint()
        size, note = position.size, position.note
    except EmptyLog:
        size, note = 0, ""
    stem = f"query-log-{on.isoformat()}-log{size}"
    about = {"log": {"size": size, "checkpoint": note}, "filter": _said(narrow), "on": on.isoformat()}
    looks = (look for look in every(narrow) if look.sequence <= size)
    lines = _csv(looks) if form == "csv" else _jsonl(looks)
    return Download(f"{stem}.{form}.zip", "application/zip", size, zipped(f"{stem}.{form}", lines, about))


def _said(narrow: LookFilter) -> dict[str, str]:
    return {name: str(value) for name, value in dataclasses.asdict(narrow).items() if value}


def _csv(looks: Iterator[LookFacts]) -> Iterator[bytes]:
    yield "\ufeff".encode()
    yield csv_line(COLUMNS)
    for look in looks:
        yield csv_line([harmless(_cell(getattr(look, name))) for name in COLUMNS])


def _jsonl(looks: Iterator[LookFacts]) -> Iterator[bytes]:
    for look in looks:
        told = {name: _plain(getattr(look, name)) for name in COLUMNS}
        yield (json.dumps(told, ensure_ascii=False) + "\n").encode()


def _cell(value: object) -> str:
    plain = _plain(value)
    if isinstance(plain, list):
        return ";".join(map(str, plain))
    return "" if plain is None else str(plain)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, tuple):
        return list(value)
    return value if value is None or isinstance(value, int | str) else str(value)
