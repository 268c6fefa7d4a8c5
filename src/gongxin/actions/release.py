"""Editions of models let into use: proposed on a trial, confirmed by a second person, from a day on."""

from datetime import date
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongxin.actions.event import Event, append_events
from gongxin.actions.log import writing
from gongxin.evaluation.model import Model
from gongxin.evaluation.reader import models
from gongxin.intake.free_text import refuse_personal
from gongxin.store.models import ModelRelease, Trial

KIND = "model_release"
LONGEST_REASON = 2_000
DONE = "done"


class UnknownEdition(Exception):
    """The models have no such edition."""

    def __init__(self, code: str, edition: str) -> None:
        super().__init__(
            f"没有模型 {code} 的 {edition} 版，可能文件已移走。请从模型列表中选择。"
            f" / There is no edition {edition} of the model {code}. Choose one of the list."
        )


class NotReleasable(Exception):
    """The edition cannot be let into use so; the text says why and what now."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")


def edition_of(code: str, edition: str) -> Model:
    """Return an edition of a model as its file stands.

    Raises:
        UnknownEdition
    """
    for one in models(settings.GONGXIN_CITY):
        if (one.code, one.edition) == (code, edition):
            return one
    raise UnknownEdition(code, edition)


def propose(trial: UUID, *, effective_on: date, reasons: str, by: str, on: date) -> UUID:
    """Propose the edition that was tried for use from a day on; return the proposal.

    Raises:
        NotReleasable: the trial is not done or tried another file, or the day or the reasons will not do.
        PersonalInText: the reasons hold a person's number.
    """
    tried = Trial.objects.filter(id=trial, state=DONE).first()
    if tried is None:
        raise NotReleasable("请先完成一次试算，再提出施行。", "Let a trial end first, then propose.")
    _refuse_odd(tried, effective_on, reasons, on)
    refuse_personal(reasons, on=on)
    made = ModelRelease(
        id=uuid4(),
        model=tried.model,
        edition=tried.edition,
        digest=tried.digest,
        trial=tried,
        effective_on=effective_on,
        reasons=reasons.strip()[:LONGEST_REASON],
        proposed_by=by,
        proposed_at=timezone.now(),
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise NotReleasable(
            "该模型已有一个版本等待复核，请先由另一人办理。",
            "An edition of this model waits for its second person already.",
        ) from error
    return made.id


def confirm(release: UUID, *, by: str, unit: str) -> int:
    """Let a proposed edition into use; return its entry in the ledger. `unit` is the confirming person's.

    Raises:
        NotReleasable: it waits for nobody, `by` proposed it, its file was changed, or its day is taken.
    """
    with writing() as head:
        found = _waiting(release, by)
        _refuse_changed(found)
        if ModelRelease.objects.filter(
            model=found.model, effective_on=found.effective_on, is_confirmed=True
        ).exists():
            raise NotReleasable(
                f"该模型已有版本自 {found.effective_on} 起施行，请退回改期。",
                f"Another edition takes effect on {found.effective_on}: send it back for another day.",
            )
        content = {
            "model": found.model,
            "edition": found.edition,
            "digest": found.digest,
            "effective_on": found.effective_on.isoformat(),
            "trial": str(found.trial_id),
            "reasons": found.reasons,
            "proposed_by": found.proposed_by,
            "confirmed_by": by,
        }
        event = Event(kind=KIND, item=KIND, uscc=unit, unit=unit, content=content, record=found.id)
        found.decided_by, found.decided_at, found.is_confirmed = by, head.now, True
        found.sequence = append_events(head, [event]).size
        found.save()
        return int(found.sequence)


def refuse(release: UUID, *, reason: str, by: str, on: date) -> None:
    """Refuse a proposed edition, or, by its proposer, take it back.

    Raises:
        NotReleasable: it waits for nobody, or no reason is given.
        PersonalInText: the reason holds a person's number.
    """
    if not reason.strip():
        raise NotReleasable("请写明理由。", "Give the reason.")
    refuse_personal(reason, on=on)
    with transaction.atomic():
        found = _waiting(release)
        found.decided_by, found.decided_at = by, timezone.now()
        found.said = reason.strip()[:LONGEST_REASON]
        found.save()


def _refuse_odd(tried: Trial, effective_on: date, reasons: str, on: date) -> None:
    if not reasons.strip():
        raise NotReleasable(
            "请写明施行的理由，复核人和公众都会看到。", "Give the reasons: everybody will read them."
        )
    if effective_on <= on:
        raise NotReleasable(
            "施行日期最早为明天：已经开始的一天不能改判。", "It takes effect tomorrow at the earliest."
        )
    model = edition_of(tried.model, tried.edition)
    if model.digest != tried.digest:
        raise NotReleasable(
            "试算之后模型文件有改动，请重新试算。", "The file was changed after the trial: try it again."
        )
    if effective_on < model.from_:
        raise NotReleasable(
            f"该版本自 {model.from_} 起才能施行。", f"The edition itself begins on {model.from_}."
        )


def _refuse_changed(found: ModelRelease) -> None:
    if edition_of(found.model, found.edition).digest != found.digest:
        raise NotReleasable(
            "提出之后模型文件有改动，请退回，重新试算后再提出。",
            "The file was changed meanwhile: refuse it, try it again and propose anew.",
        )


def _waiting(release: UUID, by: str = "") -> ModelRelease:
    found = ModelRelease.objects.select_for_update().filter(id=release, decided_at=None).first()
    if found is None:
        raise NotReleasable(
            "没有待复核的版本，可能已由他人办理。请刷新列表。", "It waits for nobody; look at the list again."
        )
    if by and found.proposed_by == by:
        raise NotReleasable("您提出的版本须由另一人复核。", "Somebody else confirms what you proposed.")
    return found
