"""A proof convinces of what is true and of nothing else."""

from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from gongxin.ledger import proof, tree

SIZE = 600
LEAVES = [number.to_bytes(2, "big") for number in range(SIZE)]
HASHES = tree.leaf_hashes(LEAVES)
READ = tree.reader_of(HASHES)
ROOTS = [tree.root(size, READ) for size in range(SIZE + 1)]

sizes = st.integers(1, SIZE)


@given(sizes, st.data())
def test_a_leaf_is_proven_at_its_place_and_at_no_other(size, data):
    index, elsewhere = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size - 1))

    path = tree.inclusion(index, size, READ)

    assert proof.includes(HASHES[index], index, size, path, ROOTS[size])
    assert proof.includes(HASHES[elsewhere], index, size, path, ROOTS[size]) == (index == elsewhere)
    assert not proof.includes(HASHES[index], index, size, [*path, ROOTS[size]], ROOTS[size])
    assert not proof.includes(HASHES[index], index, size, path[:-1], ROOTS[size]) or size == 1


@given(sizes, sizes)
def test_a_longer_log_is_proven_to_extend_a_shorter_one(one, other):
    old, new = sorted((one, other))

    path = tree.consistency(old, new, READ)

    assert proof.extends((old, ROOTS[old]), (new, ROOTS[new]), path)
    assert InmemoryTree.init_from_entries(LEAVES[:new]).prove_consistency(old, new).size == new


@given(sizes, sizes, st.integers(0, 8 * 32 - 1), st.data())
def test_one_flipped_bit_anywhere_breaks_the_proof_of_extension(one, other, bit, data):
    old, new = sorted((one, other))
    path = [bytearray(hash_) for hash_ in tree.consistency(old, new, READ)]
    roots = [bytearray(ROOTS[old]), bytearray(ROOTS[new])]
    target = data.draw(st.sampled_from([*path, *roots]))

    target[bit // 8] ^= 1 << bit % 8

    assert not proof.extends((old, bytes(roots[0])), (new, bytes(roots[1])), [bytes(part) for part in path])


@given(sizes, sizes, sizes)
def test_a_proof_for_other_sizes_is_refused(old, new, claimed):
    old, new = sorted((old, new))
    path = tree.consistency(old, new, READ)

    convinced = proof.extends((claimed, ROOTS[old]), (new, ROOTS[new]), path)

    assert convinced == (claimed == old)


def test_nothing_extends_an_empty_log():
    assert not proof.extends((0, ROOTS[0]), (5, ROOTS[5]), [])
