"""Signed documents that name their place in the log, opened and checked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongxin.law.label import Label
from gongxin.ledger import checkpoint, seal
from gongxin.ledger.checkpoint import CheckpointNotGenuine
from gongxin.ledger.key import NotAKey, Verifier, parse_verifier
from gongxin.ledger.seal import SealBroken


@dataclass(frozen=True, slots=True)
class SealedKind:
    """A kind of signed document: its purpose in the signature, and what a reader calls it."""

    purpose: str
    name: Label

    def odd(self) -> SealBroken:
        """Return the refusal of a document that is none of this kind."""
        return SealBroken(f"不是{self.name.zh}", f"it is no {self.name.en}")

    def opened(self, text: str, verifier: Verifier | None) -> tuple[Mapping[str, Any], Verifier]:
        """Return the document of a file, once its signature is checked, and the key that signed it.

        Without `verifier` the key it names is used: then only the key's origin remains to be asked.

        Raises:
            SealBroken: the file was changed, is something else, or is signed by another key.
        """
        try:
            sealed = json.loads(text)
        except ValueError:
            raise SealBroken("不是 JSON 文件", "it is no JSON file") from None
        if not isinstance(sealed, Mapping):
            raise self.odd()
        document = seal.opened(sealed, purpose=self.purpose, verifier=verifier)
        return document, parse_verifier(sealed["key"])


def check_position(note: str, verifier: Verifier, *, size: int, last: int = 0) -> None:
    """Check that the signed note is of a log of `size` entries, and that entry `last` is among them.

    Raises:
        SealBroken: it is not genuine, or of another size.
    """
    try:
        said = checkpoint.read(note, verifier)
    except (CheckpointNotGenuine, NotAKey):
        raise SealBroken("其中的日志检查点不可信", "the checkpoint in it is not genuine") from None
    if said.size != size or last > said.size:
        raise SealBroken("日志位置与检查点不符", "its place is not in its checkpoint")
