"""Asking for a delivery: the whole request fits the contract and its quota, or nothing of it is looked up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app as jobs

from gongxin.actions.authorised_query import KeyUsedOtherwise
from gongxin.actions.contract import UNDER_WAY, rule_of
from gongxin.actions.delivery import TASK
from gongxin.actions.look import NoPurpose
from gongxin.disclosure.contract import ContractState, NoContract, month_of, refuse_beyond
from gongxin.intake.free_text import refuse_personal
from gongxin.organisations.uscc import check
from gongxin.store.copy import Target, copy_rows
from gongxin.store.models import Contract, DeliveredOrganisation, Delivery

MOST = 10_000  # organisations in one request
LONGEST_PURPOSE = 200
NAMED = 20  # faulty rows that a refusal lists


@dataclass(frozen=True, slots=True)
class Request:
    """Who of an agency asks, for what; `key` makes a request repeatable."""

    contract: UUID
    unit: str
    by: str
    channel: str
    purpose: str
    key: str = ""


class OddCodes(Exception):
    """Some rows hold no code of an organisation. The rows are named, never what stands in them."""

    def __init__(self, faults: Sequence[tuple[int, str, str]]) -> None:
        self.rows = [row for row, _, _ in faults]
        shown = faults[:NAMED]
        zh = "；".join(f"第 {row} 行：{said}" for row, said, _ in shown)
        en = "; ".join(f"row {row}: {said}" for row, _, said in shown)
        more_zh, more_en = (" 等", " and more") if len(faults) > NAMED else ("", "")
        super().__init__(
            f"{len(faults)} 行不是有效的统一社会信用代码，没有处理任何一户：{zh}{more_zh}。请改正后重新提交。"
            f" / {len(faults)} rows are no valid code, so none was looked up: {en}{more_en}."
            " Correct them and send again."
        )


class OddAmount(Exception):
    """No organisation was asked for, or more than one request takes."""

    def __init__(self, asked: int) -> None:
        super().__init__(
            f"一次可查 1 至 {MOST} 户，本次 {asked} 户。请分次提交。"
            f" / One request takes 1 to {MOST} organisations; this one has {asked}. Split it."
        )


def request_delivery(codes: Sequence[str], request: Request, *, on: date) -> UUID:
    """Enter a request, count it against the quota and queue the work; return the delivery.

    The same request under the same key is the delivery it was the first time.

    Raises:
        NoPurpose: without one.
        OddCodes, OddAmount: the codes are not all codes, or too many.
        NoContract: the contract delivers nothing on this day, or is another unit's.
        QuotaUsedUp: the month's quota does not cover all of it.
        KeyUsedOtherwise: the key stands for another request.
        PersonalInText: the purpose holds a person's number.
    """
    wanted = _codes(codes)
    if not request.purpose.strip():
        raise NoPurpose
    refuse_personal(request.purpose, on=on)
    digest = sha256("\n".join((str(request.contract), *wanted)).encode()).hexdigest()
    with transaction.atomic():
        contract = _held(request, on)
        if before := _before(request, digest):
            return before
        month = month_of(on)
        refuse_beyond(rule_of(contract), used=_used(contract.id, month), asked=len(wanted), on=on)
        delivery = Delivery.objects.create(
            id=uuid4(),
            contract=contract,
            unit=request.unit,
            by=request.by,
            channel=request.channel,
            purpose=request.purpose.strip()[:LONGEST_PURPOSE],
            month=month,
            requested_at=timezone.now(),
            state="waiting",
            asked=len(wanted),
            key=request.key,
            request=digest if request.key else "",
        )
        copy_rows(
            ([delivery.id, place, uscc, [], []] for place, uscc in enumerate(wanted, 1)),
            Target("delivered_organisation", ("delivery_id", "place", "uscc", "entries", "authorisations")),
        )
        jobs.configure_task(TASK).defer(delivery=str(delivery.id))
    return delivery.id


def _codes(given: Sequence[str]) -> list[str]:
    checked = [check(one) for one in given]
    faults = [
        (row, one.faults[0].message.zh, one.faults[0].message.en)
        for row, one in enumerate(checked, 1)
        if one.faults
    ]
    if faults:
        raise OddCodes(faults)
    wanted = [*dict.fromkeys(one.code for one in checked)]
    if not 1 <= len(wanted) <= MOST:
        raise OddAmount(len(wanted))
    return wanted


def _held(request: Request, on: date) -> Contract:
    """Return the contract, held: two requests at once do not both find the last of the quota."""
    contract = Contract.objects.select_for_update().filter(id=request.contract, unit=request.unit).first()
    if contract is None:
        raise NoContract
    state = rule_of(contract).state(on)
    if state is not ContractState.IN_FORCE:
        raise NoContract(state)
    return contract


def _before(request: Request, digest: str) -> UUID | None:
    if not request.key:
        return None
    before = Delivery.objects.filter(unit=request.unit, key=request.key).first()
    if before is not None and before.request != digest:
        raise KeyUsedOtherwise(request.key)
    return before.id if before else None


def _used(contract: UUID, month: date) -> int:
    """Count what was looked up in the month, and what deliveries under way are still going to."""
    asked = DeliveredOrganisation.objects.filter(delivery__contract=contract, delivery__month=month)
    looked_up = asked.filter(looked_up_at__isnull=False).count()
    return looked_up + asked.filter(looked_up_at=None, delivery__state__in=UNDER_WAY).count()
