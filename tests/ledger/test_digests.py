"""Digests side by side are the list they stand for."""

from hashlib import sha256

import pytest

from gongxin.ledger.digests import Digests

VALUES = [sha256(bytes([number])).digest() for number in range(9)]


@pytest.fixture
def digests():
    made = Digests(len(VALUES))
    made.put([8, 1, 0, 3], [VALUES[place] for place in (8, 1, 0, 3)])
    made.put([2, 4, 5, 6, 7], [VALUES[place] for place in (2, 4, 5, 6, 7)])
    return made


def test_each_stands_where_it_was_put(digests):
    assert list(digests) == VALUES
    assert digests[-1] == VALUES[-1]


@pytest.mark.parametrize("part", [slice(0, 3), slice(7, 12), slice(9, 12), slice(None, None, 2)])
def test_a_part_is_the_part_of_the_list(digests, part):
    assert digests[part] == VALUES[part]


def test_there_is_nothing_beyond_the_end(digests):
    with pytest.raises(IndexError):
        digests[len(VALUES)]
