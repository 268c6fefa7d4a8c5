"""What the policy looks at in an entry, and the answer for one entry in Python."""

from dataclasses import dataclass
from datetime import date, datetime

from gongxin.catalogue.publicity import Disclosure
from gongxin.disclosure.policy import SIGHT, Own, Viewer


@dataclass(frozen=True, slots=True)
class Standing:
    """The columns of an entry that decide who sees it."""

    kind: str
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


def sees(viewer: Viewer, entry: Standing, on: date, known_at: datetime | None = None) -> bool:
    """Say whether the viewer sees the entry; `sight_sql.condition` says the same in SQL, and explains."""
    sight = SIGHT[viewer.role]
    return (
        _is_current(entry, known_at)
        and _stands(entry, on)
        and entry.disclosure in sight.disclosures
        and (not sight.in_window_only or _window_is_open(entry, on))
        and (sight.own is None or viewer.code == (entry.uscc if sight.own is Own.SUBJECT else entry.unit))
    )


def _is_current(entry: Standing, known_at: datetime | None) -> bool:
    if known_at is None:
        return entry.superseded_at is None
    return entry.known_at <= known_at and (entry.superseded_at is None or entry.superseded_at > known_at)


def _stands(entry: Standing, on: date) -> bool:
    is_decided = entry.decided_on is None or entry.decided_on <= on
    in_period = entry.query_until is None or on <= entry.query_until
    return entry.kind == "record" and entry.has_content and is_decided and in_period


def _window_is_open(entry: Standing, on: date) -> bool:
    if entry.shown_from is None or on < entry.shown_from:
        return False
    return entry.shown_until is None or on <= entry.shown_until
