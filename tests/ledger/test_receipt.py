"""A receipt is checked without us, and shows every change."""

import json
from dataclasses import replace

import pytest

from gongxin.ledger import checkpoint, receipt
from gongxin.ledger.checkpoint import Checkpoint
from gongxin.ledger.key import Signer
from gongxin.ledger.receipt import Receipt
from gongxin.ledger.seal import SealBroken

SIGNER = Signer("example.org/log", bytes(range(32)))
OTHER = Signer("example.org/log", bytes(32))
RECEIPT = Receipt(
    batch="0b6e2f3c-0000-4000-8000-000000000001",
    item="administrative_penalty",
    edition="2026-04",
    unit="11310000MB2F00013X",
    file_name="处罚.csv",
    digest="ab" * 32,
    received_at="2026-01-05T01:02:03.000004Z",
    rows=10,
    accepted=6,
    corrected=1,
    duplicate=1,
    rejected=1,
    refused_natural_person=1,
    sequence=(101, 107),
    log_size=107,
    checkpoint=checkpoint.sign(Checkpoint("example.org/log", 107, bytes(32)), SIGNER),
)


def test_a_receipt_is_read_back_as_written():
    text = receipt.write(RECEIPT, SIGNER)

    assert receipt.read(text) == RECEIPT
    assert receipt.read(text, SIGNER.verifier) == RECEIPT


@pytest.mark.parametrize("name", [name for name in RECEIPT.__dataclass_fields__ if name != "sequence"])
def test_every_changed_field_is_found(name):
    sealed = json.loads(receipt.write(RECEIPT, SIGNER))
    value = sealed["document"][name]

    sealed["document"][name] = value + 1 if isinstance(value, int) else f"{value} "

    with pytest.raises(SealBroken, match="改动"):
        receipt.read(json.dumps(sealed))


def test_a_receipt_of_another_key_is_refused_where_the_key_is_known():
    forged = replace(RECEIPT, accepted=7, rows=11)

    with pytest.raises(SealBroken, match="公钥"):
        receipt.read(receipt.write(forged, OTHER), SIGNER.verifier)


def test_a_place_behind_the_checkpoint_is_refused():
    with pytest.raises(SealBroken, match="日志位置"):
        receipt.read(receipt.write(replace(RECEIPT, sequence=(101, 108)), SIGNER))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"document": 1, "key": 2, "signature": 3}', "not json"])
def test_what_is_no_receipt_is_said_to_be_none(text):
    with pytest.raises(SealBroken):
        receipt.read(text)
