"""Open data over the web: what is shown, no more and no less, with the position of the log."""

import io
import json
import zipfile

import pytest
from django.test import Client


@pytest.fixture
def client(published):
    return Client()


def body(answer):
    return b"".join(answer.streaming_content)


def test_a_download_holds_exactly_what_the_public_sees(client):
    lines = body(client.get("/data/administrative_penalty.jsonl")).decode().splitlines()

    kinds = [json.loads(line)["content"]["CF_WFXW"] for line in lines]
    assert sorted(kinds) == ["广告违法行为", "超限运输"]


def test_every_file_names_the_position_of_the_log(client):
    position = client.get("/data/manifest.json").json()["log"]["size"]
    answer = client.get("/data/administrative_penalty.csv")

    assert answer["Gongxin-Log-Size"] == str(position)
    assert f"log{position}.csv" in answer["Content-Disposition"]
    assert body(answer).startswith(b"\xef\xbb\xbfrecord,")


def test_a_zip_brings_its_checkpoint(client):
    with zipfile.ZipFile(io.BytesIO(body(client.get("/data/administrative_penalty.jsonl-zip")))) as archive:
        manifest = json.loads(archive.read("manifest.json"))

    assert manifest["rows"] == 2
    assert manifest["log"]["checkpoint"].splitlines()[1] == str(manifest["log"]["size"])


def test_an_item_without_records_is_an_empty_file_that_still_names_its_position(client):
    answer = client.get("/data/financing_tax.jsonl")

    assert body(answer) == b""
    assert int(answer["Gongxin-Log-Size"]) > 0


@pytest.mark.parametrize("address", ["/data/nothing.csv", "/data/administrative_penalty.xml"])
def test_what_is_not_there_is_a_named_refusal(client, address):
    assert client.get(address).status_code == 404


def test_the_manifest_lists_only_what_the_public_may_see(client):
    items = {one["item"] for one in client.get("/data/manifest.json").json()["items"]}

    assert "administrative_penalty" in items
    assert "financing_tax" not in items
