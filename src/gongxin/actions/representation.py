"""Who may act for an organisation: by a letter that the centre reviewed, or a trusted sign-in."""

from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from gongxin.actions import grant, letter
from gongxin.actions.grant import Terms, locked
from gongxin.actions.notice import notify
from gongxin.disclosure.grant import NoReason
from gongxin.disclosure.role import Role
from gongxin.intake.free_text import PersonalInText, refuse_personal
from gongxin.store.models import Authorisation, Organisation, Representation

WAITING, OPENED, APPROVED, REFUSED, WITHDRAWN = "waiting", "opened", "approved", "refused", "withdrawn"
OPEN = (WAITING, OPENED)


class NotRegistered(Exception):
    """The register has no such organisation."""

    def __init__(self, uscc: str) -> None:
        super().__init__(
            f"没有登记代码为 {uscc[:18]!r} 的组织。请核对统一社会信用代码。"
            f" / No registered organisation has the code {uscc[:18]!r}. Check it."
        )


class AskedAlready(Exception):
    """The request is under way, or granted."""

    def __init__(self) -> None:
        super().__init__(
            "该组织的代表资格已经申请或已经取得，无需重复申请。"
            " / You have asked to represent this organisation already, or do represent it."
        )


class StaffRepresentsNobody(Exception):
    """An account of a unit does not act for organisations."""

    def __init__(self) -> None:
        super().__init__(
            "单位人员的账号不能代表组织。请另行注册账号后申请。"
            " / An account of a unit represents nobody. Register another account and ask from there."
        )


class RequestMovedMeanwhile(Exception):
    """Somebody else took the step, or the request is over."""

    def __init__(self) -> None:
        super().__init__(
            "这件申请不在可办理的状态，可能已由他人办结。请刷新页面。"
            " / The request cannot take this step; somebody may have settled it. Load the page again."
        )


REFUSALS = (
    NotRegistered, AskedAlready, StaffRepresentsNobody, RequestMovedMeanwhile,
    NoReason, PersonalInText, grant.NoSuchGrant, grant.NoSuchAccount, grant.HeldAlready,
)  # fmt: skip


def bind(user: int, uscc: str, *, by: str, reason: str, on: date) -> None:
    """Let an account act for an organisation; one that does already goes on.

    Raises:
        NoSuchAccount, NoReason
    """
    with transaction.atomic():
        holder = locked(user, on=on)
        if uscc not in holder.organisations:
            grant.enter(Role.REPRESENTATIVE, holder, by=by, terms=Terms(reason, uscc=uscc), on=on)


def ask(user: int, uscc: str, *, content: bytes, on: date) -> UUID:
    """Ask to represent an organisation, with the letter; return the request's number.

    Raises:
        StaffRepresentsNobody, NotRegistered, AskedAlready, LetterRefused, NoSuchAccount
    """
    with transaction.atomic():
        holder = locked(user, on=on)
        if holder.unit:
            raise StaffRepresentsNobody
        if not Organisation.objects.filter(uscc=uscc, is_registered=True).exists():
            raise NotRegistered(uscc)
        under_way = Representation.objects.filter(user_id=user, uscc=uscc, state__in=OPEN)
        if uscc in holder.organisations or under_way.exists():
            raise AskedAlready
        digest, kind = letter.keep(content)
        return Representation.objects.create(
            id=uuid4(),
            user_id=user,
            uscc=uscc,
            letter=digest,
            letter_kind=kind,
            state=WAITING,
            requested_at=timezone.now(),
        ).pk


def withdraw(request: UUID, *, user: int) -> None:
    """Take one's own request back; its letter goes.

    Raises:
        RequestMovedMeanwhile
    """
    with transaction.atomic():
        found = _locked(request, OPEN)
        if found.user_id != user:
            raise RequestMovedMeanwhile
        _move(found, WITHDRAWN, decided_at=timezone.now(), decided_by=found.user.username)
        _forget_letter(found)


def take_up(request: UUID, *, by: str) -> None:
    """Take a request up for review; who did is on record.

    Raises:
        RequestMovedMeanwhile
    """
    with transaction.atomic():
        _move(_locked(request, (WAITING,)), OPENED, opened_at=timezone.now(), opened_by=by)


def approve(request: UUID, *, by: str, reason: str, on: date) -> None:
    """Let the account act for the organisation; the organisation is told.

    Raises:
        RequestMovedMeanwhile: it was not taken up, or is settled.
        NoReason, PersonalInText, NoSuchAccount
    """
    with transaction.atomic():
        found = _locked(request, (OPENED,))
        why = _reason(reason, on)
        holder = locked(found.user_id, on=on)
        given = grant.enter(Role.REPRESENTATIVE, holder, by=by, terms=Terms(why, uscc=found.uscc), on=on)
        _move(found, APPROVED, decided_at=timezone.now(), decided_by=by, reason=why, grant_id=given)
        values = {"account": holder.account}
        notify("representation_approved", values, to_organisation=found.uscc, about=found.pk)


def refuse(request: UUID, *, by: str, reason: str, on: date) -> None:
    """Refuse a request, with the reason; its letter goes.

    Raises:
        RequestMovedMeanwhile, NoReason, PersonalInText
    """
    with transaction.atomic():
        found = _locked(request, (OPENED,))
        why = _reason(reason, on)
        _move(found, REFUSED, decided_at=timezone.now(), decided_by=by, reason=why)
        _forget_letter(found)
        values = {"account": found.user.username, "reasons": why}
        notify("representation_refused", values, to_organisation=found.uscc, about=found.pk)


def end(user: int, uscc: str, *, by: str, reason: str, on: date) -> None:
    """End an account's standing for an organisation at once; the organisation is told.

    By the centre, by another representative, or by the account itself.

    Raises:
        NoSuchGrant, NoReason, PersonalInText, NoSuchAccount
    """
    with transaction.atomic():
        holder = locked(user, on=on)
        why = _reason(reason, on)
        grant.end_for(user, uscc, by=by, reason=why)
        for found in Representation.objects.filter(user_id=user, uscc=uscc, state=APPROVED):
            _forget_letter(found)
        values = {"account": holder.account, "reasons": why}
        notify("representation_revoked", values, to_organisation=uscc)


def _reason(text: str, on: date) -> str:
    if not text.strip():
        raise NoReason
    refuse_personal(text, on=on)
    return text.strip()[: grant.LONGEST_REASON]


def _locked(request: UUID, states: tuple[str, ...]) -> Representation:
    found = Representation.objects.select_for_update().filter(pk=request, state__in=states).first()
    if found is None:
        raise RequestMovedMeanwhile
    return found


def _move(found: Representation, state: str, **facts: object) -> None:
    Representation.objects.filter(pk=found.pk).update(state=state, **facts)


def _forget_letter(found: Representation) -> None:
    """Remove the letter once it is committed that nobody needs it; another request may rest on the same."""
    needed = Representation.objects.filter(letter=found.letter).exclude(pk=found.pk)
    still = needed.filter(state__in=OPEN) | needed.filter(state=APPROVED, grant__revoked_at=None)
    if not still.exists() and not Authorisation.objects.filter(letter=found.letter).exists():
        transaction.on_commit(lambda: letter.forget(found.letter))
