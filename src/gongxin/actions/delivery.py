"""A delivery from the request to the signed manifest. What is handed out is asked about anew for each part.

waiting: asked for, its organisations counted against the month's quota;
running: some parts are written, each on record together with its looks;
delivered: the file, its entry in the ledger and the manifest were made in one transaction;
stopped: the contract ended or was cancelled first, and nothing can be read.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.timezone import localtime
from procrastinate.contrib.django import app as jobs

from gongxin.actions import delivery_file
from gongxin.actions.authorisation import in_force
from gongxin.actions.contract import UNDER_WAY, rule_of
from gongxin.actions.event import Event, append_events
from gongxin.actions.key import signer
from gongxin.actions.log import writing
from gongxin.actions.look import Look, note
from gongxin.actions.notice import notify
from gongxin.disclosure.authorisation import items_opened
from gongxin.disclosure.contract import ContractState, NoContract
from gongxin.ledger import delivery_manifest
from gongxin.ledger.delivery_manifest import DeliveryManifest
from gongxin.ledger.statement import TIME
from gongxin.store.models import Contract, DeliveredOrganisation, Delivery

KIND = "delivery"
TASK = "delivery.work_through"
CHUNK = 200  # organisations to a part: as often is the contract asked


@dataclass(frozen=True, slots=True)
class Chunk:
    """The organisations that come next, by place."""

    delivery: UUID
    unit: str
    items: frozenset[str]
    on: date
    places: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What was read about one organisation. `hidden` are the entries that are not public.

    To ask for what an organisation opened is a look, also where nothing was there.
    """

    place: int
    uscc: str
    entries: tuple[int, ...]
    hidden: tuple[int, ...]
    items: frozenset[str]  # opened by the organisation itself
    authorisations: tuple[UUID, ...]
    answer: str


class DeliveryStopped(Exception):
    """The contract ended or was cancelled, or the delivery is done: nothing more is looked up."""


class ChangedMeanwhile(Exception):
    """An organisation took its authorisation back between reading and writing: the part is read again."""


def requeue() -> int:
    """Queue the deliveries that a killed process left unfinished; one that is queued twice runs once."""
    left = [*Delivery.objects.filter(state__in=UNDER_WAY).values_list("id", flat=True)]
    for delivery in left:
        jobs.configure_task(TASK).defer(delivery=str(delivery))
    return len(left)


def forget_files(*, on: date) -> int:
    """Remove the files of contracts that are over: nobody may fetch them any more. Return how many."""
    made = Delivery.objects.filter(state="delivered").select_related("contract")
    over = [one.id for one in made if rule_of(one.contract).state(on) is not ContractState.IN_FORCE]
    left = [delivery for delivery in over if delivery_file.archive(delivery)]
    for delivery in left:
        delivery_file.remove(delivery)
    return len(left)


def next_chunk(delivery: UUID) -> Chunk | None:
    """Return what to look up next; None when every organisation is looked up.

    Raises:
        DeliveryStopped: the contract delivers nothing any more; the delivery says why and its files are gone.
    """
    with transaction.atomic():
        found = _under_way(delivery)
        Delivery.objects.filter(id=delivery).update(state="running")
        waiting = DeliveredOrganisation.objects.filter(delivery=found, looked_up_at=None).order_by("place")
        places = tuple(waiting.values_list("place", "uscc")[:CHUNK])
        items = frozenset(found.contract.items)
    if not places:
        return None
    return Chunk(delivery, found.unit, items, localtime().date(), places)


def note_chunk(
    chunk: Chunk, looked_up: Sequence[LookedUp], *, edition: str, write: Callable[[], None]
) -> None:
    """Put a part on record, its looks in the ledger, and let `write` write its files.

    Raises:
        DeliveryStopped: the contract delivers nothing any more.
        ChangedMeanwhile: something that was read is no longer authorised; nothing was written.
    """
    with writing() as head:
        found = _under_way(chunk.delivery)
        on = localtime(head.now).date()
        opened = [one for one in looked_up if one.items]
        for one in opened:
            standing = in_force(one.uscc, recipient=chunk.unit, on=on)
            if one.items - items_opened(standing.values(), uscc=one.uscc, recipient=chunk.unit, on=on):
                raise ChangedMeanwhile
        if opened:
            note([_look(one, found, edition) for one in opened])
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE delivered_organisation SET looked_up_at = %s, entries = %s, authorisations = %s"
                " WHERE delivery_id = %s AND place = %s",
                [
                    [head.now, list(one.entries), list(one.authorisations), chunk.delivery, one.place]
                    for one in looked_up
                ],
            )
        write()


def finish(delivery: UUID, files: Mapping[str, str]) -> None:
    """Enter the delivery into the ledger, sign its manifest and close its file.

    Raises:
        DeliveryStopped: the contract delivers nothing any more.
    """
    with writing() as head:
        found = _under_way(delivery)
        counts = _counts(found)
        content = {
            "by": found.by,
            "channel": found.channel,
            "contract": str(found.contract_id),
            "number": found.contract.number,
            "purpose": found.purpose,
            "items": list(found.contract.items),
            **counts,
            "files": dict(files),
        }
        event = Event(
            kind=KIND, item=KIND, uscc=found.unit, unit=found.unit, content=content, record=found.id
        )
        end = append_events(head, [event])
        manifest = DeliveryManifest(
            delivery=str(found.id),
            contract=str(found.contract_id),
            number=found.contract.number,
            unit=found.unit,
            purpose=found.purpose,
            items=tuple(found.contract.items),
            requested_at=found.requested_at.astimezone(UTC).strftime(TIME),
            delivered_at=end.now.astimezone(UTC).strftime(TIME),
            files=dict(files),
            sequence=end.size,
            log_size=end.size,
            checkpoint=end.note,
            **counts,
        )
        found.manifest = delivery_manifest.write(manifest, signer())
        found.state, found.sequence, found.ended_at = "delivered", end.size, end.now
        found.save()
        notify(
            "delivery_made",
            {
                "requested_on": localtime(found.requested_at).date().isoformat(),
                "organisations": counts["organisations"],
            },
            to_unit=found.unit,
            about=found.id,
        )
        delivery_file.end_archive(delivery, found.manifest)


def stop(delivery: UUID) -> str:
    """Write down that a delivery ends because its contract does, and remove what was made of it.

    One that is done stays as it is. Return the state.
    """
    with transaction.atomic():
        found = Delivery.objects.select_for_update().select_related("contract").get(id=delivery)
        if found.state in UNDER_WAY:
            why = str(NoContract(rule_of(found.contract).state(localtime().date())))
            found.state, found.stopped_because, found.ended_at = "stopped", why, timezone.now()
            found.save()
    if found.state == "stopped":
        delivery_file.remove(delivery)
    return found.state


def _under_way(delivery: UUID) -> Delivery:
    """Return the delivery with its contract held, so that a cancellation waits for the end of this step."""
    found = Delivery.objects.select_related("contract").get(id=delivery)
    contract = Contract.objects.select_for_update(of=("self",)).get(id=found.contract_id)
    standing = Delivery.objects.filter(Q(id=delivery), state__in=UNDER_WAY).exists()
    if not standing or rule_of(contract).state(localtime().date()) is not ContractState.IN_FORCE:
        raise DeliveryStopped
    return found


def _counts(found: Delivery) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT d.place), count(e.sequence),"
            " count(e.sequence) FILTER (WHERE e.disclosure <> 'public')"
            " FROM delivered_organisation d LEFT JOIN entry e ON e.sequence = ANY(d.entries)"
            " WHERE d.delivery_id = %s",
            [found.id],
        )
        organisations, records, not_public = cursor.fetchone()
    return {"organisations": organisations, "records": records, "records_not_public": not_public}


def _look(one: LookedUp, found: Delivery, edition: str) -> Look:
    return Look(
        uscc=one.uscc,
        unit=found.unit,
        by=found.by,
        channel=found.channel,
        matter=KIND,
        purpose=found.purpose,
        case_number="",
        items=sorted(one.items),
        edition=edition,
        found=len(one.hidden),
        answer=one.answer,
        entries=one.hidden,
        batch=found.id,
        row=one.place,
    )
