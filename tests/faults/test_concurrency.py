"""Many writers at once: one takes, the others learn that it is taken, and the sequence has no hole."""

import psycopg
import pytest

from gongxin.actions.verification import verify

pytestmark = pytest.mark.faults
ROWS = 25


def test_of_32_submitters_of_one_file_one_takes_it(submitter, penalties):
    path = penalties("same.csv", range(ROWS))

    said = submitter.submit(*[path] * 32)

    assert [one for one in said if one is None or "fault" in one] == []
    assert sorted(one["accepted"] for one in said) == [0] * 31 + [ROWS]
    assert sorted(one["duplicate"] for one in said) == [0] + [ROWS] * 31
    assert list(verify()) == []


def test_a_reader_by_sequence_never_sees_a_hole_while_many_write(instance, submitter, penalties):
    """Files of different size, so that those who begin first do not end first."""
    paths = [
        penalties(f"{number}.csv", range(number * 50, number * 50 + 50 - 6 * number)) for number in range(6)
    ]
    rows = sum(50 - 6 * number for number in range(6))

    submitter.begin(*paths)
    seen = 0
    with psycopg.connect(instance.url, autocommit=True) as reader:
        while seen < rows:
            count, last = reader.execute("SELECT count(*), coalesce(max(sequence), 0) FROM entry").fetchone()
            assert count == last >= seen
            seen = last

    assert [one for one in submitter.answers() if one is None or "fault" in one] == []
    assert list(verify()) == []
