"""The log as anyone may read it."""

from datetime import date
from hashlib import sha256

import pytest

from gongxin.disclosure.policy import Viewer
from gongxin.ledger.proof import extends, includes
from gongxin.ledger.tile import TilePath, parse_path
from gongxin.ledger.tree import NoSuchProof, leaf_hash
from gongxin.queries import entry, log

ON = date(2026, 5, 6)


def penalties(*tiers):
    return [{"content": {"CF_WSH": f"{number}号"}, "tier": tier} for number, tier in enumerate(tiers)]


def test_a_proof_leads_from_the_statement_to_the_signed_root(recorded):
    records = recorded(*penalties(*["ordinary"] * 300))
    shown = entry.one(records[123], viewer=Viewer.ANYONE, on=ON)
    proof = log.inclusion(shown.sequence, viewer=Viewer.ANYONE, on=ON)

    assert sha256(proof.salt + proof.statement.encode()).digest() == proof.leaf
    assert includes(leaf_hash(proof.leaf), proof.index, proof.size, proof.hashes, log.checkpoint().root)
    assert proof.checkpoint == log.checkpoint().note


def test_what_the_viewer_may_not_see_is_proven_without_being_opened(recorded):
    recorded(*penalties("minor"))
    hidden = log.inclusion(1, viewer=Viewer.ANYONE, on=ON)

    assert (hidden.salt, hidden.statement) == (None, None)
    assert includes(leaf_hash(hidden.leaf), 0, 1, hidden.hashes, log.checkpoint().root)
    assert log.inclusion(1, viewer=Viewer.CENTRE, on=ON).statement


def test_a_statement_with_a_field_the_viewer_may_not_read_stays_closed(recorded):
    recorded({"content": {"inspector_numbers": "A001"}, "tier": None}, item="administrative_inspection")

    assert log.inclusion(1, viewer=Viewer.ANYONE, on=ON).statement is None
    assert log.inclusion(1, viewer=Viewer.CENTRE, on=ON).statement


def test_an_older_log_is_the_beginning_of_a_newer_one(recorded):
    recorded(*penalties(*["ordinary"] * 5))
    old = log.checkpoint()
    recorded({"content": {"CF_WSH": "later"}})
    new = log.checkpoint()

    assert extends((old.size, old.root), (new.size, new.root), log.consistency(old.size, new.size))


def test_a_size_the_log_never_had_proves_nothing(recorded):
    recorded(*penalties("ordinary"))

    with pytest.raises(NoSuchProof):
        log.consistency(1, 2)
    with pytest.raises(NoSuchProof):
        log.inclusion(2, viewer=Viewer.ANYONE, on=ON)


def test_tiles_hold_leaf_hashes_and_bundles_the_entries_with_their_length(recorded):
    recorded(*penalties(*["ordinary"] * 300))
    leaves = log.tile(parse_path("tile/0/000"))
    bundle = log.tile(parse_path("tile/entries/001.p/44"))

    assert len(leaves) == 256 * 32
    assert len(bundle) == 44 * 34
    assert {bundle[at : at + 2] for at in range(0, len(bundle), 34)} == {b"\x00\x20"}
    assert leaf_hash(bundle[2:34]) == log.tile(parse_path("tile/0/001.p/44"))[:32]


@pytest.mark.parametrize(
    "path", [TilePath(0, 1, 256), TilePath(0, 0, 2), TilePath(None, 0, 2), TilePath(0, 1 << 60, 1)]
)
def test_a_tile_beyond_the_log_is_refused_by_name(recorded, path):
    recorded(*penalties("ordinary"))

    with pytest.raises(log.NoTile, match="检查点"):
        log.tile(path)


def test_an_empty_log_says_that_it_is_empty(db):
    with pytest.raises(log.EmptyLog):
        log.checkpoint()
