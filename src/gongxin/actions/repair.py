"""Applications for repair: refused while the law rules them out or their time has not come."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.conf import settings
from django.db.models import Max

from gongxin.actions.taking import parameters
from gongxin.catalogue import reader
from gongxin.catalogue.behaviour import Tier
from gongxin.catalogue.item import Item
from gongxin.catalogue.judging import judging
from gongxin.catalogue.publicity import PublicityKind
from gongxin.disclosure.mark import Mark, MarkSpan
from gongxin.intake.repairability import ground
from gongxin.law.label import Label
from gongxin.procedures.case import Refused
from gongxin.procedures.prospect import ASKED_BY, AdverseRecord, Applicant, Condition, Need, prospect
from gongxin.procedures.repair import REPAIR, REVOKED, STANDS_REPAIRED, stands_repaired
from gongxin.store.models import Case, Entry, RecordMark, TrainingAttendance


class NotRepairable(Refused):
    """Repair of this record cannot be asked for, or not yet; `missing` are conditions that are not met."""

    def __init__(self, label: Label, missing: tuple[Condition, ...] = ()) -> None:
        self.missing = missing
        super().__init__(label)


def refuse_early(case: Case, documents: frozenset[str], *, on: date) -> None:
    """Refuse an application before its time, while barred, or where a law rules repair out.

    Raises:
        NotRepairable: with each condition that is missing, and its day.
    """
    handed_in = {Need.CREDIT_REPORT} if case.procedure == REPAIR.code else set()
    asked = ASKED_BY[case.procedure] | handed_in
    _refuse(one for one in _conditions(case, documents, on) if one.need in asked)


def refuse_repaired(case: Case, *, on: date) -> None:
    """Refuse to repair again what stands repaired; one that is repaired for a time can be repaired for good.

    Raises:
        NotRepairable
    """
    held = RecordMark.objects.filter(record=str(case.subject), kind=Mark.REPAIRED.value, ended_by=None)
    spans = (MarkSpan(Mark.REPAIRED, *one) for one in held.values_list("from_on", "until_on"))
    if stands_repaired((one for one in spans if on in one), for_good=case.procedure == REPAIR.code):
        raise NotRepairable(STANDS_REPAIRED)


def _refuse(conditions: Iterable[Condition]) -> None:
    missing = tuple(one for one in conditions if not one.is_met)
    if missing:
        raise NotRepairable(
            Label(
                f"还不能申请：{''.join(one.label.zh for one in missing)}条件具备后再提交。",
                f"Not yet: {' '.join(one.label.en for one in missing)} Apply once this is met.",
            ),
            missing,
        )


def _conditions(case: Case, documents: frozenset[str], on: date) -> tuple[Condition, ...]:
    known = replace(applicant(case.uscc), documents=documents)
    return prospect(_record(case), on=on, parameters=parameters(), applicant=known).conditions


def applicant(uscc: str) -> Applicant:
    """Return what is on file of the organisation itself."""
    revoked = Case.objects.filter(procedure=REPAIR.code, uscc=uscc, state=REVOKED)
    trained = TrainingAttendance.objects.filter(uscc=uscc, attended__gt=0)
    return Applicant(revoked_on=revoked.aggregate(last=Max("closed_on"))["last"], is_trained=trained.exists())


def _record(case: Case) -> AdverseRecord:
    assert case.subject is not None, "a repair is about a record"
    entry = Entry.objects.get(record=case.subject, superseded_by=None)
    item = _item(entry.item, entry.edition)
    tier = Tier(entry.tier) if entry.tier else None
    is_tiered, ruled_out = bool(item and item.publicity.kind is PublicityKind.TIER), None
    if item and is_tiered and entry.repairable_on is None and entry.decided_on:
        known = judging(entry.decided_on, settings.GONGXIN_CITY)
        ruled_out = ground(item, known, json.loads(entry.content or "{}"), on=entry.decided_on)
    return AdverseRecord(entry.repairable_on, tier, entry.decided_on, ruled_out, is_tiered)


def _item(code: str, edition: str) -> Item | None:
    editions = reader.editions(settings.GONGXIN_CITY)
    own = next((one for one in editions if one.code == edition), editions[-1])
    return own.items.get(code)
