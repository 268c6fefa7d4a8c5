"""Records over the API."""

import re
from base64 import b64decode
from hashlib import sha256
from uuid import uuid4

import pytest
from django.utils.timezone import localdate

from gongxin.actions import entry as actions
from gongxin.ledger.proof import includes
from gongxin.ledger.tree import leaf_hash


@pytest.fixture
def records(recorded):
    today = localdate()
    return recorded(*({"content": {"CF_WSH": f"{n}号"}, "decided_on": today} for n in range(5)))


def test_one_record_comes_with_the_address_of_its_proof(client, records):
    answer = client.get(f"/api/v1/records/{records[2]}")
    proof = re.search(r"<([^>]+)>; rel=\"describedby\"", answer.headers["Link"])[1]

    assert answer.json()["content"] == {"CF_WSH": "2号"}
    assert client.get(proof).status_code == 200


def test_the_proof_can_be_checked_from_the_answer_alone(client, records):
    proof = client.get(f"/api/v1/records/{records[2]}/proof").json()
    root = b64decode(proof["checkpoint"].splitlines()[2])
    leaf = b64decode(proof["leaf"])
    path = [b64decode(one) for one in proof["hashes"]]

    assert sha256(b64decode(proof["salt"]) + proof["statement"].encode()).digest() == leaf
    assert includes(leaf_hash(leaf), proof["leaf_index"], proof["tree_size"], path, root)


def test_a_hidden_record_and_its_proof_answer_as_if_there_were_none(client, recorded):
    (minor,) = recorded({"content": {"CF_WSH": "1号"}, "tier": "minor", "decided_on": localdate()})
    none = uuid4()

    for path in ("/api/v1/records/{}", "/api/v1/records/{}/proof"):
        hidden, missing = client.get(path.format(minor)), client.get(path.format(none))
        assert hidden.status_code == missing.status_code == 404
        assert hidden.content.replace(str(minor).encode(), b"") == missing.content.replace(
            str(none).encode(), b""
        )


def test_following_the_links_gives_every_record_once(client, records):
    seen, path = [], "/api/v1/records?size=2&item=administrative_penalty"
    while path:
        answer = client.get(path)
        seen.extend(one["record"] for one in answer.json()["records"])
        link = re.match(r"<([^>]+)>; rel=\"next\"", answer.headers.get("Link", ""))
        path = link and link[1]

    assert sorted(seen) == sorted(str(record) for record in records)


def test_the_change_feed_links_to_where_it_goes_on(client, records):
    first = client.get("/api/v1/changes?size=2")

    assert first.json()["position"] == 2
    assert "after=2" in first.headers["Link"]
    assert "Link" not in client.get("/api/v1/changes?after=3").headers


@pytest.mark.parametrize("path", ["/api/v1/records/{}", "/api/v1/records/{}/proof", "/records/{}/"])
def test_a_withdrawn_record_is_gone_and_says_when_without_the_reason(client, records, path):
    actions.withdraw(records[1], reason="决定书被法院撤销", by="张某")
    answer = client.get(path.format(records[1]))
    text = answer.content.decode()

    assert answer.status_code == 410
    assert str(localdate()) in text
    assert "法院" not in text
    assert "张某" not in text
