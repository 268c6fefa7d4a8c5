"""Receipts: what a unit holds in its hand, and can check without us."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from gongxin.law.label import Label
from gongxin.ledger import seal
from gongxin.ledger.key import Signer, Verifier
from gongxin.ledger.position import SealedKind, check_position

PURPOSE = "receipt"
KIND = SealedKind(PURPOSE, Label("回执", "receipt"))


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was received and what became of it. `digest` is the SHA-256 of the bytes handed in."""

    batch: str
    item: str
    edition: str
    unit: str
    file_name: str
    digest: str
    received_at: str
    rows: int
    accepted: int
    corrected: int
    duplicate: int
    rejected: int
    refused_natural_person: int
    sequence: tuple[int, int] | None
    log_size: int
    checkpoint: str  # the signed note


def write(receipt: Receipt, signer: Signer) -> str:
    """Return the receipt file's text."""
    sealed = seal.seal(asdict(receipt), purpose=PURPOSE, signer=signer)
    return json.dumps(sealed, ensure_ascii=False, indent=2)


def read(text: str, verifier: Verifier | None = None) -> Receipt:
    """Return the receipt once signature and checkpoint are checked.

    Raises:
        SealBroken: the file was changed, is something else, or is signed by another key.
    """
    document, key = KIND.opened(text, verifier)
    receipt = _receipt(document)
    if receipt.log_size:
        last = receipt.sequence[1] if receipt.sequence else 0
        check_position(receipt.checkpoint, key, size=receipt.log_size, last=last)
    return receipt


def _receipt(document: Mapping[str, Any]) -> Receipt:
    try:
        facts = dict(document)
        if facts["sequence"] is not None:
            facts["sequence"] = tuple(facts["sequence"])
        return Receipt(**facts)
    except (KeyError, TypeError):
        raise KIND.odd() from None
