"""What kind of file it is; its digest, and bytes that no table has."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from gongxin.intake.unreadable import Unreadable

CHUNK = 1 << 20
LONGEST_LINE = 8 << 20
ZIP = b"PK\x03\x04"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
UTF16 = (b"\xff\xfe", b"\xfe\xff")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class Form(StrEnum):
    """What kind of file the bytes are."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON_LINES = "jsonl"


@dataclass(frozen=True, slots=True)
class Scan:
    """What both ends of a file tell; `is_utf16` by its byte order mark."""

    form: Form
    is_utf16: bool
    ends_with_newline: bool


def scan(path: Path) -> Scan:
    """Return the form of a file, from its first and last bytes.

    Raises:
        Unreadable: empty, or an old or protected workbook.
    """
    with path.open("rb") as file:
        head = file.read(CHUNK)
        file.seek(max(0, path.stat().st_size - 2))
        tail = file.read()
    if not head.strip():
        raise Unreadable("文件是空的，没有任何内容。", "The file is empty.")
    ends = tail.endswith((b"\n", b"\r")) or tail in (b"\n\x00", b"\x00\n")
    return Scan(_form(path, head), head.startswith(UTF16), ends)


def digest(path: Path, scanned: Scan) -> str:
    """Return the SHA-256 digest of a file, having passed over every byte in bounded memory.

    Raises:
        Unreadable: a text with NUL bytes, or with a line longer than `LONGEST_LINE`.
    """
    is_text = scanned.form is not Form.XLSX and not scanned.is_utf16
    hasher, length = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            hasher.update(chunk)
            if is_text:
                length = _line_length(chunk, length)
    return hasher.hexdigest()


def _form(path: Path, head: bytes) -> Form:
    if head.startswith(ZIP):
        return Form.XLSX
    if head.startswith(OLE):
        raise _old_workbook(head)
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        raise Unreadable(
            "文件以 .xlsx 结尾，但不是 Excel 文件或已损坏。请重新另存后再报送。",
            "Not a workbook, or a damaged one.",
        )
    if head.startswith(b"%PDF"):
        raise Unreadable(
            "这是 PDF，不是数据表。请报送 CSV、XLSX 或 JSON Lines。",
            "A PDF is no table: send CSV, XLSX or JSON Lines.",
        )
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"[") and start[1:].lstrip().startswith(b"{"):
        raise Unreadable(
            "这是一个 JSON 数组。请改为 JSON Lines：每行一个对象，行末没有逗号，首尾没有方括号。",
            "A JSON array: write JSON Lines, one object a line without brackets and commas around them.",
        )
    if path.suffix.lower() in (".jsonl", ".ndjson") or start.startswith(b"{"):
        return Form.JSON_LINES
    return Form.CSV


def _old_workbook(head: bytes) -> Unreadable:
    if ENCRYPTED in head:
        return Unreadable(
            "Excel 文件设有密码，无法读取。请取消密码后再报送。",
            "The workbook is protected by a password; remove it.",
        )
    return Unreadable(
        "这是旧版 Excel（.xls）或设有密码的文件。请另存为 .xlsx（不设密码）或 CSV。",
        "An old .xls or a protected workbook: save it as .xlsx without a password, or as CSV.",
    )


def _line_length(chunk: bytes, before: int) -> int:
    """Return the bytes since the last line end, given those before this chunk."""
    if b"\x00" in chunk:
        raise Unreadable(
            "文件含有空字节（NUL），不是文本文件或编码有误。请另存为 UTF-8 编码的 CSV。",
            "The file has NUL bytes: not a text file, or a wrong encoding. Save it as CSV in UTF-8.",
        )
    first = min((place for place in (chunk.find(b"\n"), chunk.find(b"\r")) if place >= 0), default=len(chunk))
    if before + first > LONGEST_LINE:
        raise Unreadable(
            f"有一行超过 {LONGEST_LINE >> 20} MB，不是按行存放的表格。请核对换行和引号。",
            f"A line is longer than {LONGEST_LINE >> 20} MB: check line ends and quotation marks.",
        )
    last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
    return before + len(chunk) if last < 0 else len(chunk) - last - 1
