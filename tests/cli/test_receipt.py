"""A receipt is checked with nothing but the file."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from gongxin.cli.receipt import verify
from gongxin.ledger import check_receipt, checkpoint, delivery_manifest, receipt
from gongxin.ledger.check_receipt import CheckedEntry, CheckedOrganisation, CheckReceipt
from gongxin.ledger.checkpoint import Checkpoint
from gongxin.ledger.delivery_manifest import DeliveryManifest
from gongxin.ledger.key import Signer
from gongxin.ledger.receipt import Receipt

SIGNER = Signer("example.org/log", bytes(range(32)))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    facts = Receipt("id", "item", "e", "unit", "a.csv", "00", "t", 2, 0, 0, 2, 0, 0, None, 0, "")
    path = tmp_path / "receipt.json"
    path.write_text(receipt.write(facts, SIGNER), "utf-8")
    return path


def test_a_genuine_receipt_says_whether_its_key_is_known(file):
    alone = CliRunner().invoke(verify, [str(file)])
    known = CliRunner().invoke(verify, [str(file), "--key", SIGNER.verifier.text(), "--json"])

    assert (alone.exit_code, "公钥取自回执本身" in alone.output) == (0, True)
    assert json.loads(known.output)["genuine"] is True
    assert json.loads(known.output)["duplicate"] == 2


def test_a_changed_receipt_ends_with_1_and_the_reason(file):
    file.write_text(file.read_text("utf-8").replace('"duplicate": 2', '"duplicate": 3'), "utf-8")

    plain, as_json = (
        CliRunner().invoke(verify, [str(file)]),
        CliRunner().invoke(verify, [str(file), "--json"]),
    )

    assert (plain.exit_code, "改动" in plain.output) == (1, True)
    assert (as_json.exit_code, json.loads(as_json.output)["genuine"]) == (1, False)


def test_a_foreign_key_and_a_foreign_file_are_refused(file):
    other = Signer("example.org/log", bytes(32)).verifier.text()

    assert CliRunner().invoke(verify, [str(file), "--key", other]).exit_code == 1
    assert CliRunner().invoke(verify, [str(file), "--key", "nonsense"]).exit_code == 1
    file.write_bytes(b"\xff\xfe\x00")
    assert CliRunner().invoke(verify, [str(file)]).exit_code == 1


def test_a_check_receipt_is_verified_too(tmp_path):
    note = checkpoint.sign(Checkpoint("example.org/log", 7, bytes(32)), SIGNER)
    seen = CheckedOrganisation("91310000MA0000015F", "id", 7, 1, "ab", (CheckedEntry(3, "cd"),))
    facts = CheckReceipt(
        query="id", unit="u", unit_name="单位", account="clerk", channel="page", matter="bidding",
        edition="2026-1", purpose="评标", case_number="1", on="2026-05-06", at="2026-05-06T00:00:00.000000Z",
        organisations=(seen,), sequence=(7, 7), log_size=7, checkpoint=note,
    )  # fmt: skip
    path = tmp_path / "receipt.json"
    path.write_text(check_receipt.write(facts, SIGNER), "utf-8")

    genuine = CliRunner().invoke(verify, [str(path), "--key", SIGNER.verifier.text()])
    path.write_text(path.read_text("utf-8").replace("评标", "好奇"), "utf-8")
    changed = CliRunner().invoke(verify, [str(path)])

    assert (genuine.exit_code, "91310000MA0000015F" in genuine.output) == (0, True)
    assert changed.exit_code == 1


def test_the_manifest_of_a_delivery_is_checked_too(tmp_path):
    note = checkpoint.sign(Checkpoint(SIGNER.name, 9, b"r" * 32), SIGNER)
    facts = DeliveryManifest(
        "d", "c", "1号", "u", "评估", (), "t", "t", 3, 5, 1, {"records.csv": "ab"}, 9, 9, note
    )
    path = tmp_path / "manifest.json"
    path.write_text(delivery_manifest.write(facts, SIGNER), "utf-8")

    told = CliRunner().invoke(verify, [str(path), "--key", SIGNER.verifier.text(), "--json"])
    plain = CliRunner().invoke(verify, [str(path)])
    path.write_text(path.read_text("utf-8").replace('"records": 5', '"records": 4'), "utf-8")
    changed = CliRunner().invoke(verify, [str(path)])

    assert (json.loads(told.output)["genuine"], json.loads(told.output)["records"]) == (True, 5)
    assert (plain.exit_code, changed.exit_code) == (0, 1)
