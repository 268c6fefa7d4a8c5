"""Receipts: what a unit holds in its hand, and can check without us."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from gongxin.ledger import checkpoint, seal
from gongxin.ledger.checkpoint import CheckpointNotGenuine
from gongxin.ledger.key import NotAKey, Signer, Verifier, parse_verifier
from gongxin.ledger.seal import SealBroken

PURPOSE = "receipt"


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

    Without `verifier` the key it names is used: then only the key's origin remains to be asked.

    Raises:
        SealBroken: the file was changed, is something else, or is signed by another key.
    """
    try:
        sealed = json.loads(text)
    except ValueError:
        raise SealBroken("不是 JSON 文件", "it is no JSON file") from None
    if not isinstance(sealed, Mapping):
        raise SealBroken("不是回执", "it is no receipt")
    document = seal.opened(sealed, purpose=PURPOSE, verifier=verifier)
    receipt = _receipt(document)
    if receipt.log_size:
        _check_position(receipt, parse_verifier(sealed["key"]))
    return receipt


def _receipt(document: Mapping[str, Any]) -> Receipt:
    try:
        facts = dict(document)
        if facts["sequence"] is not None:
            facts["sequence"] = tuple(facts["sequence"])
        return Receipt(**facts)
    except (KeyError, TypeError):
        raise SealBroken("不是回执", "it is no receipt") from None


def _check_position(receipt: Receipt, verifier: Verifier) -> None:
    try:
        said = checkpoint.read(receipt.checkpoint, verifier)
    except (CheckpointNotGenuine, NotAKey):
        raise SealBroken("其中的日志检查点不可信", "the checkpoint in it is not genuine") from None
    if said.size != receipt.log_size or (receipt.sequence and receipt.sequence[1] > said.size):
        raise SealBroken("日志位置与检查点不符", "its place is not in its checkpoint")
