"""Authorisations given, confirmed and revoked: each step an entry of the ledger, in force from its commit.

Whoever looks takes the ledger's lock and asks again under it (`authorised_query`, `delivery`); whoever
revokes takes the same lock. So a look stands in the log before the revocation, or there is none.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gongxin.actions.event import Event, append_events
from gongxin.actions.log import Head, writing
from gongxin.actions.notice import notify
from gongxin.actions.taking import edition_of, parameters
from gongxin.disclosure import authorisation as rule
from gongxin.disclosure.authorisation import NotGrantable
from gongxin.intake.free_text import refuse_personal
from gongxin.store.models import Authorisation, Organisation, Unit

KIND = "authorisation"
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Letter:
    """The signed letter that an authorisation was entered from: its SHA-256 and the kind of file."""

    digest: str
    kind: str


class NothingToConfirm(Exception):
    """The authorisation does not wait for a second person."""

    def __init__(self, authorisation: UUID) -> None:
        super().__init__(
            f"授权 {authorisation} 不在待复核之列，可能已由他人处理。请刷新列表。"
            f" / {authorisation} awaits nobody's confirmation; it may have been decided. Reload the list."
        )


class NothingToRevoke(Exception):
    """The authorisation is not there, is somebody else's, or is revoked already."""

    def __init__(self, authorisation: UUID) -> None:
        super().__init__(
            f"没有可撤销的授权 {authorisation}，可能已经撤销。请刷新列表。"
            f" / No authorisation {authorisation} to revoke; it may be revoked already. Reload the list."
        )


class SecondPersonNeeded(Exception):
    """Who entered something does not confirm it."""

    def __init__(self) -> None:
        super().__init__(
            "录入人不能复核自己录入的内容，请由另一名审核人员复核。"
            " / Who entered it cannot confirm it. Let another reviewer do so."
        )


class NoReason(Exception):
    """A refusal says why."""

    def __init__(self) -> None:
        super().__init__("请写明理由。 / Give the reason.")


def give(proposed: rule.Authorisation, *, by: str, on: date) -> UUID:
    """Let the recipient see from now on, by the organisation's own word; return the authorisation.

    Raises:
        NotGrantable: with the field to change.
        PersonalInText: the purpose holds a person's number.
    """
    _refuse_odd(proposed, on)
    made = _made(proposed, by)
    with writing() as head:
        made.confirmed_by, made.confirmed_at = by, head.now
        made.sequence = _append(head, made, version=1, step="given", by=by)
        made.save(force_insert=True)
        _tell_recipient(made)
    return made.id


def enter(proposed: rule.Authorisation, letter: Letter, *, by: str, on: date) -> UUID:
    """Enter what a signed letter says; it opens nothing until another person has confirmed it.

    Raises:
        NotGrantable: with the field to change.
        PersonalInText: the purpose holds a person's number.
    """
    _refuse_odd(proposed, on)
    if not Organisation.objects.filter(uscc=proposed.uscc).exists():
        raise NotGrantable(
            "uscc",
            f"登记库中没有主体 {proposed.uscc[:18]}，请核对代码。",
            f"The register has no organisation {proposed.uscc[:18]}: check the code.",
        )
    made = _made(proposed, by)
    made.letter, made.letter_kind = letter.digest, letter.kind
    made.save(force_insert=True)
    return made.id


def confirm(authorisation: UUID, *, by: str) -> None:
    """Confirm that the letter says what was entered: now it is in force, and the organisation is told.

    Raises:
        NothingToConfirm: it does not wait for that.
        SecondPersonNeeded: `by` entered it.
    """
    with writing() as head:
        found = _waiting(authorisation, by)
        found.confirmed_by, found.confirmed_at = by, head.now
        found.sequence = _append(head, found, version=1, step="given", by=by)
        found.save()
        _tell_recipient(found)
        notify(
            "authorisation_by_letter",
            {"recipient": _unit_name(found.recipient), "until": found.valid_until.isoformat()},
            to_organisation=found.uscc,
            about=found.id,
        )


def refuse(authorisation: UUID, *, reason: str, by: str) -> None:
    """Refuse to confirm what was entered from a letter; it never opens anything.

    Raises:
        NoReason
        NothingToConfirm: it does not wait for that.
        SecondPersonNeeded: `by` entered it.
    """
    if not reason.strip():
        raise NoReason
    with transaction.atomic():
        found = _waiting(authorisation, by)
        found.revoked_by, found.revoked_at = by, timezone.now()
        found.revoked_because = reason.strip()[:LONGEST_REASON]
        found.save()


def revoke(authorisation: UUID, *, uscc: str, by: str, on: date, reason: str = "") -> None:
    """Take an authorisation of the organisation back: no look follows this one's return.

    Raises:
        NothingToRevoke: the organisation gave none of this number, or has revoked it.
        PersonalInText: the reason holds a person's number.
    """
    refuse_personal(reason, on=on)
    with writing() as head:
        standing = Authorisation.objects.select_for_update().filter(
            id=authorisation, uscc=uscc, confirmed_at__isnull=False, revoked_at=None
        )
        found = standing.first()
        if found is None:
            raise NothingToRevoke(authorisation)
        found.revoked_by, found.revoked_at = by, head.now
        found.revoked_because = reason.strip()[:LONGEST_REASON]
        found.sequence = _append(head, found, version=2, step="revoked", by=by)
        found.save()
        notify(
            "authorisation_revoked",
            {"organisation": _organisation_name(uscc)},
            to_unit=found.recipient,
            about=found.id,
        )


def in_force(uscc: str, *, recipient: str, on: date) -> dict[UUID, rule.Authorisation]:
    """Return what the organisation lets the unit see, as it stands under the ledger's lock."""
    standing = Authorisation.objects.filter(
        Q(uscc=uscc, recipient=recipient), confirmed_at__isnull=False, revoked_at=None
    )
    given = {one.id: _rule(one) for one in standing.order_by("given_at")}
    return {id_: one for id_, one in given.items() if one.is_in_force(on)}


def _refuse_odd(proposed: rule.Authorisation, on: date) -> None:
    kind = Unit.objects.filter(uscc=proposed.recipient).values_list("kind", flat=True).first()
    if kind not in rule.RECIPIENT_KINDS:
        raise NotGrantable(
            "recipient",
            "请从名单中选择被授权单位。",
            "Choose the recipient from the list.",
        )
    longest = parameters()["authorisation.longest_period"]
    rule.refuse_odd(proposed, items=edition_of(on).items, longest=longest, on=on)
    refuse_personal(proposed.purpose, on=on)


def _made(proposed: rule.Authorisation, by: str) -> Authorisation:
    return Authorisation(
        id=uuid4(),
        uscc=proposed.uscc,
        recipient=proposed.recipient,
        items=sorted(proposed.items),
        purpose=proposed.purpose.strip(),
        valid_from=proposed.valid_from,
        valid_until=proposed.valid_until,
        given_by=by,
        given_at=timezone.now(),
    )


def _rule(made: Authorisation) -> rule.Authorisation:
    return rule.Authorisation(
        made.uscc, made.recipient, frozenset(made.items), made.purpose, made.valid_from, made.valid_until
    )


def _waiting(authorisation: UUID, by: str) -> Authorisation:
    waiting = Authorisation.objects.select_for_update().filter(
        id=authorisation, confirmed_at=None, revoked_at=None
    )
    found = waiting.first()
    if found is None:
        raise NothingToConfirm(authorisation)
    if found.given_by == by:
        raise SecondPersonNeeded
    return found


def _append(head: Head, made: Authorisation, *, version: int, step: str, by: str) -> int:
    """Write the step into the ledger; the later one supersedes the earlier. Return its sequence."""
    content = {
        "step": step,
        "by": by,
        "recipient": made.recipient,
        "items": list(made.items),
        "purpose": made.purpose,
        "valid_from": made.valid_from.isoformat(),
        "valid_until": made.valid_until.isoformat(),
        "letter": made.letter,
        "reason": made.revoked_because,
    }
    event = Event(
        kind=KIND,
        item=KIND,
        uscc=made.uscc,
        unit=made.recipient,
        content=content,
        record=made.id,
        version=version,
    )
    return append_events(head, [event]).size


def _tell_recipient(made: Authorisation) -> None:
    values = {"organisation": _organisation_name(made.uscc), "until": made.valid_until.isoformat()}
    notify("authorisation_given", values, to_unit=made.recipient, about=made.id)


def _organisation_name(uscc: str) -> str:
    return Organisation.objects.filter(uscc=uscc).values_list("name", flat=True).first() or uscc


def _unit_name(uscc: str) -> str:
    return Unit.objects.filter(uscc=uscc).values_list("name", flat=True).first() or uscc
