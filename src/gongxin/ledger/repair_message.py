"""What one platform tells another of a repair: signed, with the place of the decision in the log."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from gongxin.law.label import Label
from gongxin.ledger import seal
from gongxin.ledger.key import Signer, Verifier
from gongxin.ledger.position import SealedKind, check_position

PURPOSE = "repair"
KIND = SealedKind(PURPOSE, Label("修复通报", "message about a repair"))
REPAIRED, REPAIRED_FOR_A_TIME, RESTORED = "repaired", "repaired_for_a_time", "restored"
KINDS = (REPAIRED, REPAIRED_FOR_A_TIME, RESTORED)


@dataclass(frozen=True, slots=True)
class RepairMessage:
    """`record` is the sender's number; who receives it finds the record by organisation and document.

    `until` is empty but for a repair for a time. `sequence` is the ledger entry of the deciding step.
    """

    message: str
    kind: str
    uscc: str
    organisation: str
    item: str
    record: str
    title: str
    document_number: str
    decided_on: str
    unit: str
    unit_name: str
    case: str  # its number for people
    on: str
    until: str
    sequence: int
    log_size: int
    checkpoint: str  # the signed note


def write(message: RepairMessage, signer: Signer) -> str:
    """Return the message's text: one line, so that many make a file."""
    sealed = seal.seal(asdict(message), purpose=PURPOSE, signer=signer)
    return json.dumps(sealed, ensure_ascii=False, sort_keys=True)


def read(text: str, verifier: Verifier | None = None) -> RepairMessage:
    """Return the message once its signature and its place in the sender's log are checked.

    Raises:
        SealBroken: it was changed, is something else, or is signed by another key.
    """
    document, key = KIND.opened(text, verifier)
    message = _message(document)
    check_position(message.checkpoint, key, size=message.log_size, last=message.sequence)
    return message


def _message(document: Mapping[str, Any]) -> RepairMessage:
    try:
        message = RepairMessage(**document)
    except TypeError:
        raise KIND.odd() from None
    told = asdict(message)
    numbers = [told.pop("sequence"), told.pop("log_size")]
    is_whole = isinstance(told.pop("checkpoint"), str) and all(type(one) is int for one in numbers)
    is_text = all(isinstance(one, str) and one.isprintable() for one in told.values())
    if message.kind not in KINDS or not is_whole or not is_text:
        raise KIND.odd()
    return message
