"""The repair notice that goes out with an adverse decision: how, when and where repair can be asked for.

Nothing is kept: the notice of a version of a record is the same file whenever and wherever it is made.
"""

import datetime
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from gongxin.catalogue.label import Label
from gongxin.law.instrument import title
from gongxin.law.parameter import Parameter, load_parameters
from gongxin.procedures.prospect import Alternative, Prospect, prospect
from gongxin.procedures.repair import ORDER, REPAIR
from gongxin.procedures.step import DOCUMENTS
from gongxin.queries import prospect as prospects
from gongxin.queries.shown_entry import ShownEntry
from gongxin.reports.entry_content import both, item_name
from gongxin.reports.typst import compile_pdf

TEMPLATE = "repair_notice"


def notice_pdf(entries: Sequence[ShownEntry], *, language: str) -> bytes:
    """Return one file with the notices of the records, each on a page of its own."""
    assert entries
    contents = [notice(entry) for entry in entries]
    at = max(entry.known_at for entry in entries)
    return compile_pdf(TEMPLATE, {"notices": contents}, language=language, at=at)


def notice(entry: ShownEntry) -> dict[str, Any]:
    """Return what the notice says, as of the day on which the record came in."""
    on = entry.known_at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    assert prospects.is_adverse(entry), "a notice is owed for adverse information only"
    held = load_parameters(*_folders())
    # As of the decision, whatever became of the organisation since: the notice is the same at any time.
    found = prospect(prospects.adverse_record(entry), on=on, parameters=held)
    return {
        "uscc": entry.uscc,
        "organisation": entry.organisation,
        "item": both(item_name(entry)),
        "title": entry.title,
        "document_number": entry.document_number,
        "authority": entry.authority or entry.unit_name,
        "unit": entry.unit_name or entry.unit,
        "decided_on": _day(entry.decided_on),
        "tier": entry.tier,
        "shown_from": _day(entry.shown_from),
        "shown_until": _day(entry.shown_until),
        "query_until": _day(entry.query_until),
        "repairable_on": _day(found.from_on),
        "unrepairable": both(title(found.unrepairable, *_folders())) if found.unrepairable else None,
        "conditions": [both(one.label) for one in found.conditions],
        "alternatives": _alternatives(found),
        "documents": [both(DOCUMENTS[code]) for code in REPAIR.step("file").documents],
        "terms": _terms(on),
        "basis": both(title(ORDER, *_folders())),
        "address": f"{settings.GONGXIN_PUBLIC_URL}/desk/{entry.uscc}/records/{entry.record}/",
        "guide": f"{settings.GONGXIN_PUBLIC_URL}/rights/repair/",
        "on": str(on),
        "sequence": entry.sequence,
        "record": str(entry.record),
        "version": entry.version,
    }


def _alternatives(found: Prospect) -> list[dict[str, Any]]:
    return [_alternative(one) for one in found.alternatives]


def _alternative(one: Alternative) -> dict[str, Any]:
    return {
        "basis": both(title(one.basis, *_folders())),
        "from_on": str(one.from_on),
        "applies": one.applies,
        "note": both(one.note) if one.note else None,
    }


def _terms(on: datetime.date) -> list[dict[str, Any]]:
    """Return the terms of the procedure whose length is known on a day, as words."""
    held = load_parameters(*_folders())
    return [_term(held[term.parameter], on) for term in REPAIR.terms if held[term.parameter].known_on(on)]


def _term(known: Parameter, on: datetime.date) -> dict[str, Any]:
    value = known.on(on)
    return {"label": both(known.label), "value": both(Label(value.text("zh"), value.text("en")))}


def file_name(entry: ShownEntry) -> str:
    """Return a name that says which decision the notice goes with, in plain letters."""
    return f"repair-notice-{entry.sequence}.pdf"


def _day(on: datetime.date | None) -> str | None:
    return None if on is None else str(on)


def _folders() -> tuple[Any, ...]:
    return tuple(settings.GONGXIN_CITY_FOLDERS)
