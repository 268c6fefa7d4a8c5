"""Check receipts: proof of a look at non-public information, for the file of the case it was made for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from gongxin.ledger import checkpoint, seal
from gongxin.ledger.checkpoint import CheckpointNotGenuine
from gongxin.ledger.key import NotAKey, Signer, Verifier, parse_verifier
from gongxin.ledger.seal import SealBroken

PURPOSE = "check-receipt"
READABLE = 100  # organisations; a longer receipt is written without line breaks, many times quicker


@dataclass(frozen=True, slots=True)
class CheckedEntry:
    """An entry that was seen: its number in the ledger and its leaf in the log, in hexadecimal."""

    sequence: int
    digest: str


@dataclass(frozen=True, slots=True)
class CheckedOrganisation:
    """A look at one organisation: where it stands in the log, what was seen, the digest of the answer."""

    uscc: str
    look: str
    sequence: int
    found: int
    answer: str
    entries: tuple[CheckedEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReceipt:
    """Who looked at what, when, for what, under which edition; `checkpoint` is the signed note of the log."""

    query: str
    unit: str
    unit_name: str
    account: str
    channel: str
    matter: str
    edition: str
    purpose: str
    case_number: str
    on: str
    at: str
    organisations: tuple[CheckedOrganisation, ...]
    sequence: tuple[int, int]
    log_size: int
    checkpoint: str


def write(receipt: CheckReceipt, signer: Signer) -> str:
    """Return the receipt file's text."""
    document = {one.name: getattr(receipt, one.name) for one in fields(receipt)}
    document["sequence"] = list(receipt.sequence)
    document["organisations"] = [_told(one) for one in receipt.organisations]
    return json.dumps(
        seal.seal(document, purpose=PURPOSE, signer=signer),
        ensure_ascii=False,
        indent=1 if len(receipt.organisations) <= READABLE else None,
    )


def _told(one: CheckedOrganisation) -> dict[str, object]:
    return {
        "uscc": one.uscc,
        "look": one.look,
        "sequence": one.sequence,
        "found": one.found,
        "answer": one.answer,
        "entries": [{"sequence": entry.sequence, "digest": entry.digest} for entry in one.entries],
    }


def read(text: str, verifier: Verifier | None = None) -> CheckReceipt:
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
        raise SealBroken("不是核查凭证", "it is no check receipt")
    receipt = _receipt(seal.opened(sealed, purpose=PURPOSE, verifier=verifier))
    _check_position(receipt, parse_verifier(sealed["key"]))
    return receipt


def _receipt(document: Mapping[str, Any]) -> CheckReceipt:
    try:
        facts = dict(document)
        facts["sequence"] = tuple(facts["sequence"])
        facts["organisations"] = tuple(_organisation(one) for one in facts["organisations"])
        return CheckReceipt(**facts)
    except (KeyError, TypeError):
        raise SealBroken("不是核查凭证", "it is no check receipt") from None


def _organisation(facts: Mapping[str, Any]) -> CheckedOrganisation:
    entries = tuple(CheckedEntry(**one) for one in facts["entries"])
    return CheckedOrganisation(**{**facts, "entries": entries})


def _check_position(receipt: CheckReceipt, verifier: Verifier) -> None:
    try:
        said = checkpoint.read(receipt.checkpoint, verifier)
    except (CheckpointNotGenuine, NotAKey):
        raise SealBroken("其中的日志检查点不可信", "the checkpoint in it is not genuine") from None
    first, last = receipt.sequence
    stand = all(first <= one.sequence <= last for one in receipt.organisations)
    if said.size != receipt.log_size or last > said.size or not stand:
        raise SealBroken("日志位置与检查点不符", "its place is not in its checkpoint")
