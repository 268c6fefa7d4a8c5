"""Rows from columns into PostgreSQL in binary."""

from datetime import UTC, date, datetime
from uuid import UUID

import pyarrow
import pytest
from django.db import connection

from gongxin.store.copy import Target, copy_wire, make_temporary

TYPES = {
    "n": ("bigint", pyarrow.int64()),
    "i": ("integer", pyarrow.int32()),
    "t": ("varchar(40)", pyarrow.string()),
    "b": ("bytea", pyarrow.binary()),
    "u": ("uuid", pyarrow.binary(16)),
    "d": ("date", pyarrow.date32()),
    "o": ("boolean", pyarrow.bool_()),
    "m": ("timestamptz", pyarrow.timestamp("us")),
}
ODD = 'a,"b"\n\r\\N\t\\ 中文 \U0001f600'
MOMENT = datetime(1999, 12, 31, 23, 59, 59, 999_999)
WHOLE = (2**63 - 1, -(2**31), ODD, b"\x00\xff", bytes(range(16)), date(1949, 10, 1), True, MOMENT)
SMALL = (0, 0, "", b"", bytes(16), date(2000, 1, 1), False, datetime(2000, 1, 1))
ABSENT = (-1, *[None] * 7)


@pytest.fixture
def arrived(db):
    def arrive(*batches):
        make_temporary("arrival", ", ".join(f"{name} {kind}" for name, (kind, _) in TYPES.items()))
        copy_wire(batches, Target("arrival", tuple(TYPES)))
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM arrival")
            return cursor.fetchall()

    return arrive


def batch(*rows):
    columns = zip(TYPES.values(), zip(*rows, strict=True), strict=True)
    return pyarrow.RecordBatch.from_arrays(
        [pyarrow.array(values, kind) for (_, kind), values in columns], names=list(TYPES)
    )


def as_read(row):
    n, i, t, b, u, d, o, m = row
    return (n, i, t, b, u and UUID(bytes=u), d, o, m and m.replace(tzinfo=UTC))


def test_values_arrive_as_they_are(arrived):
    assert arrived(batch(WHOLE, SMALL, ABSENT)) == [as_read(row) for row in (WHOLE, SMALL, ABSENT)]


def test_the_middle_of_a_batch_arrives_without_its_ends(arrived):
    assert arrived(batch(*[SMALL] * 9, WHOLE, ABSENT, SMALL).slice(9, 2)) == [as_read(WHOLE), ABSENT]


def test_batches_follow_one_another(arrived):
    assert arrived(batch(WHOLE), batch(ABSENT), batch(SMALL)) == [as_read(WHOLE), ABSENT, as_read(SMALL)]


def test_nothing_is_nothing(arrived):
    assert arrived() == []
