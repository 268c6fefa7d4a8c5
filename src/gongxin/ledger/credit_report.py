"""Credit reports: their numbers, in which a slip of the pen shows, and the signed JSON beside the PDF."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from gongxin.law.label import Label
from gongxin.ledger import seal
from gongxin.ledger.key import Signer, Verifier
from gongxin.ledger.position import SealedKind, check_position
from gongxin.ledger.seal import SealBroken, canonical

PURPOSE = "credit report"
KIND = SealedKind(PURPOSE, Label("信用报告", "credit report"))
PREFIX = "GX"
WRITTEN = re.compile(r"GX(\d{8})(\d{8,})(\d{2})")
NOT_WRITTEN = re.compile(r"[\s\-‐－—.·]+")  # what people put between the groups of a long number


class NotANumber(Exception):
    """The text is no report number, or not the one that was meant."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"“{text[:40]}”不是报告编号：末两位校验不符，请对照报告封面重新输入。"
            f" / {text[:40]!r} is no report number: its check digits do not fit. Compare it with the cover."
        )


def number_of(place: int, on: date) -> str:
    """Return the number of the report that took a place (1 and more) in the row of numbers on a day."""
    body = f"{PREFIX}{on:%Y%m%d}{place:08d}"
    return f"{body}{98 - _remainder(f'{body}00'):02d}"


def parse_number(text: str) -> str:
    """Return the number as it is kept; blanks, hyphens, lower case and full width do not matter.

    Raises:
        NotANumber: it is none, a digit is wrong or two are exchanged.
    """
    narrow = "".join(chr(ord(one) - 0xFEE0) if "！" <= one <= "～" else one for one in text)
    number = NOT_WRITTEN.sub("", narrow).upper()
    # ISO 7064, mod 97-10: finds every single wrong character and every exchange of two.
    if not WRITTEN.fullmatch(number) or not number.isascii() or _remainder(number) != 1:
        raise NotANumber(text)
    return number


def grouped(number: str) -> str:
    """Return the number in groups of four, as it is printed and read out."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def _remainder(text: str) -> int:
    return int("".join(str(int(character, 36)) for character in text)) % 97


def digest_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical content: what both files of a report say, in one word."""
    return sha256(canonical(content).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Twin:
    """The report as JSON. `pdf_digest` is the SHA-256 of the signed PDF beside it, in hexadecimal."""

    number: str
    kind: str
    language: str
    uscc: str
    issued_at: str
    content_digest: str
    pdf_digest: str
    log_size: int
    checkpoint: str  # the signed note; empty while the log is
    content: Mapping[str, Any]


def write(twin: Twin, signer: Signer) -> str:
    """Return the file's text."""
    return json.dumps(seal.seal(asdict(twin), purpose=PURPOSE, signer=signer), ensure_ascii=False, indent=1)


def read(text: str, verifier: Verifier | None = None) -> Twin:
    """Return the report once signature, digest and checkpoint are checked.

    Raises:
        SealBroken: the file was changed, is something else, or is signed by another key.
    """
    document, key = KIND.opened(text, verifier)
    try:
        twin = Twin(**document)
    except TypeError:
        raise KIND.odd() from None
    if digest_of(twin.content) != twin.content_digest:
        raise SealBroken("内容与其摘要不符", "the content is not that of its digest")
    if twin.log_size:
        check_position(twin.checkpoint, key, size=twin.log_size)
    return twin
