"""What the policy looks at in an entry, and the answer for one entry in Python."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from gongxin.catalogue.publicity import Disclosure
from gongxin.disclosure.mark import HIDING, MarkSpan
from gongxin.disclosure.policy import SIGHT, Own, Viewer


class Dated(Protocol):
    """What has the dates that open and close an entry."""

    @property
    def decided_on(self) -> date | None: ...
    @property
    def shown_from(self) -> date | None: ...
    @property
    def shown_until(self) -> date | None: ...
    @property
    def query_until(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class KnownMark:
    """A mark, and from when until when it was believed to be there; None: it still is."""

    span: MarkSpan
    known_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The columns of an entry that decide who sees it."""

    kind: str
    item: str
    known_at: datetime
    superseded_at: datetime | None  # when its next version became known; None: it is the newest
    has_content: bool
    disclosure: Disclosure
    uscc: str
    unit: str
    decided_on: date | None
    shown_from: date | None
    shown_until: date | None
    query_until: date | None
    marks: tuple[KnownMark, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """The first and last day on which a viewer may see an entry that stands; None: no bound."""

    first: date | None
    last: date | None

    def __contains__(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def sees(viewer: Viewer, entry: Standing, on: date, known_at: datetime | None = None) -> bool:
    """Say whether the viewer sees the entry; `sight_sql.condition` says the same in SQL, and explains."""
    return (
        _is_current(entry, known_at)
        and entry.has_content
        and reaches(viewer, entry)
        and (on in span(viewer, entry))
        and (SIGHT[viewer.capacity].with_hidden or not _is_hidden(entry, on, known_at))
    )


def reaches(viewer: Viewer, entry: Standing) -> bool:
    """Say whether the viewer may see the entry on some day, as long as it stands."""
    sight = SIGHT[viewer.capacity]
    return (
        entry.kind == "record"
        and entry.disclosure in sight.disclosures
        and (viewer.items is None or entry.item in viewer.items)
        and (not sight.in_window_only or entry.shown_from is not None)
        and (sight.own is None or viewer.code == (entry.uscc if sight.own is Own.SUBJECT else entry.unit))
    )


def span(viewer: Viewer, entry: Dated) -> Span:
    """Return the days on which the viewer may see the entry, if it may at all."""
    first, last = [entry.decided_on], [entry.query_until]
    if SIGHT[viewer.capacity].in_window_only:
        first.append(entry.shown_from)
        last.append(entry.shown_until)
    return Span(max(filter(None, first), default=None), min(filter(None, last), default=None))


def _is_current(entry: Standing, known_at: datetime | None) -> bool:
    return _is_believed(entry.known_at, entry.superseded_at, known_at)


def _is_hidden(entry: Standing, on: date, known_at: datetime | None) -> bool:
    return any(
        on in one.span and one.span.kind in HIDING and _is_believed(one.known_at, one.ended_at, known_at)
        for one in entry.marks
    )


def _is_believed(since: datetime, until: datetime | None, known_at: datetime | None) -> bool:
    if known_at is None:
        return until is None
    return since <= known_at and (until is None or until > known_at)
