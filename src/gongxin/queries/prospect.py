"""Whether records can be repaired, from what is on file about them and about the organisation."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from django.conf import settings

from gongxin.catalogue.behaviour import Tier
from gongxin.catalogue.judging import judging
from gongxin.catalogue.publicity import PublicityKind
from gongxin.intake.repairability import ground
from gongxin.law.citation import Article
from gongxin.law.parameter import load_parameters
from gongxin.procedures.prospect import AdverseRecord, Applicant, Prospect, prospect
from gongxin.procedures.repair import REPAIR, REVOKED
from gongxin.queries.commitment import has_repair_commitment
from gongxin.queries.item import judged_item
from gongxin.queries.reading import rows
from gongxin.queries.shown_entry import ShownEntry
from gongxin.queries.training import trained


def of_entry(entry: ShownEntry, *, on: datetime.date) -> Prospect | None:
    """Return the prospect of one record; None where it is not adverse information."""
    return of_entries((entry,), on=on).get(entry.record)


def of_entries(entries: Iterable[ShownEntry], *, on: datetime.date) -> Mapping[UUID, Prospect]:
    """Return the prospects of the adverse records among those given."""
    adverse = [entry for entry in entries if is_adverse(entry)]
    parameters = load_parameters(*settings.GONGXIN_CITY_FOLDERS)
    known = applicants(sorted({entry.uscc for entry in adverse})) if adverse else {}
    given = _handed_in([entry.record for entry in adverse]) if adverse else {}
    promised = {one.record for one in adverse if has_repair_commitment(one.uscc, one.record, on=on)}
    return {
        entry.record: prospect(
            adverse_record(entry),
            on=on,
            parameters=parameters,
            applicant=replace(
                known[entry.uscc],
                documents=given.get(entry.record, frozenset())
                | (frozenset({"commitment_letter"}) if entry.record in promised else frozenset()),
            ),
        )
        for entry in adverse
    }


def applicants(codes: list[str]) -> Mapping[str, Applicant]:
    """Return what is on file of the organisations themselves."""
    revoked: dict[str, datetime.date] = dict(
        rows(
            "SELECT uscc, max(closed_on) FROM case_file WHERE procedure = %(code)s AND state = %(state)s"
            " AND uscc = ANY(%(codes)s) GROUP BY uscc",
            {"code": REPAIR.code, "state": REVOKED, "codes": codes},
        )
    )
    been = trained(codes)
    return {uscc: Applicant(revoked_on=revoked.get(uscc), is_trained=uscc in been) for uscc in codes}


def _handed_in(records: list[UUID]) -> Mapping[UUID, frozenset[str]]:
    """Return the kinds of documents on the open applications about records."""
    found = rows(
        "SELECT c.subject, array_agg(DISTINCT d.kind) FROM case_file c"
        " JOIN case_document d ON d.case_id = c.id"
        " WHERE c.procedure = %(code)s AND c.closed_on IS NULL AND c.subject = ANY(%(records)s)"
        " GROUP BY c.subject",
        {"code": REPAIR.code, "records": records},
    )
    return {record: frozenset(kinds) for record, kinds in found}


def is_adverse(entry: ShownEntry) -> bool:
    item = judged_item(entry.item, entry.edition)
    return item is not None and item.is_adverse


def adverse_record(entry: ShownEntry) -> AdverseRecord:
    """Return what counts for the repair of a record."""
    item = judged_item(entry.item, entry.edition)
    is_tiered = item is not None and item.publicity.kind is PublicityKind.TIER
    tier = Tier(entry.tier) if entry.tier else None
    ruled_out = unrepairable(entry) if is_tiered and entry.repairable_on is None else None
    return AdverseRecord(entry.repairable_on, tier, entry.decided_on, ruled_out, is_tiered)


def unrepairable(entry: ShownEntry) -> Article | None:
    """Return the provision that rules the repair of a record out; None: none does."""
    item = judged_item(entry.item, entry.edition)
    if item is None or entry.decided_on is None:
        return None
    known = judging(entry.decided_on, settings.GONGXIN_CITY)
    return ground(item, known, entry.content, on=entry.decided_on)
