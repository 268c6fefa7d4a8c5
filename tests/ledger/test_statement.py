"""The statement of an entry is the same text from Python and from DuckDB."""

import json
from datetime import UTC, date, datetime
from uuid import UUID

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxin.ledger.statement import NAMES, Statement, statement_sql

CODES = st.text("ABCXYZabcxyz0189_.-", max_size=12)
DAYS = st.one_of(st.none(), st.dates(date(1900, 1, 1), date(9999, 12, 31)))
CONTENTS = st.dictionaries(st.text(max_size=5), st.text(max_size=20), max_size=3).map(
    lambda content: json.dumps(content, ensure_ascii=False)
)
TIMES = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1)).map(lambda time: time.replace(tzinfo=UTC))
STATEMENTS = st.builds(
    Statement,
    sequence=st.integers(1, 2**60),
    kind=st.sampled_from(["record", "withdrawal", "erasure"]),
    record=st.uuids(),
    version=st.integers(1, 1000),
    item=CODES,
    edition=CODES,
    uscc=CODES,
    unit=CODES,
    batch=st.one_of(st.none(), st.uuids()),
    row=st.one_of(st.none(), st.integers(1, 10**7)),
    disclosure=CODES,
    tier=st.one_of(st.none(), CODES),
    decided_on=DAYS,
    valid_until=DAYS,
    shown_from=DAYS,
    shown_until=DAYS,
    repairable_on=DAYS,
    query_until=DAYS,
    is_late=st.one_of(st.none(), st.booleans()),
    known_at=TIMES,
    content=CONTENTS.filter(lambda text: "\x00" not in text),
)
COLUMNS = {
    "sequence": "BIGINT",
    "version": "INTEGER",
    "row": "INTEGER",
    "is_late": "BOOLEAN",
    "known_at": "TIMESTAMP",
}
COLUMNS |= {"record": "UUID", "batch": "UUID"}
COLUMNS |= dict.fromkeys(NAMES[12:18], "DATE")


@settings(max_examples=200, deadline=None)
@given(STATEMENTS)
def test_python_and_duckdb_write_the_same_statement(statement):
    values = [getattr(statement, name) for name in NAMES]
    values[NAMES.index("known_at")] = statement.known_at.replace(tzinfo=None)
    columns = ", ".join(f'CAST(? AS {COLUMNS.get(name, "VARCHAR")}) AS "{name}"' for name in NAMES)

    found = duckdb.execute(f"SELECT {statement_sql()} FROM (SELECT {columns})", values).fetchall()

    assert found == [(statement.text(),)]


@given(STATEMENTS)
def test_a_statement_is_json_without_anything_absent(statement):
    read = json.loads(statement.text())

    assert read["content"] == json.loads(statement.content)
    assert read["v"] == 1
    assert None not in read.values()
    assert list(read) == ["v", *(name for name in NAMES if getattr(statement, name) is not None)]


def test_the_text_is_this_one_for_ever():
    statement = Statement(
        sequence=7,
        kind="record",
        record=UUID(int=1),
        version=1,
        item="administrative_penalty",
        edition="2026-04",
        uscc="91310000MA1FL00012",
        unit="11310000MB2F00013X",
        batch=UUID(int=2),
        row=3,
        disclosure="public",
        tier="ordinary",
        decided_on=date(2026, 1, 2),
        valid_until=None,
        shown_from=date(2026, 1, 2),
        shown_until=date(2027, 1, 2),
        repairable_on=date(2026, 4, 2),
        query_until=date(2031, 1, 2),
        is_late=False,
        known_at=datetime(2026, 1, 5, 1, 2, 3, 4, UTC),
        content='{"单位":"某局"}',
    )

    assert statement.text() == (
        '{"v":1,"sequence":7,"kind":"record","record":"00000000-0000-0000-0000-000000000001","version":1,'
        '"item":"administrative_penalty","edition":"2026-04","uscc":"91310000MA1FL00012",'
        '"unit":"11310000MB2F00013X","batch":"00000000-0000-0000-0000-000000000002","row":3,'
        '"disclosure":"public","tier":"ordinary","decided_on":"2026-01-02","shown_from":"2026-01-02",'
        '"shown_until":"2027-01-02","repairable_on":"2026-04-02","query_until":"2031-01-02","is_late":false,'
        '"known_at":"2026-01-05T01:02:03.000004Z","content":{"单位":"某局"}}'
    )
