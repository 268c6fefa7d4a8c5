"""The key that signs checkpoints, receipts and erasures: Ed25519, named as C2SP signed-note says."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"


@dataclass(frozen=True, slots=True)
class Verifier:
    """Who signed: a name without blanks and `+`, and the 32 bytes of the public key."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes a signed note tells keys apart by."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def text(self) -> str:
        """Return the verifier key as `name+id+key`, to be published and handed to checkers."""
        return f"{self.name}+{self.id.hex()}+{b64encode(ED25519 + self.public).decode()}"

    def signed(self, signature: bytes, message: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    """The private half; `seed` is 32 bytes."""

    name: str
    seed: bytes

    @property
    def verifier(self) -> Verifier:
        return Verifier(self.name, self._key().public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        return self._key().sign(message)

    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


class NotAKey(Exception):
    """The text is not a verifier key."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"{text!r} 不是验证公钥，应为“名称+编号+base64”。用 gongxin log checkpoint --key 可查看。"
            f" / {text!r} is no verifier key: write NAME+ID+BASE64, as gongxin log checkpoint --key prints."
        )


def parse_verifier(text: str) -> Verifier:
    """Return the verifier a published key names.

    Raises:
        NotAKey: it is not written as C2SP signed-note says, or its id is not that of its key.
    """
    try:
        name, _, key = text.strip().split("+", 2)
        raw = b64decode(key, validate=True)
    except (ValueError, NotBase64):
        raise NotAKey(text) from None
    verifier = Verifier(name, raw[1:])
    if raw[:1] != ED25519 or len(raw) != 33 or verifier.text() != text.strip():
        raise NotAKey(text)
    return verifier
