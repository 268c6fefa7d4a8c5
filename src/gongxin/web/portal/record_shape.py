"""The page of a record in two halves: what its template decides by, and what the record says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from gongxin.catalogue.freshness import generation
from gongxin.queries.shown_entry import ShownEntry, VersionFacts
from gongxin.web.portal.window import Strip, WindowReason
from gongxin.web.shared.templatetags.mark_words import mark_badges, mark_notices
from gongxin.web.shared.templatetags.page_parts import fact_list, version_list
from gongxin.web.shared.templatetags.wording import day, grouped, item_name, moment, quoted


@dataclass(frozen=True, slots=True)
class RecordShape:
    """Everything the template of a record decides by; `catalogue` is the one of today."""

    item: str
    edition: str
    on: date
    catalogue: tuple[Path | None, int]
    reason: WindowReason | None
    tier: str | None
    is_late: bool
    is_corrected: bool
    has_authority: bool
    has_strip: bool
    is_repairable_within: bool  # the strip shows since when
    has_end: bool
    is_repairable: bool | None  # None: it never is
    has_query_end: bool


def shape_of(entry: ShownEntry, on: date, reason: WindowReason | None, strip: Strip | None) -> RecordShape:
    """Return the shape of a record's page on a day."""
    city: Path | None = settings.GONGXIN_CITY
    return RecordShape(
        item=entry.item,
        edition=entry.edition,
        on=on,
        catalogue=(city, generation(city)),
        reason=reason,
        tier=entry.tier,
        is_late=bool(entry.is_late),
        is_corrected=entry.version > 1,
        has_authority=bool(entry.authority),
        has_strip=strip is not None,
        is_repairable_within=strip is not None and strip.repairable is not None,
        has_end=entry.shown_until is not None,
        is_repairable=entry.repairable_on <= on if entry.repairable_on else None,
        has_query_end=entry.query_until is not None,
    )


def said_of(
    entry: ShownEntry, strip: Strip | None, history: tuple[VersionFacts, ...]
) -> Mapping[str, object]:
    """Return what the record says, each part as the page shows it."""
    return {
        "name": entry.title or entry.document_number or entry.organisation,
        "heading": quoted(entry.title) if entry.title else item_name(entry.item),
        "record": entry.record,
        "version": entry.version,
        "uscc": entry.uscc,
        "organisation": quoted(entry.organisation or entry.uscc),
        "badges": mark_badges(entry.standing_marks),
        "notices": mark_notices(entry.standing_marks),
        "facts": fact_list(entry.fields),
        "unit": quoted(entry.unit_name or entry.unit),
        "authority": quoted(entry.authority),
        "known_at": moment(entry.known_at),
        "sequence": grouped(entry.sequence),
        "shown_from": day(entry.shown_from),
        "shown_until": day(entry.shown_until),
        "repairable_on": day(entry.repairable_on),
        "query_until": day(entry.query_until),
        "versions": version_list(history, entry.version),
        **_drawn(strip),
    }


def _drawn(strip: Strip | None) -> Mapping[str, object]:
    if strip is None:
        return dict.fromkeys(("start", "width", "today", "repairable", "repairable_width"), "")
    return {
        "start": strip.start.x,
        "width": strip.width,
        "today": strip.today.x,
        "repairable": strip.repairable.x if strip.repairable else "",
        "repairable_width": strip.repairable_width,
    }
