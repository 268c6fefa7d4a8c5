"""The tree agrees with RFC 6962 by hand and with an independent implementation."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree, verify_inclusion

from gongxin.ledger import tree
from gongxin.ledger.tree import NoSuchProof

LEAVES = [
    b"",
    b"\x00",
    b"\x10",
    b"\x20\x21",
    b"\x30\x31",
    b"\x40\x41\x42\x43",
    bytes(range(0x50, 0x58)),
    bytes(16),
]


def leaf(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def test_an_empty_log_has_the_digest_of_nothing_as_root():
    assert tree.root_of([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_one_empty_leaf_has_the_digest_of_one_zero_byte():
    assert tree.root_of([b""]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


def test_the_tree_of_seven_leaves_is_that_of_the_rfc():
    # RFC 6962, 2.1.3: hash = H(k, l) with k = H(g, h), l = H(i, j); the seventh leaf stands alone.
    a, b, c, d, e, f, j = map(leaf, LEAVES[:7])
    g, h, i = node(a, b), node(c, d), node(e, f)
    k, last = node(g, h), node(i, j)

    read = tree.reader_of(tree.leaf_hashes(LEAVES[:7]))

    assert tree.root(7, read) == node(k, last)
    assert tree.inclusion(0, 7, read) == (b, h, last)
    assert tree.inclusion(3, 7, read) == (c, g, last)
    assert tree.inclusion(4, 7, read) == (f, j, k)
    assert tree.inclusion(6, 7, read) == (i, k)
    assert tree.consistency(3, 7, read) == (c, d, g, last)
    assert tree.consistency(4, 7, read) == (last,)
    assert tree.consistency(6, 7, read) == (i, j, k)


@given(st.integers(1, 700), st.data())
def test_roots_and_inclusion_proofs_are_those_of_pymerkle(size, data):
    leaves = [bytes([number & 255, number >> 8]) for number in range(size)]
    index = data.draw(st.integers(0, size - 1))
    other = InmemoryTree()
    other.append_entries(leaves)
    read = tree.reader_of(tree.leaf_hashes(leaves))

    proof = other.prove_inclusion(index + 1, size)

    assert other.get_root(size) == tree.root(size, read)
    assert tuple(proof.path[1:]) == tree.inclusion(index, size, read)
    proof.path = [tree.leaf_hash(leaves[index]), *tree.inclusion(index, size, read)]
    verify_inclusion(tree.leaf_hash(leaves[index]), tree.root(size, read), proof, index=index + 1, size=size)


def test_what_is_not_in_the_log_has_no_proof():
    read = tree.reader_of(tree.leaf_hashes(LEAVES))

    with pytest.raises(NoSuchProof, match="8"):
        tree.inclusion(8, 8, read)
    with pytest.raises(NoSuchProof):
        tree.consistency(9, 8, read)
    with pytest.raises(NoSuchProof):
        tree.consistency(0, 8, read)
