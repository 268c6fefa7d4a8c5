"""Each erasure judged again by its rule, from what the log says: none is believed for its signature alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import connection

from gongxin.catalogue import reader
from gongxin.disclosure.erasure_rule import ErasureRule, is_deletable
from gongxin.ledger.erasure import Erasure

AT_ONCE = 1000
# What the log held when the erasure was written: the last version of each record, and whether two people had
# confirmed a request for it by then.
FACTS = (
    "SELECT said.sequence, gone.sequence, gone.item, gone.edition, last.query_until,"
    " (said.known_at AT TIME ZONE 'Asia/Shanghai')::date, EXISTS (SELECT FROM entry step"
    " WHERE step.kind = 'case' AND step.item = 'deletion' AND step.uscc = gone.uscc"
    " AND step.sequence < said.sequence AND step.content::jsonb"
    " @> jsonb_build_object('subject', gone.record, 'step', 'delete'))"
    " FROM unnest(%s::bigint[], %s::bigint[]) AS pair (said, gone)"
    " JOIN entry said ON said.sequence = pair.said JOIN entry gone ON gone.sequence = pair.gone"
    " LEFT JOIN LATERAL (SELECT query_until FROM entry v WHERE v.record = gone.record AND v.kind = 'record'"
    " AND v.sequence < said.sequence ORDER BY v.version DESC LIMIT 1) last ON true"
    " ORDER BY 1, 2"
)


@dataclass(frozen=True, slots=True)
class _Gone:
    """An entry that lost its content, as the log tells of it."""

    erased_by: int
    sequence: int
    item: str
    edition: str
    query_until: date | None
    on: date
    was_asked_for: bool


def not_covered(erasures: Mapping[int, Erasure]) -> Iterator[tuple[int, int]]:
    """Yield (erasure, entry) by sequence for every entry that the erasure's own rule did not let it take."""
    pairs = [(said, gone) for said, one in erasures.items() for gone in one.erased]
    for start in range(0, len(pairs), AT_ONCE):
        for one in _gone(pairs[start : start + AT_ONCE]):
            if not _covers(erasures[one.erased_by], one):
                yield one.erased_by, one.sequence


def _gone(pairs: Sequence[tuple[int, int]]) -> list[_Gone]:
    with connection.cursor() as cursor:
        cursor.execute(FACTS, [[said for said, _ in pairs], [gone for _, gone in pairs]])
        return [_Gone(*found) for found in cursor.fetchall()]


def _covers(erasure: Erasure, gone: _Gone) -> bool:
    match erasure.rule:
        case ErasureRule.REQUEST:
            return gone.was_asked_for and _may_be_asked_for(gone.item, gone.edition)
        case ErasureRule.EXPIRED:
            return gone.query_until is not None and gone.query_until < gone.on
        case ErasureRule.ORDER:
            return bool(erasure.basis.strip() and erasure.reason.strip())
        case _:
            return False


def _may_be_asked_for(item: str, edition: str) -> bool:
    known = {one.code: one for one in reader.editions(settings.GONGXIN_CITY)}
    return edition in known and item in known[edition].items and is_deletable(known[edition].items[item])
