"""The instance's secret keys in one file that opens with a passphrase only."""

import json
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

SHORTEST = 16
COST = {"n": 2**15, "r": 8, "p": 1}  # 32 MiB and about a tenth of a second for each guess
ABOUT = b"gongxin keys v1"


class PassphraseTooShort(Exception):
    """The passphrase could be guessed."""

    def __init__(self) -> None:
        super().__init__(
            f"备份口令至少 {SHORTEST} 个字符。请换一个更长的口令，并与备份分开保管。"
            f" / The passphrase needs {SHORTEST} characters or more; keep it apart from the backup."
        )


class WrongPassphrase(Exception):
    """The box does not open: another passphrase, or the file was changed."""

    def __init__(self) -> None:
        super().__init__(
            "口令不对，或密钥文件被改动，无法打开。请核对口令。"
            " / The keys do not open: a wrong passphrase, or the file was changed. Check the passphrase."
        )


def locked(keys: Mapping[str, bytes], passphrase: str) -> bytes:
    """Return the box.

    Raises:
        PassphraseTooShort: it could be guessed.
    """
    if len(passphrase) < SHORTEST:
        raise PassphraseTooShort
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    plain = json.dumps({name: b64encode(key).decode() for name, key in keys.items()}).encode()
    sealed = AESGCM(_key(passphrase, salt)).encrypt(nonce, plain, ABOUT)
    return salt + nonce + sealed


def unlocked(box: bytes, passphrase: str) -> dict[str, bytes]:
    """Return the keys by name.

    Raises:
        WrongPassphrase: the box does not open.
    """
    salt, nonce, sealed = box[:16], box[16:28], box[28:]
    try:
        plain = AESGCM(_key(passphrase, salt)).decrypt(nonce, sealed, ABOUT)
    except (InvalidTag, ValueError) as refusal:
        raise WrongPassphrase from refusal
    return {name: b64decode(key) for name, key in json.loads(plain).items()}


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, **COST).derive(passphrase.encode())
