"""A sealed document: JSON that anyone can read, with a signature over its canonical bytes."""

import json
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from typing import Any

from gongxin.ledger.key import NotAKey, Signer, Verifier, parse_verifier


class SealBroken(Exception):
    """The document is not what was signed, or not signed by the expected key."""

    def __init__(self, reason_zh: str, reason_en: str) -> None:
        super().__init__(f"验证不通过：{reason_zh}。/ Not genuine: {reason_en}.")


def canonical(document: Mapping[str, Any]) -> str:
    """Return the one spelling that is signed: keys in order, no blanks, UTF-8."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def seal(document: Mapping[str, Any], *, purpose: str, signer: Signer) -> dict[str, Any]:
    """Return the document with key and signature. `purpose` keeps one kind from passing as another."""
    signature = signer.sign(_signed(purpose, document))
    return {
        "document": dict(document),
        "purpose": purpose,
        "key": signer.verifier.text(),
        "signature": b64encode(signature).decode(),
    }


def opened(sealed: Mapping[str, Any], *, purpose: str, verifier: Verifier | None) -> Mapping[str, Any]:
    """Return the document once its signature is checked, against the key it names where `verifier` is None.

    Raises:
        SealBroken: something in it was changed, or another key signed it.
    """
    try:
        document, key = sealed["document"], parse_verifier(sealed["key"])
        signature = b64decode(sealed["signature"], validate=True)
    except (KeyError, TypeError, AttributeError, ValueError, NotBase64, NotAKey):
        raise SealBroken("不是本平台的签名文件", "it is no signed document of this platform") from None
    if verifier is not None and key != verifier:
        raise SealBroken(f"签名公钥是 {key.text()}", f"the key is {key.text()}")
    if sealed.get("purpose") != purpose or not isinstance(document, Mapping):
        raise SealBroken("不是这一类文件", "it is a document of another kind")
    if not key.signed(signature, _signed(purpose, document)):
        raise SealBroken("内容或签名被改动", "its text or signature was changed")
    return document


def _signed(purpose: str, document: Mapping[str, Any]) -> bytes:
    return f"gongxin {purpose} v1\n{canonical(document)}".encode()
