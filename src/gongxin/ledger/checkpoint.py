"""Checkpoints: the size and root of the log, signed (C2SP tlog-checkpoint and signed-note)."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass

from gongxin.ledger.key import Signer, Verifier
from gongxin.ledger.tile import HASH

SIGNED_BY = "— "


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What the log says about itself."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the lines that are signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


class CheckpointNotGenuine(Exception):
    """The note is not a checkpoint signed by the expected key."""

    def __init__(self, reason_zh: str, reason_en: str) -> None:
        super().__init__(
            f"检查点不可信：{reason_zh}。请勿采信该日志，并联系运营单位核实公钥。"
            f" / The checkpoint is not genuine: {reason_en}. Do not trust this log; confirm its key."
        )


def sign(checkpoint: Checkpoint, signer: Signer) -> str:
    """Return the signed note."""
    text = checkpoint.text()
    signature = b64encode(signer.verifier.id + signer.sign(text.encode())).decode()
    return f"{text}\n{SIGNED_BY}{signer.name} {signature}\n"


def read(note: str, verifier: Verifier) -> Checkpoint:
    """Return what a note says, once its signature is checked; those of witnesses are passed over.

    Raises:
        CheckpointNotGenuine: no signature of the verifier fits, or the lines are not a checkpoint.
    """
    text, gap, signatures = note.partition("\n\n")
    text += "\n"
    if not gap or not any(_fits(line, text, verifier) for line in signatures.splitlines()):
        raise CheckpointNotGenuine("没有与公钥相符的签名", "no signature fits the key")
    lines = text.splitlines()
    try:
        origin, size, root = lines[0], int(lines[1]), b64decode(lines[2], validate=True)
    except (IndexError, ValueError, NotBase64):
        raise CheckpointNotGenuine("内容不是检查点", "its lines are no checkpoint") from None
    found = Checkpoint(origin, size, root)
    if found.text() != "".join(f"{line}\n" for line in lines[:3]) or len(root) != HASH or size < 0:
        raise CheckpointNotGenuine("内容不是检查点", "its lines are no checkpoint")
    if origin != verifier.name:
        raise CheckpointNotGenuine(f"日志名称是 {origin}", f"it is of the log {origin}")
    return found


def _fits(line: str, text: str, verifier: Verifier) -> bool:
    head = f"{SIGNED_BY}{verifier.name} "
    if not line.startswith(head):
        return False
    try:
        raw = b64decode(line.removeprefix(head), validate=True)
    except (ValueError, NotBase64):
        return False
    return raw[:4] == verifier.id and verifier.signed(raw[4:], text.encode())
