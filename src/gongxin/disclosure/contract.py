"""Contracts with credit agencies (SH 20, 34): which public items they may take in bulk, how many a month."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gongxin.catalogue.item import Item
from gongxin.catalogue.publicity import Disclosure

LONGEST_NUMBER = 64
A_MONTH_AT_MOST = timedelta(days=31)


class ContractState(StrEnum):
    """What a contract amounts to on a day; only one in force delivers anything."""

    AWAITING = "awaiting"  # concluded, not yet released by a second person
    REFUSED = "refused"
    COMING = "coming"
    IN_FORCE = "in_force"
    ENDED = "ended"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Contract:
    """The terms of a contract; both days are included. `monthly_quota` counts organisations looked up."""

    unit: str
    number: str
    items: frozenset[str]
    monthly_quota: int
    valid_from: date
    valid_until: date
    is_released: bool = False
    is_cancelled: bool = False

    def state(self, on: date) -> ContractState:
        if self.is_cancelled:
            return ContractState.CANCELLED if self.is_released else ContractState.REFUSED
        if not self.is_released:
            return ContractState.AWAITING
        if on < self.valid_from:
            return ContractState.COMING
        return ContractState.ENDED if on > self.valid_until else ContractState.IN_FORCE


WHY: Mapping[ContractState | None, tuple[str, str]] = {
    ContractState.CANCELLED: ("合同已被取消", "the contract was cancelled"),
    ContractState.ENDED: ("合同已到期", "the contract has ended"),
    ContractState.COMING: ("合同尚未开始", "the contract has not begun"),
    ContractState.AWAITING: ("合同尚待复核", "the contract awaits its release"),
}


class NoContract(Exception):
    """The unit has no contract that delivers on this day."""

    def __init__(self, why: ContractState | None = None) -> None:
        zh, en = WHY.get(why, ("没有有效合同", "there is no contract in force"))
        super().__init__(
            f"不能交付：{zh}。没有交付任何内容。请联系信用中心。"
            f" / Nothing is delivered: {en}. Speak to the credit centre."
        )


class QuotaUsedUp(Exception):
    """More organisations were asked for than the month's quota still has, until `resets_on`."""

    def __init__(self, asked: int, left: int, resets_on: date) -> None:
        self.left, self.resets_on = left, resets_on
        super().__init__(
            f"本月额度还剩 {left} 户，本次申请 {asked} 户，超出额度，没有处理任何一户。"
            f"额度于 {resets_on} 恢复；也可减少户数后重新提交。"
            f" / {left} of this month's quota are left and {asked} were asked for; none was looked up."
            f" The quota is full again on {resets_on}; or ask for fewer."
        )


class OddContract(Exception):
    """A contract cannot be concluded in this way; `field` names what to change."""

    def __init__(self, field: str, zh: str, en: str) -> None:
        self.field = field
        super().__init__(f"{zh} / {en}")


def is_deliverable(item: Item) -> bool:
    """Say whether a contract may name the item: what is not public takes the organisation's authorisation."""
    return item.disclosure is Disclosure.PUBLIC


def refuse_odd(proposed: Contract, *, items: Mapping[str, Item], on: date) -> None:
    """Refuse a contract over what is not public, without number or quota, or for a time that is over.

    Raises:
        OddContract: with the field to change.
    """
    if not proposed.number.strip() or len(proposed.number) > LONGEST_NUMBER:
        raise OddContract("number", "请写合同编号。", "Write the number of the contract.")
    odd = sorted(code for code in proposed.items if code not in items or not is_deliverable(items[code]))
    if odd or not proposed.items:
        raise OddContract(
            "items",
            f"合同只能包含向社会公开的事项，且至少一项。不符合：{'、'.join(odd) or '未选择'}。",
            f"A contract names public items, one or more. Not so: {', '.join(odd) or 'none chosen'}.",
        )
    if proposed.monthly_quota < 1:
        raise OddContract("monthly_quota", "每月额度应为正整数。", "The quota is 1 or more.")
    if proposed.valid_until < max(on, proposed.valid_from):
        raise OddContract(
            "valid_until", "截止日已过或早于起始日。", "The last day has passed, or lies before the first."
        )


def month_of(on: date) -> date:
    """Return the first day of the month that a look-up of this day is counted in."""
    return on.replace(day=1)


def resets_on(on: date) -> date:
    """Return the first day of the next month: the quota is full again."""
    return (month_of(on) + A_MONTH_AT_MOST).replace(day=1)


def refuse_beyond(contract: Contract, *, used: int, asked: int, on: date) -> None:
    """Refuse where the month's quota does not cover all that is asked for: all or none is looked up.

    Raises:
        QuotaUsedUp: with what is left and when it is full again.
    """
    left = max(0, contract.monthly_quota - used)
    if asked > left:
        raise QuotaUsedUp(asked, left, resets_on(on))
