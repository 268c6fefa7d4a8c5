"""Batches over the API."""

import json
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.timezone import localdate

from gongxin.actions.account import user_of
from gongxin.actions.batch import work_through
from gongxin.actions.token import issue
from gongxin.store.models import Batch

CASES = Path(__file__).parents[2] / "cases" / "items"
ITEM = "administrative_penalty"


@pytest.fixture
def bearer(people):
    today = localdate()

    def header(account):
        token = issue(user_of(account), label="test", until=today + timedelta(days=1), on=today)
        return {"HTTP_AUTHORIZATION": f"Bearer {token}"}

    return header


@pytest.fixture
def row():
    accepted = tomllib.loads((CASES / f"{ITEM}.toml").read_text("utf-8"))["accepted"]
    return {**accepted, "处罚决定日期": localdate().isoformat()}


def post(client, path, body, media_type, header):
    return client.generic("POST", path, body, content_type=media_type, **header)


@pytest.mark.parametrize("form", ["array", "object", "lines"])
def test_rows_are_received_worked_on_and_receipted(client, bearer, row, form):
    alice = bearer("alice")
    text = json.dumps([row] if form == "array" else row, ensure_ascii=False).encode()
    media_type = "application/x-ndjson" if form == "lines" else "application/json"
    answer = post(client, f"/api/v1/batches?item={ITEM}", text, media_type, alice)
    place = answer.headers["Location"]
    assert (answer.status_code, client.get(place, **alice).json()["state"]) == (202, "received")
    assert client.get(f"{place}/receipt", **alice).status_code == 404

    work_through(answer.json()["id"], on=localdate())
    done = client.get(place, **alice).json()
    assert (done["state"], done["rows"], done["accepted"]) == ("taken", 1, 1)
    assert client.get(f"{place}/receipt", **alice).content.decode() == Batch.objects.get().receipt
    assert client.get(f"{place}/files?name=result.csv", **alice).status_code == 200


def test_a_check_gives_the_findings_and_keeps_nothing(client, bearer, row):
    text = json.dumps([{**row, "行政处罚决定书文号": ""}]).encode()
    answer = post(client, f"/api/v1/check?item={ITEM}", text, "application/json", bearer("bob"))

    assert answer.status_code == 200
    assert answer.json()["counts"]["rejected"] == 1
    assert any(finding["rule"] == "required.missing" for finding in answer.json()["findings"])
    assert not Batch.objects.exists()


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (b" ", "application/json", 422),
        (b"{", "application/json", 422),
        (b"[1, 2]", "application/json", 422),
        (b"[]", "application/json", 422),
        (b"[" * 100_000, "application/json", 422),
        (b"\xff\xfe\xff", "application/json", 422),
        (b"<x/>", "application/xml", 415),
        (b"\x00", "text/csv", 422),
    ],
)
def test_a_body_that_holds_no_rows_is_refused(client, bearer, body, media_type, status):
    answer = post(client, f"/api/v1/check?item={ITEM}", body, media_type, bearer("alice"))

    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_too_large_a_body_is_refused_before_it_is_read(client, bearer, row, settings):
    settings.GONGXIN_UPLOAD_LIMIT = 100
    answer = post(client, f"/api/v1/batches?item={ITEM}", b"x" * 101, "text/csv", bearer("alice"))

    assert answer.status_code == 413
    assert not Batch.objects.exists()


def test_who_may_not_submit_may_still_check(client, bearer, row):
    text, bob = json.dumps(row).encode(), bearer("bob")

    assert post(client, f"/api/v1/batches?item={ITEM}", text, "application/json", bob).status_code == 403
    assert post(client, f"/api/v1/check?item={ITEM}", text, "application/json", bob).status_code == 200


def test_an_unknown_item_is_refused_by_name(client, bearer, row):
    text = json.dumps(row).encode()
    answer = post(client, "/api/v1/batches?item=no_such", text, "application/json", bearer("alice"))

    assert answer.status_code == 404
    assert "no_such" in answer.json()["detail"]


def test_another_unit_finds_no_such_batch(client, bearer, row):
    text = json.dumps(row).encode()
    place = post(client, f"/api/v1/batches?item={ITEM}", text, "application/json", bearer("alice")).headers[
        "Location"
    ]

    assert client.get(place, **bearer("bob")).status_code == 200
    for path in (place, f"{place}/receipt", f"{place}/files?name=result.csv"):
        assert client.get(path, **bearer("charlie")).status_code == 404


@pytest.mark.parametrize(
    "value", ["", "Bearer", "Bearer x", "Basic YTpi", "Bearer gongxin_" + "x" * 500, "Bearer é"]
)
def test_a_token_that_is_none_opens_nothing(client, db, value):
    answer = client.get("/api/v1/batches/00000000-0000-0000-0000-000000000000", HTTP_AUTHORIZATION=value)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
