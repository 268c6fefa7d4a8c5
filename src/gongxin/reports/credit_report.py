"""What a credit report says, as plain content that both its files carry: the PDF and the JSON."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from gongxin.ledger.credit_report import digest_of
from gongxin.queries import credit_report
from gongxin.queries.credit_report import Held
from gongxin.queries.item import catalogue
from gongxin.queries.shown_entry import ShownEntry
from gongxin.reports import evaluation
from gongxin.reports.advice import advice, basis
from gongxin.reports.entry_content import both, entry_content, item_name
from gongxin.reports.no_violation import adverse_by_area, statements
from gongxin.reports.registration import REGISTRATION, registration
from gongxin.reports.report_order import ReportKind, ReportOrder
from gongxin.reports.section import LOCAL, Layout, Section, by_section, layout

FORMAT = "1.1"  # of the content; a reader that knows 1 reads every 1.x


@dataclass(frozen=True, slots=True)
class Making:
    """What belongs to one report and to no other."""

    number: str
    at: datetime.datetime


def gather(order: ReportOrder) -> Held:
    """Return what the report may say.

    Raises:
        UnknownOrganisation: the code is not in the register.
    """
    return credit_report.held(order.uscc, viewer=order.viewer, on=order.as_of, known_at=order.known_at)


def facts_digest(order: ReportOrder, held: Held) -> str:
    """Return a digest of what the report rests on: another one later means that it has changed.

    Raises:
        UnknownArea, PeriodMissing: as for the report itself.
    """
    chosen, counts, graded = held.entries, dict(held.counts), held.grades
    if order.kind is ReportKind.NO_VIOLATION:
        chosen = tuple(entry for found in adverse_by_area(order, held).values() for entry in found)
        counts, graded = {}, ()
    facts = held.organisation
    return digest_of(
        {
            "organisation": [facts.uscc, facts.name, facts.status, facts.address],
            "entries": sorted(map(_fact, chosen)),
            "counts": counts,
            "grades": [[one.model.code, one.run, one.grade.value] for one in graded],
        }
    )


def _fact(entry: ShownEntry) -> list[str | int]:
    return [str(entry.record), entry.version, *(one.kind.value for one in entry.standing_marks)]


def contents(order: ReportOrder, held: Held, making: Making) -> dict[str, Any]:
    """Return the content of the report, in both languages: numbers, texts, lists and tables of these.

    Raises:
        UnknownArea: there is no such area of administration.
        PeriodMissing: a report about a period has none.
    """
    edition, given = catalogue(order.as_of), layout(settings.GONGXIN_CITY)
    head = {
        "format": FORMAT,
        "issuer": both(given.issuer),
        "number": making.number,
        "kind": str(order.kind),
        "uscc": order.uscc,
        "name": held.organisation.name,
        "issued_at": making.at.isoformat(timespec="seconds"),
        "as_of": str(order.as_of),
        "known_at": order.known_at.isoformat(timespec="seconds") if order.known_at else None,
        "catalogue": {"code": edition.code, "name": both(edition.name)},
        "log_size": held.log_size,
        "registration": registration(held),
    }
    if order.kind is ReportKind.NO_VIOLATION:
        first, last = order.days
        return {**head, "period": [str(first), str(last)], "statements": statements(order, held)}
    return {**head, **_parts(order, held, given)}


def _parts(order: ReportOrder, held: Held, given: Layout) -> dict[str, Any]:
    counts = dict(by_section(held.counts, given))
    counts[evaluation.SECTION] = counts.get(evaluation.SECTION, 0) + len(held.grades)
    sections = [
        _section(section, given, held)
        for section in given.sections
        if section.code != LOCAL or counts[LOCAL] or given.note
    ]
    return {
        "marks": [both(mark.label) for mark in given.marks if not mark.items.isdisjoint(held.counts)],
        "summary": [
            {"section": one["section"], "title": one["title"], "count": counts[one["section"]]}
            for one in sections
            if one["section"] != "registration"
        ],
        "sections": sections,
        "note": both(given.note) if given.note else None,
        "advice": advice(held.entries, order.as_of),
        "advice_basis": basis(),
    }


def _section(section: Section, given: Layout, held: Held) -> dict[str, Any]:
    groups: dict[str, list[ShownEntry]] = {}
    for entry in held.entries:
        if given.section_of(entry.item) == section.code and entry.item != REGISTRATION:
            groups.setdefault(entry.item, []).append(entry)
    listed = [_group(item, groups[item], held.counts) for item in _in_order(groups, section.items)]
    if section.code == evaluation.SECTION and held.grades:
        listed.insert(0, evaluation.group(held.grades, given.issuer))
    return {"section": section.code, "title": both(section.title), "groups": listed}


def _in_order(groups: Mapping[str, list[ShownEntry]], items: tuple[str, ...]) -> list[str]:
    """The items as the layout names them, then those it does not know, by code."""
    return [*(item for item in items if item in groups), *sorted(set(groups) - set(items))]


def _group(item: str, entries: list[ShownEntry], counts: Mapping[str, int]) -> dict[str, Any]:
    return {
        "item": item,
        "name": both(item_name(entries[0])),
        "count": counts.get(item, len(entries)),
        "entries": [entry_content(entry) for entry in entries],
    }
