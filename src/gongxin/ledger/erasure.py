"""Lawful erasure: the content goes, its digest stays, and a signed entry says under which rule, and why.

Of each entry that loses its content the erasure also keeps the digest of everything else it said: once the
salt is gone the entry's own commitment cannot be checked any more, and its other facts could be changed.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gongxin.ledger import seal
from gongxin.ledger.key import Signer, Verifier
from gongxin.ledger.seal import SealBroken

PURPOSE = "erasure"


@dataclass(frozen=True, slots=True)
class Erased:
    """What stays of an entry: its commitment, and the digest of all but its content (`Statement.facts`)."""

    commitment: bytes
    facts: str


@dataclass(frozen=True, slots=True)
class Erasure:
    """`erased` names the entries by sequence; `rule` is a code of `disclosure.erasure_rule`."""

    erased: Mapping[int, Erased]
    rule: str
    basis: str
    reason: str


def write(erasure: Erasure, signer: Signer) -> str:
    """Return the content of the entry. What the database reads stands outside the seal too."""
    document = {
        "erased": _erased(erasure),
        "rule": erasure.rule,
        "basis": erasure.basis,
        "reason": erasure.reason,
    }
    sealed = seal.seal(document, purpose=PURPOSE, signer=signer)
    return seal.canonical({"erased": document["erased"], "rule": erasure.rule, **sealed})


def read(content: str, verifier: Verifier | None) -> Erasure:
    """Return what an erasure's entry says, once its signature is checked.

    Raises:
        SealBroken: it was changed or not signed by the log's key.
    """
    sealed = json.loads(content)
    document = seal.opened(sealed, purpose=PURPOSE, verifier=verifier)
    if (sealed.get("erased"), sealed.get("rule")) != (document["erased"], document["rule"]):
        raise SealBroken("签名之外另列了条目或规则", "it names entries or a rule outside what was signed")
    erased = {
        part["sequence"]: Erased(bytes.fromhex(part["commitment"]), part["facts"])
        for part in document["erased"]
    }
    return Erasure(erased, document["rule"], document["basis"], document["reason"])


def _erased(erasure: Erasure) -> Sequence[Mapping[str, object]]:
    return [
        {"sequence": sequence, "commitment": one.commitment.hex(), "facts": one.facts}
        for sequence, one in erasure.erased.items()
    ]
