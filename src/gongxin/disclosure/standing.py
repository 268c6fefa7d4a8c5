"""What the policy looks at in an entry, and the answer for one entry in Python."""

from dataclasses import dataclass
from datetime import date

from gongxin.catalogue.publicity import Disclosure
from gongxin.disclosure.policy import SIGHT, Own, Viewer


@dataclass(frozen=True, slots=True)
class Standing:
    """The columns of an entry that decide who sees it."""

    kind: str
    is_superseded: bool
    has_content: bool
    disclosure: Disclosure
    uscc: str
    unit: str
    shown_from: date | None
    shown_until: date | None
    query_until: date | None


def sees(viewer: Viewer, entry: Standing, on: date) -> bool:
    """Say whether the viewer sees the entry on a day; `sight_sql.condition` says the same in SQL."""
    sight = SIGHT[viewer.role]
    return (
        _stands(entry, on)
        and entry.disclosure in sight.disclosures
        and (not sight.in_window_only or _window_is_open(entry, on))
        and (sight.own is None or viewer.code == (entry.uscc if sight.own is Own.SUBJECT else entry.unit))
    )


def _stands(entry: Standing, on: date) -> bool:
    in_period = entry.query_until is None or on <= entry.query_until
    return entry.kind == "record" and not entry.is_superseded and entry.has_content and in_period


def _window_is_open(entry: Standing, on: date) -> bool:
    if entry.shown_from is None or on < entry.shown_from:
        return False
    return entry.shown_until is None or on <= entry.shown_until
