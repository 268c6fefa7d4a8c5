"""What happened around records and must be on record for good: looks, feedback, authorisations, deliveries.

Events are entries of the ledger like records, of a kind of their own, so that the log commits to them and no
one can take them out. No channel of records shows them: the policy knows only the kind `record`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from gongxin.actions.append import append_statements
from gongxin.actions.log import Head
from gongxin.catalogue.publicity import Disclosure
from gongxin.ledger.seal import canonical
from gongxin.ledger.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to the data about one organisation, by a unit.

    `record` is shared by its versions: version 2 and later supersede the one before. `batch` and `row` tell
    of events that belong together. `content` is whatever this kind has to say, without personal data.
    """

    kind: str
    item: str
    uscc: str
    unit: str
    content: Mapping[str, object]
    edition: str = ""
    record: UUID = field(default_factory=uuid4)
    version: int = 1
    batch: UUID | None = None
    row: int | None = None


def append_events(head: Head, events: Sequence[Event]) -> Head:
    """Append events in their order; the first becomes entry `head.size + 1`."""
    return append_statements(
        head, [_statement(event, head, place) for place, event in enumerate(events, head.size + 1)]
    )


def _statement(event: Event, head: Head, sequence: int) -> Statement:
    return Statement(
        sequence=sequence,
        kind=event.kind,
        record=event.record,
        version=event.version,
        item=event.item,
        edition=event.edition,
        uscc=event.uscc,
        unit=event.unit,
        batch=event.batch,
        row=event.row,
        disclosure=Disclosure.AUTHORISED.value,
        tier=None,
        decided_on=None,
        valid_until=None,
        shown_from=None,
        shown_until=None,
        repairable_on=None,
        query_until=None,
        is_late=None,
        known_at=head.now,
        content=canonical(event.content),
    )
