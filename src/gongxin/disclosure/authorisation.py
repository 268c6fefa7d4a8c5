"""Authorisations (SH 20): whom an organisation lets see which of its items, for what, until when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongxin.catalogue.item import Item
from gongxin.catalogue.publicity import Disclosure
from gongxin.disclosure.role import UnitKind
from gongxin.disclosure.term import end_on
from gongxin.law.parameter import Parameter, ParameterUnset

LONGEST_PURPOSE = 200
RECIPIENT_KINDS = frozenset({UnitKind.BANK, UnitKind.AGENCY, UnitKind.INSTITUTION, UnitKind.DEPARTMENT})


class AuthorisationState(StrEnum):
    """What an authorisation amounts to on a day; only one in force opens anything."""

    AWAITING = "awaiting"  # entered from a letter, not yet confirmed by a second person
    REFUSED = "refused"  # the second person did not confirm it
    COMING = "coming"
    IN_FORCE = "in_force"
    ENDED = "ended"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Authorisation:
    """The facts of an authorisation that decide what it opens; both days are included."""

    uscc: str
    recipient: str
    items: frozenset[str]
    purpose: str
    valid_from: date
    valid_until: date
    is_confirmed: bool = True
    is_revoked: bool = False

    def state(self, on: date) -> AuthorisationState:
        if self.is_revoked:
            return AuthorisationState.REVOKED if self.is_confirmed else AuthorisationState.REFUSED
        if not self.is_confirmed:
            return AuthorisationState.AWAITING
        if on < self.valid_from:
            return AuthorisationState.COMING
        return AuthorisationState.ENDED if on > self.valid_until else AuthorisationState.IN_FORCE

    def is_in_force(self, on: date) -> bool:
        return self.state(on) is AuthorisationState.IN_FORCE


class NotAuthorised(Exception):
    """The organisation lets this unit see nothing, or not these items, on this day."""

    def __init__(self, uscc: str, items: Iterable[str] = ()) -> None:
        named = "、".join(sorted(items))
        of_items = (f"的下列事项：{named}", f" to see {named}") if named else ("", "")
        zh, en = (uscc, uscc) if uscc else ("（代码无效）", "(no valid code)")
        super().__init__(
            f"没有主体 {zh} 对本单位{of_items[0]}的有效授权：可能未授权、已到期或已撤销。"
            "本次没有显示任何内容，已记为一次未获授权的查询。请由该主体在其“授权管理”页授权后再查。"
            f" / {en} has not authorised this unit{of_items[1]}, or it has ended or was revoked."
            " Nothing was shown; the attempt is on record. Ask the organisation to authorise you on its desk."
        )


class NotGrantable(Exception):
    """An authorisation cannot be given in this way; `field` names what to change."""

    def __init__(self, field: str, zh: str, en: str) -> None:
        self.field = field
        super().__init__(f"{zh} / {en}")


def is_grantable(item: Item) -> bool:
    """Say whether records of the item can be kept from the public, so that there is something to open."""
    return item.disclosure is not Disclosure.PUBLIC or item.openness is not None


def items_opened(given: Iterable[Authorisation], *, uscc: str, recipient: str, on: date) -> frozenset[str]:
    """Return the items of one organisation that a recipient may see on a day: those in force, together."""
    ours = (one for one in given if (one.uscc, one.recipient) == (uscc, recipient))
    return frozenset(item for one in ours if one.is_in_force(on) for item in one.items)


def last_day_allowed(longest: Parameter, valid_from: date) -> date | None:
    """Return the last day that an authorisation may name; None where the city has set no longest period."""
    try:
        return end_on(longest, start=valid_from, day=valid_from)
    except ParameterUnset:
        return None


def refuse_odd(proposed: Authorisation, *, items: Mapping[str, Item], longest: Parameter, on: date) -> None:
    """Refuse an authorisation that opens nothing, says no purpose, or runs for a time it cannot.

    Raises:
        NotGrantable: with the field to change.
    """
    if not proposed.items:
        raise NotGrantable("items", "请至少选择一个事项。", "Choose one item or more.")
    if odd := sorted(code for code in proposed.items if code not in items or not is_grantable(items[code])):
        raise NotGrantable(
            "items",
            f"这些事项无需或不能授权：{'、'.join(odd)}。请从列出的事项中选择。",
            f"These items need no authorisation or have none: {', '.join(odd)}. Choose from those listed.",
        )
    if not proposed.purpose.strip() or len(proposed.purpose) > LONGEST_PURPOSE:
        raise NotGrantable(
            "purpose",
            f"请写明用途，不超过 {LONGEST_PURPOSE} 字。",
            f"State the purpose, in {LONGEST_PURPOSE} characters or fewer.",
        )
    _refuse_odd_period(proposed, longest, on)


def _refuse_odd_period(proposed: Authorisation, longest: Parameter, on: date) -> None:
    if proposed.valid_from < on:
        raise NotGrantable(
            "valid_from",
            f"起始日 {proposed.valid_from} 已过，授权不能追溯。请写今天或以后的日期。",
            f"{proposed.valid_from} has passed; an authorisation does not reach back. Begin today or later.",
        )
    if proposed.valid_until < proposed.valid_from:
        raise NotGrantable(
            "valid_until",
            "截止日早于起始日，请核对。",
            "The last day lies before the first: check both.",
        )
    latest = last_day_allowed(longest, proposed.valid_from)
    if latest is not None and proposed.valid_until > latest:
        raise NotGrantable(
            "valid_until",
            f"截止日最迟可为 {latest}（{longest.label.zh}）。",
            f"The last day can be {latest} at the latest ({longest.label.en}).",
        )
