"""Contracts with credit agencies: concluded by one person, released by another, cancelled in one step.

Each step is an entry of the ledger, in the transaction that makes it.
"""

from datetime import date
from uuid import UUID, uuid4

from django.db import IntegrityError
from django.db.models import Max

from gongxin.actions import delivery_file
from gongxin.actions.authorisation import NoReason, SecondPersonNeeded
from gongxin.actions.event import Event, append_events
from gongxin.actions.log import Head, writing
from gongxin.actions.notice import notify
from gongxin.actions.taking import edition_of
from gongxin.disclosure import contract as rule
from gongxin.disclosure.contract import OddContract
from gongxin.disclosure.role import UnitKind
from gongxin.intake.free_text import refuse_personal
from gongxin.store.models import Contract, Delivery, Entry, Unit

KIND = "contract"  # of the entries in the ledger
CONCLUDED, RELEASED, REFUSED, CANCELLED = "concluded", "released", "refused", "cancelled"
LONGEST_REASON = 200
UNDER_WAY = ("waiting", "running")


class NothingToRelease(Exception):
    """The contract does not wait for its release."""

    def __init__(self, contract: UUID) -> None:
        super().__init__(
            f"合同 {contract} 不在待复核之列，可能已由他人处理。请刷新列表。"
            f" / The contract {contract} awaits no release; it may have been decided. Reload the list."
        )


class NothingToCancel(Exception):
    """The contract is not there, or has been cancelled."""

    def __init__(self, contract: UUID) -> None:
        super().__init__(
            f"没有可取消的合同 {contract}，可能已经取消。请刷新列表。"
            f" / No contract {contract} to cancel; it may be cancelled already. Reload the list."
        )


def conclude(proposed: rule.Contract, *, by: str, on: date) -> UUID:
    """Enter a contract; it delivers nothing until another person has released it.

    Raises:
        OddContract: with the field to change.
        PersonalInText: the number holds a person's number.
    """
    rule.refuse_odd(proposed, items=edition_of(on).items, on=on)
    refuse_personal(proposed.number, on=on)
    if not Unit.objects.filter(uscc=proposed.unit, kind=UnitKind.AGENCY).exists():
        raise OddContract("unit", "请从名单中选择信用服务机构。", "Choose a credit agency from the list.")
    made = Contract(
        id=uuid4(),
        unit=proposed.unit,
        number=proposed.number.strip(),
        items=sorted(proposed.items),
        monthly_quota=proposed.monthly_quota,
        valid_from=proposed.valid_from,
        valid_until=proposed.valid_until,
        concluded_by=by,
    )
    try:
        with writing() as head:
            made.concluded_at = head.now
            made.save(force_insert=True)
            _note(head, made, CONCLUDED, by=by)
    except IntegrityError as error:
        raise OddContract(
            "number", "该机构已有同一编号的合同。", "The agency has a contract of this number."
        ) from error
    return made.id


def release(contract: UUID, *, by: str) -> None:
    """Release a contract that another person concluded.

    Raises:
        NothingToRelease: it does not wait for that.
        SecondPersonNeeded: `by` concluded it.
    """
    with writing() as head:
        found = _waiting(contract, by)
        found.released_by, found.released_at = by, head.now
        found.save()
        _note(head, found, RELEASED, by=by)


def cancel(contract: UUID, *, reason: str, by: str, on: date) -> None:
    """Cancel a contract, or refuse to release it: what runs stops, and what was made can be read no more.

    A delivery under way holds the ledger while it writes a part; this waits for that part only.

    Raises:
        NoReason
        NothingToCancel: there is none of this number, or it is cancelled.
        PersonalInText: the reason holds a person's number.
    """
    if not reason.strip():
        raise NoReason
    refuse_personal(reason, on=on)
    with writing() as head:
        found = Contract.objects.select_for_update().filter(id=contract, cancelled_at=None).first()
        if found is None:
            raise NothingToCancel(contract)
        found.cancelled_by, found.cancelled_at = by, head.now
        found.cancelled_because = reason.strip()[:LONGEST_REASON]
        found.save()
        _note(head, found, CANCELLED if found.released_at else REFUSED, by=by)
        deliveries = Delivery.objects.filter(contract=found)
        made = [*deliveries.values_list("id", flat=True)]
        deliveries.filter(state__in=UNDER_WAY).update(
            state="stopped", stopped_because=found.cancelled_because, ended_at=found.cancelled_at
        )
        values = {"number": found.number, "reason": found.cancelled_because}
        notify("contract_cancelled", values, to_unit=found.unit, about=found.id)
    for delivery in made:
        delivery_file.remove(delivery)


def rule_of(found: Contract) -> rule.Contract:
    """Return the terms of a stored contract."""
    return rule.Contract(
        unit=found.unit,
        number=found.number,
        items=frozenset(found.items),
        monthly_quota=found.monthly_quota,
        valid_from=found.valid_from,
        valid_until=found.valid_until,
        is_released=found.released_at is not None,
        is_cancelled=found.cancelled_at is not None,
    )


def _waiting(contract: UUID, by: str) -> Contract:
    waiting = Contract.objects.select_for_update().filter(id=contract, released_at=None, cancelled_at=None)
    found = waiting.first()
    if found is None:
        raise NothingToRelease(contract)
    if found.concluded_by == by:
        raise SecondPersonNeeded
    return found


def _note(head: Head, made: Contract, step: str, *, by: str) -> None:
    before = Entry.objects.filter(record=made.id).aggregate(version=Max("version"))["version"]
    content = {
        "by": by,
        "step": step,
        "number": made.number,
        "items": list(made.items),
        "monthly_quota": made.monthly_quota,
        "valid_from": made.valid_from.isoformat(),
        "valid_until": made.valid_until.isoformat(),
        "reason": made.cancelled_because,
    }
    event = Event(
        kind=KIND,
        item=KIND,
        uscc=made.unit,
        unit=made.unit,
        content=content,
        record=made.id,
        version=(before or 0) + 1,
    )
    append_events(head, [event])
