"""An erasure is believed only with its signature."""

import json

import pytest

from gongxin.ledger import erasure, receipt
from gongxin.ledger.erasure import Erased, Erasure
from gongxin.ledger.key import Signer
from gongxin.ledger.seal import SealBroken

SIGNER = Signer("example.org/log", bytes(range(32)))
FACTS = "ab" * 32
ERASURE = Erasure(
    {5: Erased(bytes(32), FACTS), 9: Erased(b"\x01" * 32, FACTS)}, "order", "SH 21", "法院判决撤销"
)


def test_an_erasure_is_read_back_as_written():
    assert erasure.read(erasure.write(ERASURE, SIGNER), SIGNER.verifier) == ERASURE


def test_an_entry_added_outside_the_signature_is_found():
    content = json.loads(erasure.write(ERASURE, SIGNER))
    content["erased"].append({"sequence": 10, "commitment": "00" * 32, "facts": FACTS})

    with pytest.raises(SealBroken, match="另列"):
        erasure.read(json.dumps(content), SIGNER.verifier)


def test_an_entry_added_inside_breaks_the_signature():
    content = json.loads(erasure.write(ERASURE, SIGNER))
    content["erased"].append({"sequence": 10, "commitment": "00" * 32, "facts": FACTS})
    content["document"]["erased"] = content["erased"]

    with pytest.raises(SealBroken, match="改动"):
        erasure.read(json.dumps(content), SIGNER.verifier)


def test_another_rule_outside_the_signature_is_found():
    content = json.loads(erasure.write(ERASURE, SIGNER))
    content["rule"] = "expired"

    with pytest.raises(SealBroken, match="另列"):
        erasure.read(json.dumps(content), SIGNER.verifier)


def test_an_erasure_is_no_receipt():
    with pytest.raises(SealBroken, match="这一类"):
        receipt.read(erasure.write(ERASURE, SIGNER))
