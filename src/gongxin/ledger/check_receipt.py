"""Check receipts: proof of a look at non-public information, for the file of the case it was made for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from gongxin.law.label import Label
from gongxin.ledger import seal
from gongxin.ledger.key import Signer, Verifier
from gongxin.ledger.position import SealedKind, check_position
from gongxin.ledger.seal import SealBroken

PURPOSE = "check-receipt"
KIND = SealedKind(PURPOSE, Label("核查凭证", "check receipt"))
READABLE = 100  # organisations; a longer receipt is written without line breaks, many times quicker


@dataclass(frozen=True, slots=True)
class CheckedEntry:
    """An entry that was seen: its number in the ledger and its leaf in the log, in hexadecimal.

    `disputed`: it was handed out with the mark that its subject disputes it.
    """

    sequence: int
    digest: str
    disputed: bool = False


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
        "entries": [_entry(entry) for entry in one.entries],
    }


def _entry(entry: CheckedEntry) -> dict[str, object]:
    told: dict[str, object] = {"sequence": entry.sequence, "digest": entry.digest}
    return {**told, "disputed": True} if entry.disputed else told


def read(text: str, verifier: Verifier | None = None) -> CheckReceipt:
    """Return the receipt once signature and checkpoint are checked.

    Raises:
        SealBroken: the file was changed, is something else, or is signed by another key.
    """
    document, key = KIND.opened(text, verifier)
    receipt = _receipt(document)
    first, last = receipt.sequence
    check_position(receipt.checkpoint, key, size=receipt.log_size, last=last)
    if not all(first <= one.sequence <= last for one in receipt.organisations):
        raise SealBroken("日志位置与检查点不符", "its place is not in its checkpoint")
    return receipt


def _receipt(document: Mapping[str, Any]) -> CheckReceipt:
    try:
        facts = dict(document)
        facts["sequence"] = tuple(facts["sequence"])
        facts["organisations"] = tuple(_organisation(one) for one in facts["organisations"])
        return CheckReceipt(**facts)
    except (KeyError, TypeError):
        raise KIND.odd() from None


def _organisation(facts: Mapping[str, Any]) -> CheckedOrganisation:
    entries = tuple(CheckedEntry(**one) for one in facts["entries"])
    return CheckedOrganisation(**{**facts, "entries": entries})
