"""Salts: without them a digest of few possible contents could be guessed back after the content is erased."""

import os
from hashlib import sha256

SIZE = 16


def secret() -> bytes:
    """Return what the salts of one batch are made from. It is used once and never stored."""
    return os.urandom(32)


def salt(secret: bytes, sequence: int) -> bytes:
    """Return the 16 bytes that hide the digest of one entry."""
    return sha256(secret + str(sequence).encode()).digest()[:SIZE]


def commitment(salt: bytes, statement: bytes) -> bytes:
    """Return the leaf of the log that stands for a statement in UTF-8."""
    return sealed(salt + statement)


def sealed(salted: bytes | memoryview) -> bytes:
    """Return the same of a salt and a statement that stand together."""
    return sha256(salted).digest()
