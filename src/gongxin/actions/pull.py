"""Sources that the platform asks by itself: entered, changed, paused."""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app as jobs
from procrastinate.exceptions import AlreadyEnqueued

from gongxin.actions.taking import edition_of
from gongxin.actions.unit import know
from gongxin.intake.pull import folder, http, sql
from gongxin.intake.pull.reach import Reach, hosts_and_networks, refuse_unlisted_literal, secret_of
from gongxin.intake.pull.schedule import Schedule, checked
from gongxin.store.models import Pull


class PullKind(StrEnum):
    """Where a source is."""

    FOLDER = "folder"
    HTTP = "http"
    SQL = "sql"


@dataclass(frozen=True, slots=True)
class PullOrder:
    """What somebody asks for. `location`: a folder below the drop folders, an address, or the name of an
    environment variable that holds a database's address."""

    name: str
    unit: str
    item: str
    kind: PullKind
    location: str
    schedule: Schedule
    pattern: str = ""
    statement: str = ""
    secret: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)


class PullTaken(Exception):
    """Another pull has the name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"已有名为“{name}”的取数任务，请换一个名称。 / A pull named {name!r} exists; choose another."
        )


class UnknownPull(Exception):
    """No pull has this number or name."""

    def __init__(self, pull: object) -> None:
        super().__init__(
            f"没有取数任务 {pull}。请用 gongxin pull list 查看。 / No pull {pull}; see gongxin pull list."
        )


def reach() -> Reach:
    """Return from where the operator lets the platform fetch."""
    hosts, networks = hosts_and_networks(settings.GONGXIN_PULL_HOSTS)
    return Reach(hosts, networks, tuple(settings.GONGXIN_PULL_FOLDERS), settings.GONGXIN_UPLOAD_LIMIT)


def enter(order: PullOrder, *, by: str, on: date) -> int:
    """Enter a source that is asked from now on; return its number.

    Raises:
        PullTaken: the name is taken.
        UnknownItem, NotAUnit, InvalidSchedule, PullFailed: what is asked for cannot be.
    """
    row = _checked(order, on)
    if Pull.objects.filter(name=order.name).exists():
        raise PullTaken(order.name)
    return int(Pull.objects.create(**row, made_by=by, next_run_at=timezone.now()).id)


def change(pull: int, order: PullOrder, *, on: date) -> None:
    """Change a source; it is asked anew at once.

    Raises:
        UnknownPull, PullTaken, UnknownItem, NotAUnit, InvalidSchedule, PullFailed: as for a new one.
    """
    row = _checked(order, on)
    if Pull.objects.filter(name=order.name).exclude(id=pull).exists():
        raise PullTaken(order.name)
    if not Pull.objects.filter(id=pull).update(**row, failures=0, next_run_at=timezone.now()):
        raise UnknownPull(pull)


def pause(pull: int, *, paused: bool) -> None:
    """Stop asking a source, or ask it again from now on.

    Raises:
        UnknownPull: there is none.
    """
    changes = {"is_paused": paused, "failures": 0, "next_run_at": timezone.now()}
    if not Pull.objects.filter(id=pull).update(**changes):
        raise UnknownPull(pull)


def ask_now(pull: int, *, on: date) -> None:
    """Queue a source to be asked at once, unless it waits; what comes counts as received on the day."""
    lock = f"pull.{pull}"
    with suppress(AlreadyEnqueued), transaction.atomic():
        jobs.configure_task("pull.run", queueing_lock=lock, lock=lock).defer(pull=pull, on=on.isoformat())


def _checked(order: PullOrder, on: date) -> dict[str, object]:
    """Return the row of an order that can be carried out, as far as that can be said without asking."""
    edition_of(on).item(order.item)
    checked(order.schedule)
    match order.kind:
        case PullKind.FOLDER:
            folder.place_of(order.location, reach())
        case PullKind.HTTP:
            refuse_unlisted_literal(http.origin_of(order.location).host, reach())
            if order.secret:
                secret_of(order.secret, os.environ)
        case PullKind.SQL:
            secret_of(order.location, os.environ)
            sql.checked(order.statement)
    row = asdict(order) | {"kind": order.kind.value, "unit": know(order.unit)}
    plan = row.pop("schedule")
    mapping = {"columns": dict(row.pop("columns")), "constants": dict(row.pop("constants"))}
    return {**row, "mapping": mapping, "every_minutes": plan["every_minutes"], "at": plan["at"]}
