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


def salt_sql(secret: bytes) -> str:
    """Return `salt` as a DuckDB expression over the column `sequence`."""
    return f"unhex(sha256(from_hex('{secret.hex()}') || encode(CAST(sequence AS VARCHAR)))[1:{2 * SIZE}])"


def commitment(salt: bytes, statement: str) -> bytes:
    """Return the leaf of the log that stands for a statement."""
    return sha256(salt + statement.encode()).digest()


def commitment_sql(salt: str, statement: str) -> str:
    """Return `commitment` as a DuckDB expression over two expressions."""
    return f"unhex(sha256({salt} || encode({statement})))"
