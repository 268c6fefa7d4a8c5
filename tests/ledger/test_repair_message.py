"""A message about a repair: whole, signed, and in its place in the sender's log."""

from dataclasses import replace

import pytest

from gongxin.ledger import checkpoint
from gongxin.ledger.checkpoint import Checkpoint
from gongxin.ledger.key import Signer
from gongxin.ledger.repair_message import RepairMessage, read, write
from gongxin.ledger.seal import SealBroken

KEY, OTHER = Signer("credit.example", b"k" * 32), Signer("other.example", b"o" * 32)
NOTE = checkpoint.sign(Checkpoint(KEY.name, 9, b"\1" * 32), KEY)
MESSAGE = RepairMessage(
    message="5d8a3c1e-0000-4000-8000-000000000001", kind="repaired", uscc="91310000MA0000015F",
    organisation="琥珀食品有限公司", item="administrative_penalty", record="r", title="罚款",
    document_number="1号", decided_on="2026-05-01", unit="11310000000000035N", unit_name="市场监管局",
    case="20260803-0001", on="2026-08-03", until="", sequence=9, log_size=9, checkpoint=NOTE,
)  # fmt: skip


def test_what_was_written_is_read_again_and_stands_on_one_line():
    text = write(MESSAGE, KEY)

    assert read(text, KEY.verifier) == MESSAGE
    assert "\n" not in text


def test_another_key_or_another_place_in_the_log_is_refused():
    with pytest.raises(SealBroken):
        read(write(MESSAGE, KEY), OTHER.verifier)
    with pytest.raises(SealBroken):
        read(write(replace(MESSAGE, sequence=10), KEY))
    with pytest.raises(SealBroken):
        read(write(MESSAGE, OTHER))  # the note in it is not the signer's


@pytest.mark.parametrize(
    "changes",
    [{"kind": "forgiven"}, {"title": "a\x00"}, {"title": 7}, {"log_size": "9"}, {"log_size": True}],
    ids=str,
)
def test_odd_content_is_refused_although_it_is_signed(changes):
    with pytest.raises(SealBroken):
        read(write(replace(MESSAGE, **changes), KEY))
