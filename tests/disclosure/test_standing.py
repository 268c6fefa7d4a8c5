"""One policy, two languages: SQL in the database says what Python says."""

import itertools
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongxin.catalogue.publicity import Disclosure
from gongxin.disclosure.mark import Mark, MarkSpan
from gongxin.disclosure.policy import Capacity, Viewer
from gongxin.disclosure.sight_sql import condition
from gongxin.disclosure.standing import KnownMark, Standing, sees

DAY = date(2026, 5, 6)
NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)
STEPS = 6  # of the ledger, some at the same moment
NEAR = st.none() | st.integers(-2, 2).map(lambda days: DAY + timedelta(days=days))
HOURS = st.integers(0, 4).map(lambda hours: NOON + timedelta(hours=hours))
MOMENTS = st.lists(HOURS, min_size=STEPS, max_size=STEPS).map(sorted)
CODES = st.sampled_from(["91310000MA0000015F", "11310000MB2F00013X"])
ITEMS = st.sampled_from(["administrative_penalty", "financing_tax"])
VIEWERS = st.one_of(
    st.sampled_from([Viewer.ANYONE, Viewer.CENTRE]),
    CODES.map(Viewer.organisation),
    CODES.map(Viewer.unit),
    CODES.map(Viewer.report),
    st.sets(ITEMS).map(Viewer.matter),
    st.builds(Viewer.recipient, CODES, st.sets(ITEMS)),
    st.frozensets(ITEMS).map(lambda items: Viewer(Capacity.CENTRE, items=items)),
)
# Most entries stand, or hardly one would reach the edges of its window.
MOSTLY_RECORD = st.sampled_from(["record"] * 8 + ["withdrawal", "erasure", "query"])
MOSTLY_FALSE = st.sampled_from([False] * 7 + [True])
FACTS = st.fixed_dictionaries(
    {
        "kind": MOSTLY_RECORD,
        "item": ITEMS,
        "has_content": MOSTLY_FALSE.map(lambda gone: not gone),
        "disclosure": st.sampled_from(Disclosure),
        "uscc": CODES,
        "unit": CODES,
        "decided_on": NEAR,
        "shown_from": NEAR,
        "shown_until": NEAR,
        "query_until": NEAR,
    }
)
SEQUENCES = st.integers(1, STEPS - 1).flatmap(
    lambda sequence: st.tuples(st.just(sequence), st.none() | st.integers(sequence + 1, STEPS))
)
RECORD, OTHER = UUID(int=1), UUID(int=2)
SPANS = st.builds(
    lambda kind, first, days: MarkSpan(
        kind, DAY + timedelta(first), None if days is None else DAY + timedelta(first + days)
    ),
    st.sampled_from(Mark),
    st.integers(-2, 2),
    st.none() | st.integers(0, 3),
)
MARKED = st.lists(st.tuples(st.sampled_from([RECORD, RECORD, OTHER]), SEQUENCES, SPANS), max_size=3)
ROW = (
    "(SELECT %(record)s::uuid AS record, %(kind)s::text AS kind, %(item)s::text AS item,"
    " %(sequence)s::bigint AS sequence,"
    " %(superseded_by)s::bigint AS superseded_by, %(content)s::text AS content,"
    " %(disclosure)s::text AS disclosure, %(uscc)s::text AS uscc, %(unit)s::text AS unit,"
    " %(decided_on)s::date AS decided_on, %(shown_from)s::date AS shown_from,"
    " %(shown_until)s::date AS shown_until, %(query_until)s::date AS query_until) e"
)
LEDGER = (
    "WITH log_checkpoint AS (SELECT * FROM"
    " unnest(%(sizes)s::bigint[], %(moments)s::timestamptz[]) AS c (size, signed_at)),"
    " record_mark AS (SELECT * FROM unnest(%(records)s::uuid[], %(kinds)s::text[], %(from)s::date[],"
    " %(until)s::date[], %(begun)s::bigint[], %(ended)s::bigint[])"
    " AS m (record, kind, from_on, until_on, sequence, ended_by))"
)


@pytest.mark.django_db
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    entries=st.lists(st.tuples(SEQUENCES, FACTS), min_size=8, max_size=8),
    moments=MOMENTS,
    viewer=VIEWERS,
    known_at=st.none() | HOURS,
    marked=MARKED,
)
def test_sql_and_python_let_the_same_entries_be_seen(entries, moments, viewer, known_at, marked):
    where = condition(viewer, on=DAY, known_at=known_at)
    ledger = {"sizes": list(range(1, STEPS + 1)), "moments": moments, **columns_of(marked)}
    marks = tuple(
        KnownMark(span, moments[begun - 1], moments[ended - 1] if ended else None)
        for record, (begun, ended), span in marked
        if record == RECORD
    )
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        for (sequence, superseded_by), facts in entries:
            standing = Standing(
                **facts,
                known_at=moments[sequence - 1],
                superseded_at=moments[superseded_by - 1] if superseded_by else None,
                marks=marks,
            )
            values = row_of(facts, sequence, superseded_by)
            found = cursor.execute(
                f"{LEDGER} SELECT 1 FROM {ROW} WHERE {where.sql}", {**values, **ledger, **where.values}
            ).fetchone()
            assert (found is not None) == sees(viewer, standing, DAY, known_at)


PLAIN = {
    "kind": "record", "item": "administrative_penalty", "has_content": True, "disclosure": Disclosure.PUBLIC,
    "uscc": "91310000MA0000015F", "unit": "11310000MB2F00013X", "decided_on": DAY, "shown_from": DAY,
    "shown_until": None, "query_until": None,
}  # fmt: skip
EDGES = [
    MarkSpan(kind, DAY + timedelta(first), days if days is None else DAY + timedelta(first + days))
    for kind in Mark
    for first in (-1, 0, 1)
    for days in (None, 0, 1)
]
BELIEVED = [
    (begun, ended) for begun in (1, 2, 3) for ended in (None, 2, 3, 4) if ended is None or ended > begun
]


@pytest.mark.django_db
@pytest.mark.parametrize("known", [None, 1, 2, 3])
def test_sql_and_python_agree_on_every_edge_of_a_mark(known):
    moments = [NOON + timedelta(hours=hours) for hours in range(STEPS)]
    known_at = moments[known - 1] if known else None
    where, hidden = condition(Viewer.ANYONE, on=DAY, known_at=known_at), 0
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        for span, (begun, ended) in itertools.product(EDGES, BELIEVED):
            mark = KnownMark(span, moments[begun - 1], moments[ended - 1] if ended else None)
            standing = Standing(**PLAIN, known_at=moments[0], superseded_at=None, marks=(mark,))
            ledger = {"sizes": list(range(1, STEPS + 1)), "moments": moments}
            ledger |= columns_of([(RECORD, (begun, ended), span)])
            found = cursor.execute(
                f"{LEDGER} SELECT 1 FROM {ROW} WHERE {where.sql}",
                {**row_of(PLAIN, 1, None), **ledger, **where.values},
            ).fetchone()
            is_seen = sees(Viewer.ANYONE, standing, DAY, known_at)
            assert (found is not None) == is_seen, (span, begun, ended)
            hidden += not is_seen
    assert hidden


def row_of(facts, sequence, superseded_by):
    content = "{}" if facts["has_content"] else None
    return {
        **facts, "record": RECORD, "sequence": sequence, "superseded_by": superseded_by, "content": content,
    }  # fmt: skip


def columns_of(marked):
    return {
        "records": [record for record, _, _ in marked],
        "kinds": [span.kind.value for _, _, span in marked],
        "from": [span.from_on for _, _, span in marked],
        "until": [span.until_on for _, _, span in marked],
        "begun": [begun for _, (begun, _), _ in marked],
        "ended": [ended for _, (_, ended), _ in marked],
    }
