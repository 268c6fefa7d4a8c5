"""Letters and evidence: kept under their digest while they are needed, and only where whole and passive."""

import re
import zlib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from django.conf import settings

LARGEST = 5 << 20
LARGEST_OPENED = 32 << 20  # of one compressed part of a PDF
KINDS = {"pdf": "application/pdf", "png": "image/png", "jpeg": "image/jpeg"}
PNG, PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xae\x42\x60\x82"
JPEG, JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"
# What makes a PDF act by itself, reach out, or carry other files. Names too short to be told from the noise
# of a picture (JS, AA) need one of these to do anything.
ACTIVE = re.compile(
    rb"/(JavaScript|Launch|OpenAction|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToR|GoToE|Encrypt)\b"
)
COMPRESSED = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)
ESCAPED = re.compile(rb"#([0-9a-fA-F]{2})")


class LetterRefused(Exception):
    """The file is no letter that can be taken."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")


def keep(content: bytes, folder: str = "letters") -> tuple[str, str]:
    """Keep a letter in a folder of the data folder; return its digest and what kind of file it is.

    Raises:
        LetterRefused: too large, no PDF, PNG or JPEG by its content, or a PDF that is more than paper.
    """
    refuse_large(content)
    kind = kind_of(content)
    digest = sha256(content).hexdigest()
    place = path_of(digest, folder)
    for kept_in in (place.parent.parent, place.parent):
        kept_in.mkdir(mode=0o700, exist_ok=True)
    draft = place.with_suffix(".draft")
    draft.touch(mode=0o600)
    draft.write_bytes(content)
    draft.replace(place)
    return digest, kind


def refuse_large(content: bytes) -> None:
    """Refuse a file that is larger than a letter is.

    Raises:
        LetterRefused
    """
    if len(content) > LARGEST:
        raise LetterRefused(
            "文件超过 5 MB，请压缩后重新上传。", "The file is larger than 5 MB: scan it smaller."
        )


def kind_of(content: bytes) -> str:
    """Return pdf, png or jpeg, by the content and never by the name.

    Raises:
        LetterRefused: it is none of them from beginning to end, or a PDF with active content.
    """
    if content.startswith(PNG) and content.endswith(PNG_END):
        return "png"
    if content.startswith(JPEG) and content.rstrip(b"\x00\r\n ").endswith(JPEG_END):
        return "jpeg"
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-1024:]:
        if _is_active(content):
            raise LetterRefused(
                "PDF 中有脚本、附件、加密或自动动作，不能收取。请重新扫描为普通 PDF。",
                "The PDF has scripts, attachments, encryption or actions: scan the paper again.",
            )
        return "pdf"
    raise LetterRefused(
        "只收 PDF、PNG、JPEG 文件，且内容应与格式相符。请重新扫描后上传。",
        "Only PDF, PNG and JPEG files are taken, and only whole ones: scan the paper again.",
    )


def path_of(digest: str, folder: str = "letters") -> Path:
    return Path(settings.GONGXIN_DATA) / folder / digest[:2] / digest


def forget(digest: str) -> None:
    """Remove a letter that is no longer needed; its digest stays on record."""
    path_of(digest).unlink(missing_ok=True)


def _is_active(content: bytes) -> bool:
    try:
        parts = [content, *_opened(content)]
    except zlib.error:
        return True  # objects hidden in a way we cannot look into
    return any(ACTIVE.search(ESCAPED.sub(_plain, part)) for part in parts)


def _opened(content: bytes) -> Iterator[bytes]:
    """Yield the compressed parts that hold a PDF's objects, where actions could hide."""
    for match in COMPRESSED.finditer(content):
        yield zlib.decompressobj().decompress(content[match.end() :], LARGEST_OPENED)


def _plain(match: re.Match[bytes]) -> bytes:
    """A name may be written with #4a for J."""
    return bytes([int(match[1], 16)])
