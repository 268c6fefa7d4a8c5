"""A manifest proves what was delivered, and breaks when a word of it is changed."""

import json

import pytest

from gongxin.ledger import checkpoint, delivery_manifest
from gongxin.ledger.checkpoint import Checkpoint
from gongxin.ledger.delivery_manifest import DeliveryManifest
from gongxin.ledger.key import Signer
from gongxin.ledger.seal import SealBroken

KEY, OTHER = Signer("test/log", b"k" * 32), Signer("test/log", b"o" * 32)


def manifest(**changes):
    facts = {
        "delivery": "d",
        "contract": "c",
        "number": "1号",
        "unit": "91310000000000035E",
        "purpose": "客户信用评估",
        "items": ("administrative_penalty",),
        "requested_at": "2026-05-06T00:00:00.000000Z",
        "delivered_at": "2026-05-06T00:01:00.000000Z",
        "organisations": 3,
        "records": 5,
        "records_not_public": 1,
        "files": {"records.csv": "ab" * 32},
        "sequence": 9,
        "log_size": 9,
        "checkpoint": checkpoint.sign(Checkpoint("test/log", 9, b"r" * 32), KEY),
    }
    return DeliveryManifest(**{**facts, **changes})


def test_what_was_signed_is_read_again():
    text = delivery_manifest.write(manifest(), KEY)

    assert delivery_manifest.read(text, KEY.verifier) == manifest()
    assert delivery_manifest.read(text) == manifest()


@pytest.mark.parametrize("name", ["records", "number", "files", "sequence", "items"])
def test_a_changed_manifest_is_not_genuine(name):
    sealed = json.loads(delivery_manifest.write(manifest(), KEY))
    sealed["document"][name] = {"records": 4, "number": "2号", "files": {}, "sequence": 8, "items": []}[name]

    with pytest.raises(SealBroken):
        delivery_manifest.read(json.dumps(sealed))


@pytest.mark.parametrize(
    "changes",
    [
        {"sequence": 10},
        {"log_size": 10},
        {"checkpoint": checkpoint.sign(Checkpoint("test/log", 9, b"r" * 32), OTHER)},
    ],
)
def test_a_place_that_its_checkpoint_does_not_prove_is_not_genuine(changes):
    with pytest.raises(SealBroken):
        delivery_manifest.read(delivery_manifest.write(manifest(**changes), KEY))


@pytest.mark.parametrize("text", ["", "[]", "{}", "null"])
def test_what_is_no_manifest_is_refused(text):
    with pytest.raises(SealBroken):
        delivery_manifest.read(text)
