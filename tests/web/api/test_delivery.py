"""Deliveries over the API: asked for, watched, fetched; refused at once when the contract is cancelled."""

import io
import json
import zipfile
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils.timezone import localdate

from gongxin.actions import contract
from gongxin.actions.account import user_of
from gongxin.actions.token import issue
from gongxin.disclosure.contract import Contract, resets_on
from gongxin.ledger import delivery_manifest
from gongxin.reports.delivery import work_through

AMBER, BIRCH, AGENCY = "91310000MA0000015F", "91310114MA1GT00019", "91310000000000035E"
ASKED = {"codes": [AMBER], "purpose": "客户信用评估"}


@pytest.fixture
def agreed(people, recorded):
    recorded({"content": {"XK_WSH": "1"}, "decided_on": localdate() - timedelta(days=30)})
    today = localdate()
    proposed = Contract(AGENCY, "1号", frozenset({"administrative_penalty"}), 2, today, today)
    made = contract.conclude(proposed, by="operator", on=today)
    contract.release(made, by="reviewer2")
    return made


@pytest.fixture
def call(client, people):
    today = localdate()

    def send(path, body=None, *, key=""):
        token = issue(user_of("agent"), label="test", until=today + timedelta(days=1), on=today)
        header = {"HTTP_AUTHORIZATION": f"Bearer {token}"}
        if body is None:
            return client.get(f"/api/v1{path}", **header)
        if key:
            header["HTTP_IDEMPOTENCY_KEY"] = key
        return client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json", **header)

    return send


def test_a_delivery_is_asked_for_watched_and_fetched(call, agreed):
    answer = call("/deliveries", ASKED)
    told = answer.json()
    assert (answer.status_code, told["state"], told["quota_left"]) == (202, "waiting", 1)
    path = f"/deliveries/{told['id']}"
    assert call(f"{path}/file").status_code == 404

    work_through(UUID(told["id"]))

    assert call(path).json()["state"] == "delivered"
    held = b"".join(call(f"{path}/file").streaming_content)
    with zipfile.ZipFile(io.BytesIO(held)) as archive:
        manifest = delivery_manifest.read(archive.read("manifest.json").decode())
    assert (manifest.delivery, manifest.organisations) == (told["id"], 1)


def test_beyond_the_quota_the_answer_says_when_it_is_full_again(call, agreed):
    call("/deliveries", ASKED)

    answer = call("/deliveries", {**ASKED, "codes": [AMBER, BIRCH]})

    assert answer.status_code == 429
    assert resets_on(localdate()).isoformat() in answer.json()["detail"]


def test_a_request_repeated_under_its_key_is_counted_once(call, agreed):
    first, again = call("/deliveries", ASKED, key="k1"), call("/deliveries", ASKED, key="k1")

    assert first.json()["id"] == again.json()["id"]
    assert again.json()["quota_left"] == 1
    assert call("/deliveries", {**ASKED, "codes": [BIRCH]}, key="k1").status_code == 409


def test_once_the_contract_is_cancelled_everything_is_refused_at_once(call, agreed):
    made = call("/deliveries", ASKED).json()["id"]
    work_through(UUID(made))

    contract.cancel(agreed, reason="超出用途使用", by="operator", on=localdate())

    assert call("/deliveries", ASKED).status_code == 403
    assert call(f"/deliveries/{made}/file").status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        {},
        {**ASKED, "codes": []},
        {**ASKED, "codes": ["91310000MA0000015X"]},
        {**ASKED, "purpose": "电话13812345678"},
        {**ASKED, "purpose": " "},
        {**ASKED, "codes": ["x" * 65]},
    ],
)
def test_a_body_that_does_not_fit_is_refused_and_repeats_nothing(call, agreed, body):
    answer = call("/deliveries", body)

    assert answer.status_code == 422
    assert "13812345678" not in answer.content.decode()


def test_a_contract_of_another_number_delivers_nothing(call, agreed):
    assert call("/deliveries", {**ASKED, "contract": "2号"}).status_code == 403
