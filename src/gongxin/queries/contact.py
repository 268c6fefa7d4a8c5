"""An organisation's own addresses for notices."""

import datetime
from dataclasses import dataclass

from gongxin.queries.reading import rows


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """An address in use, or one that waits for its code (`confirmed_at` None)."""

    channel: str
    address: str
    set_by: str
    set_at: datetime.datetime
    confirmed_at: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class Contacts:
    """What an organisation has; `waiting` is an e-mail that is not confirmed yet."""

    email: ContactFacts | None
    waiting: ContactFacts | None
    webhook: ContactFacts | None


def of_organisation(uscc: str) -> Contacts:
    sql = (
        "SELECT channel, address, set_by, set_at, confirmed_at FROM contact"
        " WHERE uscc = %(uscc)s AND ended_at IS NULL"
    )
    held = [ContactFacts(*found) for found in rows(sql, {"uscc": uscc})]

    def first(channel: str, *, confirmed: bool) -> ContactFacts | None:
        return next((c for c in held if c.channel == channel and bool(c.confirmed_at) == confirmed), None)

    return Contacts(
        email=first("email", confirmed=True),
        waiting=first("email", confirmed=False),
        webhook=first("webhook", confirmed=True),
    )
