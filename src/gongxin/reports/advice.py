"""What the organisation can do about each adverse entry, and from when."""

import datetime
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.conf import settings

from gongxin.law.citation import Article
from gongxin.law.instrument import title
from gongxin.queries.item import judged_item
from gongxin.queries.shown_entry import ShownEntry
from gongxin.reports.entry_content import both, item_name


class Advice(StrEnum):
    """What is possible: repair now, repair from a day on, or only asking the unit that decided."""

    REPAIR_NOW = "repair_now"
    REPAIR_LATER = "repair_later"
    ASK_UNIT = "ask_unit"


BASIS = Article("NDRC-36")


def advice(entries: Iterable[ShownEntry], on: datetime.date) -> list[dict[str, Any]]:
    """Return one piece of advice for each adverse entry, those that can be repaired first."""
    found = [_piece(entry, on) for entry in entries if _is_adverse(entry)]
    return sorted(found, key=lambda piece: (piece["from"] is None, piece["from"] or "", piece["title"]))


def basis() -> dict[str, str]:
    """Return the title of what repair rests on."""
    return both(title(BASIS, *settings.GONGXIN_CITY_FOLDERS))


def _is_adverse(entry: ShownEntry) -> bool:
    item = judged_item(entry.item, entry.edition)
    return item is not None and item.is_adverse


def _piece(entry: ShownEntry, on: datetime.date) -> dict[str, Any]:
    since = entry.repairable_on
    kind = Advice.ASK_UNIT if since is None else Advice.REPAIR_NOW if since <= on else Advice.REPAIR_LATER
    return {
        "record": str(entry.record),
        "item": both(item_name(entry)),
        "title": entry.title,
        "document_number": entry.document_number,
        "authority": entry.authority or entry.unit_name,
        "advice": str(kind),
        "from": str(since) if since else None,
        "shown_until": str(entry.shown_until) if entry.shown_until else None,
    }
