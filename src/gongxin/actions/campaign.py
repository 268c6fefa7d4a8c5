"""Special campaigns: opened and closed by two persons, with a ledger of the organisations in scope."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongxin.actions.case import AlreadyFiled, Filing, file
from gongxin.actions.event import Event, append_events
from gongxin.actions.log import Head, writing
from gongxin.intake.free_text import refuse_personal
from gongxin.law.label import Label
from gongxin.procedures.case import Actor
from gongxin.store.models import Campaign, CampaignMember, Case

DRAFT, OPEN, CLOSING, CLOSED, WITHDRAWN = "draft", "open", "closing", "closed", "withdrawn"
OUT_OF_SCOPE = "已无在公示期内的相关记录"
LONGEST = 5_000
AT_ONCE = 200  # organisations told in one request


class Scoped(Protocol):
    """An organisation in scope, as `queries.campaign` finds it."""

    @property
    def uscc(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def records(self) -> Sequence[UUID]: ...


class CampaignRefused(Exception):
    """A step that cannot be taken so."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")


@dataclass(frozen=True, slots=True)
class PlannedCampaign:
    """What somebody writes: against what, and from when until when."""

    code: str
    name: Label
    rule: str
    from_on: date
    until_on: date


def plan(planned: PlannedCampaign, *, unit: str, by: str, on: date) -> UUID:
    """Keep a plan; the organisations come in when somebody else opens the campaign.

    Raises:
        CampaignRefused: the days are odd, or the number is taken.
        PersonalInText: a text holds a person's number.
    """
    for text in (planned.code, planned.name.zh, planned.name.en):
        refuse_personal(text, on=on)
    if planned.until_on < max(planned.from_on, on):
        raise CampaignRefused(
            "结束日期不能早于开始日期和今天。", "It ends no earlier than it begins, and not in the past."
        )
    made = Campaign(
        id=uuid4(), code=planned.code.strip(), name_zh=planned.name.zh, name_en=planned.name.en,
        rule=planned.rule, unit=unit, from_on=planned.from_on, until_on=planned.until_on, state=DRAFT,
        made_by=by, made_at=timezone.now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise CampaignRefused(
            f"编号 {planned.code} 已有专项治理。", f"There is a campaign {planned.code}; use another number."
        ) from error
    return made.id


def withdraw(campaign: UUID) -> None:
    """Give up a plan that was not opened.

    Raises:
        CampaignRefused: it was opened.
    """
    if not Campaign.objects.filter(id=campaign, state=DRAFT).update(state=WITHDRAWN):
        raise _moved()


def begin(campaign: UUID, scope: Iterable[Scoped], *, by: str, on: date) -> int:
    """Open a campaign with the organisations in scope; return how many they are.

    Raises:
        CampaignRefused: it is one's own plan, or was opened.
    """
    with writing() as head:
        facts = _locked(campaign, DRAFT)
        if facts.made_by == by:
            raise CampaignRefused("自己拟定的专项治理由另一人启动。", "Somebody else opens what you planned.")
        count = _join(facts, scope, on)
        head = _append(head, facts, 1, {"step": OPEN, "rule": facts.rule, "organisations": count})
        Campaign.objects.filter(id=campaign).update(
            state=OPEN, opened_by=by, opened_on=on, sequence=head.size
        )
    return count


def renew(campaign: UUID, scope: Iterable[Scoped], *, on: date) -> tuple[int, int]:
    """Take in who came into scope since; let go who fell out of it untold. Return how many of each."""
    with transaction.atomic():
        facts = _locked(campaign, OPEN)
        found = list(scope)
        joined = _join(facts, found, on)
        left = (
            CampaignMember.objects.filter(campaign=facts, case=None, left_on=None)
            .exclude(uscc__in=[one.uscc for one in found])
            .update(left_on=on, left_because=OUT_OF_SCOPE)
        )
    return joined, left


def tell(campaign: UUID, *, reason: str, by: Actor, on: date, most: int = AT_ONCE) -> int:
    """File a case for each organisation that the actor's unit sees to and has not told; return how many.

    Each is a transaction of its own, `most` of them at a time: it goes on where it stopped.

    Raises:
        procedures.case.Refused: the actor does not act for the unit.
        PersonalInText: the reason holds a person's number.
    """
    waiting = CampaignMember.objects.filter(
        campaign=campaign, campaign__state=OPEN, unit=by.unit, case=None, left_on=None
    )
    members = list(waiting.order_by("uscc")[:most])
    for member in members:
        filing = Filing(
            "campaign", member.uscc, member.id, member.unit, step="notify", reason=reason, channel="office"
        )
        try:
            case = file(filing, by=by, on=on)
        except AlreadyFiled:  # told before it broke off
            case = Case.objects.get(procedure="campaign", subject=member.id, closed_on=None).id
        CampaignMember.objects.filter(id=member.id).update(case=case)
    return len(members)


def propose_closing(campaign: UUID, *, said: str, by: str, on: date) -> None:
    """Say how the campaign went, for somebody else to close it.

    Raises:
        CampaignRefused: it is not open, or nothing is said.
        PersonalInText: the text holds a person's number.
    """
    if not said.strip():
        raise CampaignRefused("请写明治理情况。", "Say how it went.")
    refuse_personal(said, on=on)
    moved = Campaign.objects.filter(id=campaign, state=OPEN).update(
        state=CLOSING, closing_by=by, said=said.strip()[:LONGEST]
    )
    if not moved:
        raise _moved()


def reopen(campaign: UUID) -> None:
    """Let a campaign go on that somebody proposed to close.

    Raises:
        CampaignRefused: nobody did.
    """
    if not Campaign.objects.filter(id=campaign, state=CLOSING).update(state=OPEN, closing_by="", said=""):
        raise _moved()


def close(campaign: UUID, counted: Mapping[str, object], *, by: str, on: date) -> None:
    """Close a campaign; `counted` is what its report says, and what the log keeps.

    Raises:
        CampaignRefused: it is not proposed, or by oneself.
    """
    with writing() as head:
        facts = _locked(campaign, CLOSING)
        if facts.closing_by == by:
            raise CampaignRefused(
                "自己提出的结束由另一人确认。", "Somebody else closes what you proposed to close."
            )
        head = _append(head, facts, 2, {"step": CLOSED, "counted": dict(counted)})
        Campaign.objects.filter(id=campaign).update(
            state=CLOSED, closed_by=by, closed_on=on, sequence=head.size, counted=dict(counted)
        )


def _join(facts: Campaign, scope: Iterable[Scoped], on: date) -> int:
    before = set(CampaignMember.objects.filter(campaign=facts).values_list("uscc", flat=True))
    made = [
        CampaignMember(
            id=uuid4(), campaign=facts, uscc=one.uscc, unit=one.unit, joined_on=on,
            records=[str(record) for record in one.records],
        )
        for one in scope
        if one.uscc not in before
    ]  # fmt: skip
    CampaignMember.objects.bulk_create(made, batch_size=5_000)
    return len(made)


def _append(head: Head, facts: Campaign, version: int, said: Mapping[str, object]) -> Head:
    content = {"code": facts.code, "name": facts.name_zh, **said}
    event = Event(
        kind="campaign", item="campaign", uscc=facts.unit, unit=facts.unit, content=content, record=facts.id,
        version=version,
    )  # fmt: skip
    return append_events(head, [event])


def _locked(campaign: UUID, state: str) -> Campaign:
    facts = Campaign.objects.select_for_update().filter(id=campaign, state=state).first()
    if facts is None:
        raise _moved()
    return facts


def _moved() -> CampaignRefused:
    return CampaignRefused(
        "专项治理已由他人办理到别的环节，请刷新后查看。", "The campaign stands elsewhere by now; look again."
    )
