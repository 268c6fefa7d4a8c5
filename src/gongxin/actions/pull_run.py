"""Asking a source: what it gives goes the way of any file, and the same file twice changes nothing."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils import timezone

from gongxin.actions.batch import receive
from gongxin.actions.pull import PullKind, UnknownPull, reach
from gongxin.intake.mapping import HeaderMapping
from gongxin.intake.masking import masked_text
from gongxin.intake.pull import folder, http, sql
from gongxin.intake.pull.failure import NothingThere, PullFailed
from gongxin.intake.pull.fetched import Fetched
from gongxin.intake.pull.reach import secret_of
from gongxin.intake.pull.schedule import Schedule, next_run, retry_at
from gongxin.intake.source import Source
from gongxin.store.models import Pull, PullRun

RUNS_KEPT = 200  # of those that brought nothing, for each pull
LOCK = 0x70756C6C  # "pull": the first half of an advisory lock, the pull's number is the second


def due() -> list[int]:
    """Return the sources whose time has come, the longest waiting first."""
    waiting = Pull.objects.filter(is_paused=False, next_run_at__lte=timezone.now())
    return list(waiting.order_by("next_run_at").values_list("id", flat=True))


@dataclass(frozen=True, slots=True)
class Ran:
    """What one try brought: a batch for each new file."""

    outcome: str  # received, unchanged, empty, failed, elsewhere
    batches: Sequence[UUID] = ()
    said: str = ""


def run(pull: int, *, on: date) -> Ran:
    """Ask a source now. What it gives a second time changes nothing; a failure is noted and tried again.

    Raises:
        UnknownPull: there is none.
    """
    with _alone(pull) as is_ours:
        facts = Pull.objects.filter(id=pull).first()
        if facts is None:
            raise UnknownPull(pull)
        if not is_ours:
            return Ran("elsewhere")
        started = timezone.now()
        ran = _asked(facts, on, started)
        if ran.outcome in ("empty", "failed"):
            _noted(facts, started, ran.outcome, ran.said)
        _plan(facts, started, failed=ran.outcome == "failed")
        return ran


def _asked(facts: Pull, on: date, started: datetime) -> Ran:
    batches: list[UUID] = []
    seen = False
    try:
        for batch in _received(facts, on, started):
            seen = True
            batches += [batch] if batch else []
    except NothingThere:
        return Ran("empty")
    except PullFailed as refusal:
        return Ran("failed", batches, str(refusal))
    if not seen:
        return Ran("empty")
    return Ran("received" if batches else "unchanged", batches)


def _received(facts: Pull, on: date, started: datetime) -> Iterator[UUID | None]:
    """Fetch, and hand in what is new; yield its batch, None for a file that came before.

    A batch is there before it is noted: killed in between, the file comes again and changes nothing.
    """
    with tempfile.TemporaryDirectory(prefix="gongxin-pull-", dir=settings.FILE_UPLOAD_TEMP_DIR) as place:
        for fetched in _fetched(facts, Path(place)):
            if PullRun.objects.filter(pull=facts, digest=fetched.digest, outcome="received").exists():
                _noted_file(facts, started, fetched, None)
                yield None
                continue
            batch = receive(
                _source(facts, fetched),
                item=facts.item,
                unit=facts.unit,
                on=on,
                submitted_by=f"pull:{facts.name}",
            )
            _noted_file(facts, started, fetched, batch)
            yield batch


def _fetched(facts: Pull, place: Path) -> Iterator[Fetched]:
    match PullKind(facts.kind):
        case PullKind.FOLDER:
            known = PullRun.objects.filter(pull=facts).exclude(stamp="").values_list("file_name", "stamp")
            settled = timezone.now().timestamp() - folder.SETTLED_SECONDS
            drop = folder.Drop(facts.location, facts.pattern, frozenset(known), settled)
            yield from folder.fetch_all(drop, reach(), place)
        case PullKind.HTTP:
            secret = secret_of(facts.secret, os.environ) if facts.secret else ""
            yield http.fetch(facts.location, secret, reach(), place)
        case PullKind.SQL:
            url, most = secret_of(facts.location, os.environ), reach().most_bytes
            yield sql.fetch(url, facts.statement, place, most_bytes=most)


def _source(facts: Pull, fetched: Fetched) -> Source:
    mapping = HeaderMapping(facts.mapping.get("columns", {}), facts.mapping.get("constants", {}))
    used = mapping if mapping.columns or mapping.constants else None
    return Source(fetched.path, fetched.file_name, mapping=used, memory_limit=settings.GONGXIN_MEMORY_LIMIT)


def _noted(facts: Pull, started: datetime, outcome: str, said: str = "") -> None:
    PullRun.objects.create(
        pull=facts, started_at=started, ended_at=timezone.now(), outcome=outcome, said=said
    )


def _noted_file(facts: Pull, started: datetime, fetched: Fetched, batch: UUID | None) -> None:
    """Note a file with its batch, or, without one, that it is the same as before."""
    PullRun.objects.create(
        pull=facts,
        started_at=started,
        ended_at=timezone.now(),
        outcome="received" if batch else "unchanged",
        file_name=masked_text(fetched.file_name)[-200:],
        digest=fetched.digest,
        stamp=fetched.stamp,
        batch=batch,
    )


def _plan(facts: Pull, started: datetime, *, failed: bool) -> None:
    plan, failures = Schedule(facts.every_minutes, facts.at), facts.failures + 1 if failed else 0
    local = timezone.localtime(started)
    following = retry_at(plan, local, failures) if failed else next_run(plan, local)
    Pull.objects.filter(id=facts.id).update(last_run_at=started, next_run_at=following, failures=failures)
    barren = PullRun.objects.filter(pull=facts, outcome__in=["empty", "failed"])
    old = barren.order_by("-id").values_list("id", flat=True)[RUNS_KEPT:]
    PullRun.objects.filter(id__in=list(old)).delete()


@contextmanager
def _alone(pull: int) -> Iterator[bool]:
    """Hold the source; False: another process is asking it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, pull])
        (is_ours,) = cursor.fetchone()
        try:
            yield is_ours
        finally:
            if is_ours:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, pull])
