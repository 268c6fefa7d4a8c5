"""Contracts with credit agencies, and how much of the month's quota is left."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from gongxin.disclosure.contract import Contract, ContractState, NoContract, month_of, resets_on
from gongxin.queries.reading import Row, rows

COLUMNS = (
    "c.id, c.unit, coalesce(u.name, ''), c.number, c.items, c.monthly_quota, c.valid_from, c.valid_until,"
    " c.concluded_by, c.concluded_at, c.released_by, c.released_at, c.cancelled_by, c.cancelled_at,"
    " c.cancelled_because, w.used"
)
USED = (
    "SELECT count(*) AS used FROM delivery v JOIN delivered_organisation d ON d.delivery_id = v.id"
    " WHERE v.contract_id = c.id AND v.month = %(month)s"
    " AND (d.looked_up_at IS NOT NULL OR v.state IN ('waiting', 'running'))"
)
FROM = f"contract c LEFT JOIN unit u ON u.uscc = c.unit CROSS JOIN LATERAL ({USED}) w"


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """A contract with its state on the day asked, and what of that month's quota is used."""

    id: UUID
    unit: str
    unit_name: str
    number: str
    items: tuple[str, ...]
    monthly_quota: int
    valid_from: datetime.date
    valid_until: datetime.date
    concluded_by: str
    concluded_at: datetime.datetime
    released_by: str
    released_at: datetime.datetime | None
    cancelled_by: str
    cancelled_at: datetime.datetime | None
    cancelled_because: str
    used: int
    state: ContractState
    resets_on: datetime.date

    @property
    def left(self) -> int:
        return max(0, self.monthly_quota - self.used)

    @property
    def is_open(self) -> bool:
        """Whether there is still something to cancel."""
        return self.state in (ContractState.IN_FORCE, ContractState.COMING)


class UnknownContract(Exception):
    """There is no such contract, or it is another agency's: the answer is the same."""

    def __init__(self, contract: object) -> None:
        super().__init__(
            f"没有合同 {contract}。请在合同列表中查看。 / No contract {contract}. See the list of contracts."
        )


def contracts(*, on: datetime.date) -> tuple[ContractFacts, ...]:
    """Return every contract, newest first."""
    return _found("true", {}, on)


def of_unit(unit: str, *, on: datetime.date) -> tuple[ContractFacts, ...]:
    return _found("c.unit = %(unit)s AND c.released_at IS NOT NULL", {"unit": unit}, on)


def one(contract: UUID, *, on: datetime.date) -> ContractFacts:
    """Return one contract.

    Raises:
        UnknownContract: there is none of this number.
    """
    found = _found("c.id = %(id)s", {"id": contract}, on)
    if not found:
        raise UnknownContract(contract)
    return found[0]


def positions(contract: UUID) -> tuple[int, ...]:
    """Return where the steps of a contract stand in the ledger, the first step first."""
    sql = "SELECT sequence FROM entry WHERE record = %(id)s AND kind = 'contract' ORDER BY version"
    return tuple(sequence for (sequence,) in rows(sql, {"id": contract}))


def in_force(unit: str, *, number: str = "", on: datetime.date) -> ContractFacts:
    """Return the agency's contract that delivers on a day; of several the one named, else the newest.

    Raises:
        NoContract: none does, with what became of the last one.
    """
    ours = [one for one in of_unit(unit, on=on) if not number or one.number == number]
    standing = [one for one in ours if one.state is ContractState.IN_FORCE]
    if not standing:
        raise NoContract(ours[0].state if ours else None)
    return standing[0]


def _found(where: str, values: Mapping[str, object], on: datetime.date) -> tuple[ContractFacts, ...]:
    sql = f"SELECT {COLUMNS} FROM {FROM} WHERE {where} ORDER BY c.concluded_at DESC, c.id"
    return tuple(_facts(found, on) for found in rows(sql, {**values, "month": month_of(on)}))


def _facts(found: Row, on: datetime.date) -> ContractFacts:
    facts = list(found)
    facts[4] = tuple(found[4])
    told = Contract(
        unit=found[1],
        number=found[3],
        items=frozenset(found[4]),
        monthly_quota=found[5],
        valid_from=found[6],
        valid_until=found[7],
        is_released=found[11] is not None,
        is_cancelled=found[13] is not None,
    )
    return ContractFacts(*[*facts, told.state(on), resets_on(on)])
