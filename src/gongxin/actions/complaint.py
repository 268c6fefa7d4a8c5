"""Complaints of an organisation about a look at it: made in one click, decided by an auditor with reasons."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.timezone import localtime

from gongxin.actions.notice import notify
from gongxin.intake.free_text import refuse_personal
from gongxin.law.label import Label
from gongxin.store.models import Complaint, Organisation, Unit

UPHELD, DISMISSED = "upheld", "dismissed"
OUTCOMES = {
    UPHELD: Label("查询不当", "the look was improper"),
    DISMISSED: Label("查询正当", "the look was proper"),
}
LONGEST = 2_000


class NoSuchLook(Exception):
    """Nobody looked at this organisation in that way."""

    def __init__(self, look: UUID) -> None:
        super().__init__(
            f"没有关于本组织的这次查询：{look}。请从“谁查询过”中选择。"
            f" / No such look at this organisation: {look}. Choose one of the list."
        )


class AlreadyComplained(Exception):
    """A complaint about the look is open."""

    def __init__(self) -> None:
        super().__init__(
            "对这次查询的投诉正在处理，不必重复提交。结果会在“消息”中告知。"
            " / A complaint about this look is being dealt with. You will be told of the outcome."
        )


class ComplaintDecided(Exception):
    """The complaint is not open."""

    def __init__(self, complaint: UUID) -> None:
        super().__init__(
            f"没有待处理的投诉 {complaint}，可能已由他人处理。请刷新列表。"
            f" / No open complaint {complaint}; somebody may have decided it. Look at the list again."
        )


class NoReasons(Exception):
    """The organisation is owed reasons."""

    def __init__(self) -> None:
        super().__init__(
            "请写明处理理由，它会告知投诉的组织。 / Give the reasons: the organisation will read them."
        )


@dataclass(frozen=True, slots=True)
class _Look:
    unit: str
    sequence: int
    on: date


def complain(look: UUID, *, uscc: str, text: str, by: str, on: date) -> UUID:
    """Enter a complaint about a look at the organisation and return its number.

    Raises:
        NoSuchLook: nobody looked at this organisation under that number.
        AlreadyComplained: one about this look is open.
        PersonalInText: the text holds a person's number.
    """
    refuse_personal(text, on=on)
    seen = _look(look, uscc)
    if seen is None:
        raise NoSuchLook(look)
    made = Complaint(
        id=uuid4(),
        look=look,
        uscc=uscc,
        unit=seen.unit,
        text=text.strip()[:LONGEST],
        made_by=by,
        made_at=timezone.now(),
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyComplained from error
    return made.id


def decide(complaint: UUID, outcome: str, *, reasons: str, by: str, on: date) -> None:
    """Decide a complaint; the organisation is told, and the unit where its look was improper.

    Raises:
        ComplaintDecided: it is not open.
        NoReasons: without them.
        PersonalInText: the reasons hold a person's number.
    """
    label = OUTCOMES[outcome]
    if not reasons.strip():
        raise NoReasons
    refuse_personal(reasons, on=on)
    with transaction.atomic():
        now_open = Complaint.objects.filter(id=complaint, decided_at=None)
        decided = now_open.update(
            outcome=outcome, reasons=reasons.strip()[:LONGEST], decided_by=by, decided_at=timezone.now()
        )
        if decided != 1:
            raise ComplaintDecided(complaint)
        facts = Complaint.objects.get(id=complaint)
        seen = _look(facts.look, facts.uscc)
        assert seen is not None, "entries are never removed"
        told = {"looked_on": seen.on.isoformat(), "reasons": facts.reasons}
        notify(
            "complaint_decided",
            {**told, "unit": _name(Unit, seen.unit), "outcome": {"zh": label.zh, "en": label.en}},
            to_organisation=facts.uscc,
            about=complaint,
        )
        if outcome == UPHELD:
            notify(
                "complaint_upheld",
                {**told, "organisation": _name(Organisation, facts.uscc), "sequence": seen.sequence},
                to_unit=facts.unit,
                about=complaint,
            )


def _look(look: UUID, uscc: str) -> _Look | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unit, sequence, known_at FROM entry"
            " WHERE record = %s AND uscc = %s AND kind IN ('query', 'delivery') ORDER BY version LIMIT 1",
            [look, uscc],
        )
        found = cursor.fetchone()
    return _Look(found[0], found[1], localtime(found[2]).date()) if found else None


def _name(table: type[Unit] | type[Organisation], code: str) -> str:
    found = table.objects.filter(uscc=code).values_list("name", flat=True).first()
    return str(found or code)
