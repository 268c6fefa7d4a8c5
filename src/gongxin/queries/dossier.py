"""What an organisation may know of its file beyond the records that stand: earlier versions, and what left.

Adverse information whose query period is over is not named here either: it has left every interface.
"""

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gongxin.disclosure.policy import Viewer
from gongxin.ledger import erasure
from gongxin.queries.item import readable_item, shown_fields
from gongxin.queries.reading import rows
from gongxin.queries.shown_entry import NotShown, ShownField

STILL_NAMED = "({e}.query_until IS NULL OR {e}.query_until >= %(on)s)"


@dataclass(frozen=True, slots=True)
class GoneRecord:
    """A record that was withdrawn or whose content was erased: that it was there, since when not, and why."""

    record: UUID
    item: str
    unit_name: str
    is_erased: bool
    at: datetime.datetime
    reason: str
    basis: str  # of an erasure


@dataclass(frozen=True, slots=True)
class ChangedField:
    """A field that another version says otherwise; None where a version does not have it."""

    before: ShownField | None
    after: ShownField | None

    @property
    def named(self) -> ShownField:
        found = self.after or self.before
        assert found is not None, "one of the two is there"
        return found


@dataclass(frozen=True, slots=True)
class DossierVersion:
    """A version of a record with why it came and what it changed; `has_content` False once erased."""

    sequence: int
    version: int
    kind: str
    edition: str
    known_at: datetime.datetime
    unit_name: str
    tier: str | None
    has_content: bool
    reason: str
    changes: tuple[ChangedField, ...]
    tier_before: str | None  # where this version changed it


@dataclass(frozen=True, slots=True)
class _Stated:
    """A version as the table has it."""

    sequence: int
    version: int
    kind: str
    item: str
    edition: str
    known_at: datetime.datetime
    unit_name: str
    tier: str | None
    query_until: datetime.date | None
    text: str | None

    @property
    def content(self) -> Mapping[str, Any] | None:
        return json.loads(self.text) if self.text else None


def gone(uscc: str, *, on: datetime.date) -> tuple[GoneRecord, ...]:
    """Return what was on record about the organisation and is not any more, newest first."""
    found = [*_withdrawn(uscc, on), *_erased(uscc, on)]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def _withdrawn(uscc: str, on: datetime.date) -> Sequence[GoneRecord]:
    sql = (
        "SELECT w.record, w.item, coalesce(u.name, w.unit), w.known_at, w.content FROM entry w"
        " JOIN entry e ON e.record = w.record AND e.version = w.version - 1"
        " LEFT JOIN unit u ON u.uscc = w.unit WHERE w.uscc = %(uscc)s AND w.kind = 'withdrawal'"
        f" AND w.superseded_by IS NULL AND w.content IS NOT NULL AND {STILL_NAMED.format(e='e')}"
    )
    return [
        GoneRecord(record, item, unit, False, at, json.loads(content)["reason"], "")
        for record, item, unit, at, content in rows(sql, {"uscc": uscc, "on": on})
    ]


def _erased(uscc: str, on: datetime.date) -> Sequence[GoneRecord]:
    sql = (
        "SELECT e.record, e.item, coalesce(u.name, e.unit), x.known_at, x.content FROM entry e"
        " JOIN entry x ON x.kind = 'erasure' AND x.uscc = e.uscc AND x.content::jsonb @> jsonb_build_object("
        "'erased', jsonb_build_array(jsonb_build_object('sequence', e.sequence)))"
        " LEFT JOIN unit u ON u.uscc = e.unit WHERE e.uscc = %(uscc)s AND e.content IS NULL"
        f" AND e.superseded_by IS NULL AND {STILL_NAMED.format(e='e')}"
    )
    found = []
    for record, item, unit, at, content in rows(sql, {"uscc": uscc, "on": on}):
        said = erasure.read(content, None)
        found.append(GoneRecord(record, item, unit, True, at, said.reason, said.basis))
    return found


def gone_record(record: UUID, uscc: str, *, on: datetime.date) -> GoneRecord:
    """Return one record that left.

    Raises:
        NotShown: it did not, or is not about this organisation.
    """
    found = next((one for one in gone(uscc, on=on) if one.record == record), None)
    if found is None:
        raise NotShown(record)
    return found


def versions(record: UUID, uscc: str, *, on: datetime.date) -> tuple[DossierVersion, ...]:
    """Return the versions of a record about the organisation, newest first, each with what it changed.

    A version about another organisation is left out; of a record that left, no version says anything.

    Raises:
        NotShown: none is about this one, or the query period is over.
    """
    stated = _stated(record, uscc)
    standing = [one for one in stated if one.kind == "record"]
    until = standing[-1].query_until if standing else None
    if not standing or (until is not None and until < on):
        raise NotShown(record)
    viewer = Viewer.organisation(uscc)
    stands = stated[-1].kind == "record" and stated[-1].content is not None
    before: list[_Stated | None] = [None, *stated] if stands else [None] * len(stated)
    return tuple(reversed([_version(one, last, viewer) for one, last in zip(stated, before, strict=False)]))


def _stated(record: UUID, uscc: str) -> list[_Stated]:
    sql = (
        "SELECT v.sequence, v.version, v.kind, v.item, v.edition, v.known_at, coalesce(u.name, v.unit),"
        " v.tier, v.query_until, v.content FROM entry v LEFT JOIN unit u ON u.uscc = v.unit"
        " WHERE v.record = %(record)s AND v.uscc = %(uscc)s AND v.kind IN ('record', 'withdrawal')"
        " ORDER BY v.version"
    )
    found = rows(sql, {"record": record, "uscc": uscc})
    return [_Stated(*one) for one in found]


def _version(one: _Stated, before: _Stated | None, viewer: Viewer) -> DossierVersion:
    is_record, content = one.kind == "record", one.content or {}
    changed_tier = before is not None and is_record and before.kind == "record" and before.tier != one.tier
    return DossierVersion(
        sequence=one.sequence,
        version=one.version,
        kind=one.kind,
        edition=one.edition,
        known_at=one.known_at,
        unit_name=one.unit_name,
        tier=one.tier,
        has_content=one.content is not None,
        reason="" if is_record else str(content.get("reason", "")),
        changes=_changes(one, before, viewer) if is_record else (),
        tier_before=before.tier if before is not None and changed_tier else None,
    )


def _changes(one: _Stated, before: _Stated | None, viewer: Viewer) -> tuple[ChangedField, ...]:
    if before is None or one.content is None or before.content is None or before.kind != "record":
        return ()
    old, new = _shown(before, viewer), _shown(one, viewer)
    return tuple(
        ChangedField(old.get(code), new.get(code))
        for code in dict.fromkeys([*new, *old])
        if old.get(code) != new.get(code)
    )


def _shown(one: _Stated, viewer: Viewer) -> Mapping[str, ShownField]:
    fields = readable_item(one.item, one.edition, viewer).fields
    return {field.code: field for field in shown_fields(fields, one.content or {})}
