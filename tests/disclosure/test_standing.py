"""One policy, two languages: SQL in the database says what Python says."""

from datetime import date, timedelta

import psycopg
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongxin.catalogue.publicity import Disclosure
from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.sight_sql import condition
from gongxin.disclosure.standing import Standing, sees

DAY = date(2026, 5, 6)
NEAR = st.none() | st.integers(-2, 2).map(lambda days: DAY + timedelta(days=days))
CODES = st.sampled_from(["91310000MA0000015F", "11310000MB2F00013X"])
VIEWERS = st.one_of(
    st.sampled_from([Viewer.ANYONE, Viewer.CENTRE]),
    CODES.map(Viewer.organisation),
    CODES.map(Viewer.unit),
)
# Most entries stand, or hardly one would reach the edges of its window.
MOSTLY_RECORD = st.sampled_from(["record"] * 8 + ["withdrawal", "erasure"])
MOSTLY_FALSE = st.sampled_from([False] * 7 + [True])
ENTRIES = st.builds(
    Standing,
    kind=MOSTLY_RECORD,
    is_superseded=MOSTLY_FALSE,
    has_content=MOSTLY_FALSE.map(lambda gone: not gone),
    disclosure=st.sampled_from(Disclosure),
    uscc=CODES,
    unit=CODES,
    shown_from=NEAR,
    shown_until=NEAR,
    query_until=NEAR,
)
ROW = (
    "(SELECT %(kind)s::text AS kind, %(superseded_by)s::bigint AS superseded_by,"
    " %(content)s::text AS content,"
    " %(disclosure)s::text AS disclosure, %(uscc)s::text AS uscc, %(unit)s::text AS unit,"
    " %(shown_from)s::date AS shown_from, %(shown_until)s::date AS shown_until,"
    " %(query_until)s::date AS query_until) e"
)


@pytest.mark.django_db
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entries=st.lists(ENTRIES, min_size=8, max_size=8), viewer=VIEWERS)
def test_sql_and_python_let_the_same_entries_be_seen(entries, viewer):
    where = condition(viewer, on=DAY)
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        for entry in entries:
            values = {
                "kind": entry.kind,
                "superseded_by": 9 if entry.is_superseded else None,
                "content": "{}" if entry.has_content else None,
                "disclosure": entry.disclosure,
                "uscc": entry.uscc,
                "unit": entry.unit,
                "shown_from": entry.shown_from,
                "shown_until": entry.shown_until,
                "query_until": entry.query_until,
            }
            found = cursor.execute(
                f"SELECT 1 FROM {ROW} WHERE {where.sql}", {**values, **where.values}
            ).fetchone()
            assert (found is not None) == sees(viewer, entry, DAY)
