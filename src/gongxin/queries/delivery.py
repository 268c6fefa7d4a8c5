"""Deliveries to credit agencies: their state, what each contained, and what an organisation was part of."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from gongxin.disclosure.authorisation import NotAuthorised
from gongxin.disclosure.contract import ContractState, NoContract
from gongxin.queries import contract as contracts
from gongxin.queries.reading import row, rows

LARGEST_PAGE = 200
COLUMNS = (
    "v.id, v.contract_id, c.number, v.unit, coalesce(u.name, ''), v.by, v.channel, v.purpose, v.requested_at,"
    " v.ended_at, v.state, v.stopped_because, v.asked, w.looked_up, v.manifest, v.sequence"
)
FROM = (
    "delivery v JOIN contract c ON c.id = v.contract_id LEFT JOIN unit u ON u.uscc = v.unit"
    " CROSS JOIN LATERAL (SELECT count(*) AS looked_up FROM delivered_organisation d"
    " WHERE d.delivery_id = v.id AND d.looked_up_at IS NOT NULL) w"
)


@dataclass(frozen=True, slots=True)
class DeliveryFacts:
    """A delivery. States: waiting, running, delivered, stopped."""

    id: UUID
    contract: UUID
    number: str
    unit: str
    unit_name: str
    by: str
    channel: str
    purpose: str
    requested_at: datetime.datetime
    ended_at: datetime.datetime | None
    state: str
    stopped_because: str
    asked: int
    looked_up: int
    manifest: str
    sequence: int | None

    @property
    def is_under_way(self) -> bool:
        return self.state in ("waiting", "running")


@dataclass(frozen=True, slots=True)
class Delivered:
    """One organisation of a delivery, with the sequences of the entries handed out."""

    place: int
    uscc: str
    organisation: str
    looked_up_at: datetime.datetime | None
    entries: tuple[int, ...]
    authorisations: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class DeliveredAbout:
    """A delivery as the organisation sees it that was part of it: who took what, under which contract."""

    delivery: UUID
    unit: str
    unit_name: str
    number: str
    purpose: str
    looked_up_at: datetime.datetime
    entries: int
    authorisations: tuple[UUID, ...]
    sequence: int | None


class UnknownDelivery(Exception):
    """There is no such delivery, or it is another unit's: the answer is the same."""

    def __init__(self, delivery: object) -> None:
        super().__init__(
            f"没有交付 {delivery}。请在本单位的交付列表中查看。"
            f" / No delivery {delivery}. See the list of your unit's deliveries."
        )


class NotDelivered(Exception):
    """There is no file yet, or none any more."""

    def __init__(self, found: DeliveryFacts) -> None:
        zh, en = (
            ("尚在处理，请稍候", "it is under way; ask again soon")
            if found.is_under_way
            else ("已经停止，没有生成文件", "it was stopped and has no file")
        )
        super().__init__(f"交付 {found.id} 没有可取的文件：{zh}。 / {found.id} has no file: {en}.")


def one(delivery: UUID, *, unit: str = "") -> DeliveryFacts:
    """Return one delivery, of the unit where one is named.

    Raises:
        UnknownDelivery: there is none, or not of this unit.
    """
    found = _found("v.id = %(id)s AND (%(unit)s = '' OR v.unit = %(unit)s)", {"id": delivery, "unit": unit})
    if not found:
        raise UnknownDelivery(delivery)
    return found[0]


def of_unit(unit: str, *, size: int = 50) -> tuple[DeliveryFacts, ...]:
    """Return the unit's deliveries, newest first."""
    return _found("v.unit = %(unit)s", {"unit": unit}, size)


def of_contract(contract: UUID, *, size: int = 50) -> tuple[DeliveryFacts, ...]:
    return _found("v.contract_id = %(contract)s", {"contract": contract}, size)


def organisations(delivery: UUID, *, after: int = 0, size: int = 50) -> tuple[Delivered, ...]:
    """Return the organisations of a delivery by place, with the entries handed out about each."""
    sql = (
        "SELECT d.place, d.uscc, coalesce(o.name, ''), d.looked_up_at, d.entries, d.authorisations"
        " FROM delivered_organisation d LEFT JOIN organisation o ON o.uscc = d.uscc"
        " WHERE d.delivery_id = %(delivery)s AND d.place > %(after)s ORDER BY d.place LIMIT %(size)s"
    )
    values = {"delivery": delivery, "after": after, "size": max(1, min(size, LARGEST_PAGE))}
    return tuple(
        Delivered(place, uscc, name, at, tuple(entries), tuple(authorisations))
        for place, uscc, name, at, entries, authorisations in rows(sql, values)
    )


def of_organisation(uscc: str, *, size: int = 100) -> tuple[DeliveredAbout, ...]:
    """Return the deliveries that contained the organisation, newest first."""
    sql = (
        "SELECT v.id, v.unit, coalesce(u.name, ''), c.number, v.purpose, d.looked_up_at,"
        " cardinality(d.entries), d.authorisations, v.sequence FROM delivered_organisation d"
        " JOIN delivery v ON v.id = d.delivery_id JOIN contract c ON c.id = v.contract_id"
        " LEFT JOIN unit u ON u.uscc = v.unit"
        " WHERE d.uscc = %(uscc)s AND d.looked_up_at IS NOT NULL"
        " ORDER BY d.looked_up_at DESC LIMIT %(size)s"
    )
    found = rows(sql, {"uscc": uscc, "size": max(1, min(size, LARGEST_PAGE))})
    return tuple(DeliveredAbout(*[*one[:7], tuple(one[7]), one[8]]) for one in found)


def fetchable(delivery: UUID, *, unit: str, on: datetime.date) -> DeliveryFacts:
    """Return a delivery whose file the unit may fetch on this day.

    Raises:
        UnknownDelivery: it is not the unit's.
        NotDelivered: there is no file.
        NoContract: its contract has ended or was cancelled.
        NotAuthorised: an organisation in it has taken back, or let end, what it had authorised.
    """
    found = one(delivery, unit=unit)
    state = contracts.one(found.contract, on=on).state
    if state is not ContractState.IN_FORCE:
        raise NoContract(state)
    if found.state != "delivered":
        raise NotDelivered(found)
    sql = (
        "SELECT d.uscc FROM delivered_organisation d JOIN authorisation a ON a.id = ANY(d.authorisations)"
        " WHERE d.delivery_id = %(delivery)s AND cardinality(d.authorisations) > 0"
        " AND (a.revoked_at IS NOT NULL OR a.valid_until < %(on)s) ORDER BY d.place LIMIT 1"
    )
    if closed := row(sql, {"delivery": delivery, "on": on}):
        raise NotAuthorised(closed[0])
    return found


def _found(where: str, values: Mapping[str, object], size: int = 1) -> tuple[DeliveryFacts, ...]:
    sql = f"SELECT {COLUMNS} FROM {FROM} WHERE {where} ORDER BY v.requested_at DESC, v.id LIMIT %(size)s"
    found = rows(sql, {**values, "size": max(1, min(size, LARGEST_PAGE))})
    return tuple(DeliveryFacts(*one) for one in found)
