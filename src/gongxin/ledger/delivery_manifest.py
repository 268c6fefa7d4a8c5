"""The manifest of a delivery to a credit agency: what it holds, under which contract, and where it stands."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from gongxin.ledger import checkpoint, seal
from gongxin.ledger.checkpoint import CheckpointNotGenuine
from gongxin.ledger.key import NotAKey, Signer, Verifier, parse_verifier
from gongxin.ledger.seal import SealBroken

PURPOSE = "delivery"


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
    try:
        sealed = json.loads(text)
    except ValueError:
        raise SealBroken("不是 JSON 文件", "it is no JSON file") from None
    if not isinstance(sealed, Mapping):
        raise SealBroken("不是交付清单", "it is no manifest of a delivery")
    document = seal.opened(sealed, purpose=PURPOSE, verifier=verifier)
    manifest = _manifest(document)
    _check_position(manifest, parse_verifier(sealed["key"]))
    return manifest


def _manifest(document: Mapping[str, Any]) -> DeliveryManifest:
    try:
        return DeliveryManifest(**{**document, "items": tuple(document["items"])})
    except (KeyError, TypeError):
        raise SealBroken("不是交付清单", "it is no manifest of a delivery") from None


def _check_position(manifest: DeliveryManifest, verifier: Verifier) -> None:
    try:
        said = checkpoint.read(manifest.checkpoint, verifier)
    except (CheckpointNotGenuine, NotAKey):
        raise SealBroken("其中的日志检查点不可信", "the checkpoint in it is not genuine") from None
    if said.size != manifest.log_size or manifest.sequence > said.size:
        raise SealBroken("日志位置与检查点不符", "its place is not in its checkpoint")
