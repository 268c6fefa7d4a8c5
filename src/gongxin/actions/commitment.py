"""Commitments: signed at the desk of an organisation, and found kept by the unit that accepted them.

A breach is established in a case of its own (`actions.commitment_breach`), after the organisation was heard.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection

from gongxin.actions.batch_of_one import enter
from gongxin.actions.commitment_number import next_numbers
from gongxin.actions.commitment_plan import ITEM
from gongxin.actions.commitment_record import Finding, NoSuchCommitment, establish, unit_name
from gongxin.actions.event import Event, append_events
from gongxin.actions.log import head, writing
from gongxin.actions.notice import notify
from gongxin.actions.taking import parameters
from gongxin.actions.unit_setting import is_released_apart
from gongxin.catalogue.publicity import Disclosure
from gongxin.law.calendar import WorkingCalendar
from gongxin.organisations.kind import Kind
from gongxin.procedures.commitment_number import division_of
from gongxin.procedures.commitment_plan import Promise, VerificationTerms
from gongxin.procedures.commitment_template import Template, Wording, wording
from gongxin.store.models import Case, Commitment, CommitmentPlan, CommitmentVersion, Organisation

KIND = "signature"  # of the entry in the ledger
KEPT = "full"
CLASSES = {Kind.SOLE_TRADER.value: "个体工商户"}
ORDINARY_CLASS = "法人及非法人组织"


class TemplateMoved(Exception):
    """The wording that the page showed is not the one that is signed today."""

    def __init__(self) -> None:
        super().__init__(
            "承诺书的内容已有修订或已停用，没有签署。请重新打开，读过新的内容再签。"
            " / The wording was revised or ended meanwhile; nothing was signed. Open it anew and read it."
        )


class AlreadyFound(Exception):
    """Performance was established before."""

    def __init__(self) -> None:
        super().__init__(
            "这项承诺的履行情况已经认定，不能重复认定。认定有误的，请报送更正。"
            " / What became of it is established already. Where that is wrong, submit a correction."
        )


class BreachUnderWay(Exception):
    """The organisation is being heard about a breach."""

    def __init__(self) -> None:
        super().__init__(
            "这项承诺正在违诺认定程序中，请先办结该办件。"
            " / A case about a breach of it is open: settle that first."
        )


class SamePerson(Exception):
    """The unit has what one person finds confirmed by another."""

    def __init__(self) -> None:
        super().__init__(
            "本单位要求由另一人确认：您已提出认定，请由他人确认。"
            " / Your unit wants a second person: you proposed it, somebody else confirms."
        )


@dataclass(frozen=True, slots=True)
class Signature:
    """What a representative signs. `papers` follow later; `about` is the record to be repaired."""

    uscc: str
    version: UUID
    number: str
    papers: tuple[str, ...]
    about: UUID | None
    pdf_digest: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Signed:
    """The record, and the entry of the ledger that tells of the signature."""

    record: UUID
    sequence: int


def number_for(unit: str, *, on: date) -> str:
    """Return a number for a commitment to a unit, never given out before."""
    return next_numbers(division_of(unit), count=1, on=on)[0]


def sign(signature: Signature, *, on: date) -> Signed:
    """Put a signed commitment on record: the entry, who signed which file, and by when it is verified.

    Raises:
        TemplateMoved: another wording is in use by now.
        NoPaperChosen
        RowRefused: the checks do not take it.
    """
    with writing():
        version = _in_use(signature.version)
        calendar = WorkingCalendar.published(*settings.GONGXIN_CITY_FOLDERS)
        said = wording(template_of(version), signature.papers, on=on, calendar=calendar)
        unit = version.template.unit
        entered = enter(_row(signature, version, said, on), item=ITEM, unit=unit, by=signature.by, on=on)
        sequence = append_events(head(), [_event(signature, version, entered.record)]).size
        _lay_out(signature, version, entered.record, sequence, calendar)
        _tell(signature, version)
    return Signed(entered.record, sequence)


def find_kept(record: UUID, *, unit: str, by: str, on: date) -> bool:
    """Establish that a commitment was kept in full. Return whether it is on record now.

    Where the unit has one person's work released by another, the first one proposes and the second confirms.

    Raises:
        NoSuchCommitment: it is not the unit's to verify.
        AlreadyFound, BreachUnderWay, SamePerson
        RowRefused: the checks do not take it.
    """
    with writing():
        found = open_commitment(record, unit=unit)
        if is_released_apart(unit):
            if not found.proposed_by:
                Commitment.objects.filter(record=record).update(proposed_by=by, proposed_on=on)
                return False
            if found.proposed_by == by:
                raise SamePerson
        establish(record, Finding(KEPT, unit, on), by=by, on=on)
    return True


def open_commitment(record: UUID, *, unit: str) -> Commitment:
    """Return a commitment of which nothing is established yet.

    Raises:
        NoSuchCommitment: there is none, or it is another unit's to verify.
        AlreadyFound, BreachUnderWay
    """
    found = Commitment.objects.select_for_update().filter(record=record, unit=unit).first()
    if found is None:
        raise NoSuchCommitment
    if found.performance:
        raise AlreadyFound
    if Case.objects.filter(procedure="commitment", subject=record, closed_on=None).exists():
        raise BreachUnderWay
    return found


def template_of(version: CommitmentVersion) -> Template:
    """Return the wording as the rules know it."""
    return Template(
        kind=version.template.kind,
        matter=version.template.matter,
        content=version.content,
        liability=version.liability,
        basis=version.basis,
        openness=Disclosure(version.openness),
        valid_months=version.valid_months,
        verify_in=version.verify_in,
        papers=tuple(version.papers),
        complete_in=version.complete_in,
    )


def _in_use(version: UUID) -> CommitmentVersion:
    released = CommitmentVersion.objects.select_related("template").filter(released_at__isnull=False)
    found = released.filter(id=version, template__ended_at=None).first()
    newest = released.filter(template=found.template).order_by("-number").first() if found else None
    if found is None or newest != found:
        raise TemplateMoved
    return found


def _row(signature: Signature, version: CommitmentVersion, said: Wording, on: date) -> dict[str, str]:
    unit = version.template.unit
    facts = Organisation.objects.get(uscc=signature.uscc)
    return {
        "commitment_number": signature.number,
        "subject_name": facts.name,
        "subject_class": CLASSES.get(facts.kind, ORDINARY_CLASS),
        "uscc": signature.uscc,
        "kind": version.template.kind,
        "matter": version.template.matter,
        "content": said.content,
        "liability": version.liability,
        "committed_on": on.isoformat(),
        "valid_until": said.valid_until.isoformat() if said.valid_until else "",
        "accepting_unit": unit_name(unit),
        "accepting_unit_uscc": unit,
        "openness": version.openness,
    }


def _event(signature: Signature, version: CommitmentVersion, record: UUID) -> Event:
    return Event(
        kind=KIND,
        item=ITEM,
        uscc=signature.uscc,
        unit=version.template.unit,
        record=uuid4(),
        content={
            "commitment": str(record),
            "number": signature.number,
            "template": str(version.template_id),
            "version": version.number,
            "papers": list(signature.papers),
            "about": str(signature.about) if signature.about else "",
            "by": signature.by,
            "at": signature.at.isoformat(timespec="seconds"),
            "pdf_digest": signature.pdf_digest,
        },
    )


def _lay_out(
    signature: Signature, version: CommitmentVersion, record: UUID, sequence: int, calendar: WorkingCalendar
) -> None:
    found = Commitment.objects.get(record=record)
    plans = CommitmentPlan.objects.filter(unit=found.unit)
    terms = VerificationTerms(dict(plans.values_list("kind", "working_days")), parameters(), calendar)
    promise = Promise(found.kind, found.committed_on, found.valid_until, version.verify_in)
    verified = terms.verification(promise)
    Commitment.objects.filter(record=record).update(
        version=version,
        about=signature.about,
        signed_by=signature.by,
        signed_at=signature.at,
        pdf_digest=signature.pdf_digest,
        sequence=sequence,
        due_on=verified.due_on,
        due_by=verified.by.value,
    )


def _tell(signature: Signature, version: CommitmentVersion) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM organisation WHERE uscc = %s", [signature.uscc])
        (name,) = cursor.fetchone()
    values = {"organisation": name, "matter": version.template.matter, "number": signature.number}
    notify("commitment_signed", values, to_unit=version.template.unit)
