"""What the organisation can do about each adverse entry, and from when."""

import datetime
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.conf import settings

from gongxin.law.citation import Article
from gongxin.law.instrument import title
from gongxin.procedures.prospect import Prospect
from gongxin.queries.prospect import of_entries
from gongxin.queries.shown_entry import ShownEntry
from gongxin.reports.entry_content import both, item_name


class Advice(StrEnum):
    """What is possible: repair now, from a day on, only asking the unit that decided, or nothing but time."""

    REPAIR_NOW = "repair_now"
    REPAIR_LATER = "repair_later"
    ASK_UNIT = "ask_unit"
    RULED_OUT = "ruled_out"


BASIS = Article("NDRC-36")


def advice(entries: Iterable[ShownEntry], on: datetime.date) -> list[dict[str, Any]]:
    """Return one piece of advice for each adverse entry, those that can be repaired first."""
    held = tuple(entries)
    prospects = of_entries(held, on=on)
    found = [_piece(entry, prospects[entry.record]) for entry in held if entry.record in prospects]
    return sorted(found, key=lambda piece: (piece["from"] is None, piece["from"] or "", piece["title"]))


def basis() -> dict[str, str]:
    """Return the title of what repair rests on."""
    return both(title(BASIS, *settings.GONGXIN_CITY_FOLDERS))


def _piece(entry: ShownEntry, prospect: Prospect) -> dict[str, Any]:
    since = prospect.from_on
    return {
        "record": str(entry.record),
        "item": both(item_name(entry)),
        "title": entry.title,
        "document_number": entry.document_number,
        "authority": entry.authority or entry.unit_name,
        "advice": str(_kind(prospect)),
        "missing": [both(label) for label in prospect.missing],
        "from": str(since) if since else None,
        "shown_until": str(entry.shown_until) if entry.shown_until else None,
    }


def _kind(prospect: Prospect) -> Advice:
    if prospect.unrepairable is not None:
        return Advice.RULED_OUT
    if prospect.from_on is None:
        return Advice.ASK_UNIT
    return Advice.REPAIR_NOW if prospect.can_be_asked else Advice.REPAIR_LATER
