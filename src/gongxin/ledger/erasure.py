"""Lawful erasure: the content goes, its digest stays, and a signed entry says who took it out and why."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gongxin.ledger import seal
from gongxin.ledger.key import Signer, Verifier
from gongxin.ledger.seal import SealBroken

PURPOSE = "erasure"


@dataclass(frozen=True, slots=True)
class Erasure:
    """`erased` names the entries by sequence, each with its commitment."""

    erased: Mapping[int, bytes]
    basis: str
    reason: str


def write(erasure: Erasure, signer: Signer) -> str:
    """Return the content of the entry. `erased` stands outside the seal too, where the database reads it."""
    document = {
        "erased": _erased(erasure),
        "basis": erasure.basis,
        "reason": erasure.reason,
    }
    sealed = seal.seal(document, purpose=PURPOSE, signer=signer)
    return seal.canonical({"erased": document["erased"], **sealed})


def read(content: str, verifier: Verifier | None) -> Erasure:
    """Return what an erasure's entry says, once its signature is checked.

    Raises:
        SealBroken: it was changed or not signed by the log's key.
    """
    sealed = json.loads(content)
    document = seal.opened(sealed, purpose=PURPOSE, verifier=verifier)
    if sealed.get("erased") != document["erased"]:
        raise SealBroken("签名之外另列了条目", "it names entries outside what was signed")
    erased = {part["sequence"]: bytes.fromhex(part["commitment"]) for part in document["erased"]}
    return Erasure(erased, document["basis"], document["reason"])


def _erased(erasure: Erasure) -> Sequence[Mapping[str, object]]:
    return [{"sequence": sequence, "commitment": digest.hex()} for sequence, digest in erasure.erased.items()]
