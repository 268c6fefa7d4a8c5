"""Does a PDF's signature cover every byte, and does its digest fit? Asked before anything reads the file.

So a damaged file is found by its digest, and no reader of PDF has to make sense of it.
"""

import re
from hashlib import sha256

from asn1crypto import cms

RANGE = re.compile(rb"/ByteRange\s*\[\s*0 +(\d{1,12}) +(\d{1,12}) +(\d{1,12})\s*\]")


class NotAsSigned(Exception):
    """The bytes are not those that were signed."""

    def __init__(self) -> None:
        super().__init__(
            "文件没有平台的电子签名，或者签名后被改动。"
            " / The file is not signed, or was changed after signing."
        )


def check_range(file: bytes) -> None:
    """Return when the one signature covers the whole file and its digest is that of the file.

    Raises:
        NotAsSigned: it does not.
    """
    found = RANGE.findall(file)
    if len(found) != 1:
        raise NotAsSigned
    first, second, rest = map(int, found[0])
    written = file[first:second]
    if second + rest != len(file) or written[:1] != b"<" or written[-1:] != b">":
        raise NotAsSigned
    if _digest_in(written[1:-1]) != sha256(file[:first] + file[second:]).digest():
        raise NotAsSigned


def _digest_in(written: bytes) -> bytes:
    """Return the digest that was signed; the signature must be spelt the one way we spell it."""
    try:
        raw = bytes.fromhex(written.decode("ascii"))
        signed = cms.ContentInfo.load(raw)
        encoded: bytes = signed.dump()
        if encoded.hex().upper().ljust(len(written), "0").encode() != written:
            raise NotAsSigned
        (signer,) = signed["content"]["signer_infos"]
        values = {attribute["type"].native: attribute["values"] for attribute in signer["signed_attrs"]}
        return bytes(values["message_digest"][0].native)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise NotAsSigned from error
