"""The manifest of a delivery to a credit agency: what it holds, under which contract, and where it stands."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from gongxin.law.label import Label
from gongxin.ledger import seal
from gongxin.ledger.key import Signer, Verifier
from gongxin.ledger.position import SealedKind, check_position

PURPOSE = "delivery"
KIND = SealedKind(PURPOSE, Label("交付清单", "manifest of a delivery"))


@dataclass(frozen=True, slots=True)
class DeliveryManifest:
    """`files` are names with the SHA-256 of their bytes; `sequence` is the entry of the delivery."""

    delivery: str
    contract: str
    number: str
    unit: str
    purpose: str
    items: tuple[str, ...]
    requested_at: str
    delivered_at: str
    organisations: int
    records: int
    records_not_public: int
    files: Mapping[str, str]
    sequence: int
    log_size: int
    checkpoint: str  # the signed note


def write(manifest: DeliveryManifest, signer: Signer) -> str:
    """Return the manifest file's text."""
    sealed = seal.seal({**asdict(manifest), "items": list(manifest.items)}, purpose=PURPOSE, signer=signer)
    return json.dumps(sealed, ensure_ascii=False, indent=2)


def read(text: str, verifier: Verifier | None = None) -> DeliveryManifest:
    """Return the manifest once its signature is checked.

    Raises:
        SealBroken: the text was changed, is something else, or is signed by another key.
    """
    document, key = KIND.opened(text, verifier)
    manifest = _manifest(document)
    check_position(manifest.checkpoint, key, size=manifest.log_size, last=manifest.sequence)
    return manifest


def _manifest(document: Mapping[str, Any]) -> DeliveryManifest:
    try:
        return DeliveryManifest(**{**document, "items": tuple(document["items"])})
    except (KeyError, TypeError):
        raise KIND.odd() from None
