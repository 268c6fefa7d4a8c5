"""Statements in place of certificates of no violation: one for each area, and what it is worth."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from django.conf import settings

from gongxin.queries.credit_report import Held
from gongxin.queries.item import judged_item
from gongxin.queries.shown_entry import ShownEntry
from gongxin.queries.supply import Supply, supplies
from gongxin.reports.area import Area, Areas, areas
from gongxin.reports.entry_content import both, entry_content, item_name
from gongxin.reports.report_order import ReportOrder


class Finding(StrEnum):
    """What a statement says. Nothing found where nobody sent anything is no statement about conduct."""

    NONE_FOUND = "none_found"
    FOUND = "found"
    NOT_SUPPLIED = "not_supplied"


def adverse_by_area(order: ReportOrder, held: Held) -> Mapping[str, list[ShownEntry]]:
    """Return the adverse entries decided in the period, by the code of each area asked for.

    Raises:
        UnknownArea: there is no area of one of the codes.
        PeriodMissing: the order has no period.
    """
    known = areas(settings.GONGXIN_CITY)
    found: dict[str, list[ShownEntry]] = {area.code: [] for area in known.chosen(order.areas)}
    first, last = order.days
    for entry in held.entries:
        if entry.decided_on is None or not first <= entry.decided_on <= last or not _is_adverse(entry):
            continue
        code = known.area_of(entry.item, entry.authority, entry.unit_name)
        if code in found:
            found[code].append(entry)
    return found


def statements(order: ReportOrder, held: Held) -> list[dict[str, Any]]:
    """Return a statement for each area: what was found, and which units sent what it was looked for in.

    A decision of the period may come in after it, so what counts as sent are the days up to the report's own.
    """
    known = areas(settings.GONGXIN_CITY)
    chosen = known.chosen(order.areas)
    wanted = frozenset[str]().union(*(known.items_of(area) for area in chosen))
    sent = supplies(wanted, from_=order.days[0], to=order.as_of)
    found = adverse_by_area(order, held)
    return [_statement(area, found[area.code], _sent_in(area, known, sent)) for area in chosen]


def _statement(area: Area, found: list[ShownEntry], sent: list[Supply]) -> dict[str, Any]:
    finding = Finding.FOUND if found else Finding.NONE_FOUND if sent else Finding.NOT_SUPPLIED
    return {
        "area": area.code,
        "name": both(area.name),
        "finding": str(finding),
        "units": _by_unit(sent),
        "entries": [{**entry_content(entry), "item": both(item_name(entry))} for entry in found],
    }


def _by_unit(sent: Iterable[Supply]) -> list[dict[str, Any]]:
    """One row for each unit: how often it delivered, how many rows, and when last."""
    by_unit: dict[str, dict[str, Any]] = {}
    for one in sent:
        known = by_unit.setdefault(
            one.unit, {"unit": one.unit, "name": one.unit_name, "deliveries": 0, "rows": 0, "last_on": ""}
        )
        known["deliveries"] += one.deliveries
        known["rows"] += one.rows
        known["last_on"] = max(known["last_on"], str(one.last_on))
    return list(by_unit.values())


def _sent_in(area: Area, known: Areas, sent: Iterable[Supply]) -> list[Supply]:
    """The deliveries that speak for an area: of its own items, or of shared ones by its authorities."""
    return [
        one
        for one in sent
        if one.item in area.items or known.area_of(one.item, "", one.unit_name) == area.code
    ]


def _is_adverse(entry: ShownEntry) -> bool:
    item = judged_item(entry.item, entry.edition)
    return item is not None and item.is_adverse
