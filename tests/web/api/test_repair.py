"""Other platforms tell of repairs: by their signature alone, and what is odd says why."""

import json

import pytest

from gongxin.actions.platform import Peer, add
from gongxin.ledger import checkpoint
from gongxin.ledger.checkpoint import Checkpoint
from gongxin.ledger.key import Signer
from gongxin.ledger.repair_message import RepairMessage, write
from gongxin.store.models import ForeignRepair

pytestmark = pytest.mark.django_db
THEIRS = Signer("credit.neighbour.example", b"n" * 32)
NUMBER = "5d8a3c1e-0000-4000-8000-000000000001"


def told():
    note = checkpoint.sign(Checkpoint(THEIRS.name, 9, b"\1" * 32), THEIRS)
    message = RepairMessage(
        message=NUMBER, kind="repaired", uscc="91310000MA0000015F", organisation="琥珀食品有限公司",
        item="administrative_penalty", record="r", title="罚款", document_number="1号",
        decided_on="2026-05-01", unit="11310000000000035N", unit_name="市场监管局", case="20260803-0001",
        on="2026-08-03", until="", sequence=9, log_size=9, checkpoint=note,
    )  # fmt: skip
    return write(message, THEIRS)


def post(client, body):
    return client.post("/api/v1/repairs", body, content_type="application/json")


def test_a_registered_platform_is_answered_with_the_number_of_its_message(client):
    add(Peer("neighbour", "邻市信用平台", THEIRS.verifier.text()), by="admin")

    for _ in range(2):
        answer = post(client, told())
        assert (answer.status_code, json.loads(answer.content)) == (202, {"message": NUMBER})
    assert ForeignRepair.objects.count() == 1


def test_somebody_else_is_refused(client):
    answer = post(client, told())

    assert answer.status_code == 403
    assert "公钥" in json.loads(answer.content)["detail"]


@pytest.mark.parametrize("body", [b"", b"{}", b"\xff\xfe", b"[]", b"x" * 100_000])
def test_what_is_no_message_is_refused(client, body):
    assert post(client, body).status_code == 422
    assert not ForeignRepair.objects.exists()
