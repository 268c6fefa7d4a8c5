"""Whether records can be repaired, from what is on file about them and about the organisation."""

import datetime
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.conf import settings

from gongxin.catalogue.behaviour import Tier
from gongxin.catalogue.judging import judging
from gongxin.catalogue.publicity import PublicityKind
from gongxin.intake.repairability import ground
from gongxin.law.citation import Article
from gongxin.law.parameter import load_parameters
from gongxin.procedures.prospect import AdverseRecord, Applicant, Prospect, prospect
from gongxin.queries.item import judged_item
from gongxin.queries.shown_entry import ShownEntry


def of_entry(entry: ShownEntry, *, on: datetime.date) -> Prospect | None:
    """Return the prospect of one record; None where it is not adverse information."""
    return of_entries((entry,), on=on).get(entry.record)


def of_entries(entries: Iterable[ShownEntry], *, on: datetime.date) -> Mapping[UUID, Prospect]:
    """Return the prospects of the adverse records among those given."""
    adverse = [entry for entry in entries if is_adverse(entry)]
    parameters, nobody = load_parameters(*settings.GONGXIN_CITY_FOLDERS), Applicant()
    return {
        entry.record: prospect(adverse_record(entry), on=on, parameters=parameters, applicant=nobody)
        for entry in adverse
    }


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
