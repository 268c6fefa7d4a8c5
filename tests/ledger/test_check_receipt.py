"""A check receipt holds together by itself: signature, checkpoint and places."""

import json
from dataclasses import replace

import pytest

from gongxin.ledger import check_receipt, checkpoint, receipt
from gongxin.ledger.check_receipt import CheckedEntry, CheckedOrganisation, CheckReceipt
from gongxin.ledger.checkpoint import Checkpoint
from gongxin.ledger.key import Signer
from gongxin.ledger.receipt import Receipt
from gongxin.ledger.seal import SealBroken

SIGNER = Signer("example.org/log", bytes(range(32)))
SEEN = CheckedOrganisation("91310000MA0000015F", "id", 7, 1, "ab", (CheckedEntry(3, "cd"),))
FACTS = CheckReceipt(
    query="id", unit="u", unit_name="单位", account="clerk", channel="page", matter="bidding",
    edition="2026-1", purpose="评标", case_number="1", on="2026-05-06", at="2026-05-06T00:00:00.000000Z",
    organisations=(SEEN,), sequence=(7, 7), log_size=7,
    checkpoint=checkpoint.sign(Checkpoint("example.org/log", 7, bytes(32)), SIGNER),
)  # fmt: skip


def test_what_was_written_is_read_again():
    assert check_receipt.read(check_receipt.write(FACTS, SIGNER), SIGNER.verifier) == FACTS


@pytest.mark.parametrize(
    "changed",
    [
        {"log_size": 8},
        {"sequence": (7, 9)},
        {"organisations": (replace(SEEN, sequence=6),)},
        {"checkpoint": "no note"},
    ],
)
def test_places_that_do_not_fit_the_checkpoint_are_refused_whoever_signed(changed):
    with pytest.raises(SealBroken):
        check_receipt.read(check_receipt.write(replace(FACTS, **changed), SIGNER), SIGNER.verifier)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"document": {}}'])
def test_anything_else_is_refused(text):
    with pytest.raises(SealBroken):
        check_receipt.read(text)


def test_a_receipt_of_another_kind_or_key_is_refused():
    other = receipt.write(
        Receipt("id", "item", "e", "unit", "a.csv", "00", "t", 2, 0, 0, 2, 0, 0, None, 0, ""), SIGNER
    )
    with pytest.raises(SealBroken):
        check_receipt.read(other)
    with pytest.raises(SealBroken):
        check_receipt.read(check_receipt.write(FACTS, SIGNER), Signer("example.org/log", bytes(32)).verifier)
    cut = json.loads(check_receipt.write(FACTS, SIGNER))
    del cut["document"]["purpose"]
    with pytest.raises(SealBroken):
        check_receipt.read(json.dumps(cut))
