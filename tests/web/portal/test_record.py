"""The list of records and a record's page."""

import json
import re
from base64 import b64decode
from hashlib import sha256

import pytest
from django.test import Client
from django.utils.timezone import localdate

from gongxin.ledger.tree import leaf_hash, node_hash

BIRCH = "91310114MA1GT00019"


@pytest.fixture
def client(published):
    return Client(headers={"accept-language": "zh-CN"})


def addresses(client, query=""):
    text = client.get(f"/records/?{query}").content.decode()
    return list(dict.fromkeys(re.findall(r"/records/[0-9a-f-]{36}/", text)))


def corrected(client):
    return next(
        address
        for address in addresses(client, f"uscc={BIRCH}")
        if "广告违法行为" in client.get(address).content.decode()
    )


def test_the_list_narrows_by_item_and_organisation(client):
    assert len(addresses(client, f"uscc={BIRCH}&item=administrative_penalty")) == 2
    assert addresses(client, f"uscc={BIRCH}&item=administrative_licence") == []


def test_the_list_goes_on_where_the_first_page_ended(client):
    first = client.get("/records/").content.decode()
    after = re.search(r"after=([\d.-]+)", first)[1]

    assert len(addresses(client)) == 20
    assert not set(addresses(client)) & set(addresses(client, f"after={after}"))


def test_a_wrong_filter_is_named_and_narrows_nothing(client):
    text = client.get("/records/?decided_from=yesterday").content.decode()

    assert "筛选条件有误" in text
    assert "record-title" in text


def test_a_cursor_that_is_none_is_refused_with_what_to_do(client):
    answer = client.get("/records/?after=1%27--")

    assert answer.status_code == 400
    assert "请从第一页重新开始" in answer.content.decode()


def test_htmx_gets_the_list_alone(client):
    answer = client.get("/records/", headers={"HX-Request": "true"})

    assert b"<html" not in answer.content
    assert "HX-Request" in answer["Vary"]


def test_a_record_says_why_and_how_long_it_shows(client):
    text = client.get(corrected(client)).content.decode()

    assert "自决定之日起最短公示 3 个月，最长 12 个月" in text
    assert "/law/NDRC-36/" in text
    assert "可申请修复" in text


def test_a_corrected_record_shows_its_versions_but_not_what_was_wrong(client):
    text = client.get(corrected(client)).content.decode()

    assert "第 2 版" in text
    assert "首次入库" in text
    assert "更正后的违法事实" in text
    assert "无法证实的数据" not in text


def test_an_unknown_record_and_a_hidden_one_answer_alike(client):
    answer = client.get("/records/00000000-0000-0000-0000-000000000000/")

    assert answer.status_code == 404
    assert "公示期" in answer.content.decode()


def test_the_proof_on_the_page_can_be_checked_by_hand(client):
    text = client.get(f"{corrected(client)}proof/").content.decode()
    hashes = [bytes.fromhex(found) for found in re.findall(r'class="hash">([0-9a-f]{64})<', text)]
    leaf, path = hashes[0], hashes[1:]
    salt = bytes.fromhex(re.search(r'class="hash">([0-9a-f]{32})<', text)[1])
    statement, note = (unescaped(found) for found in re.findall(r"<pre [^>]*>(.*?)</pre>", text, re.DOTALL))

    size, root = int(note.splitlines()[1]), b64decode(note.splitlines()[2])
    assert sha256(salt + statement.encode()).digest() == leaf
    assert rooted(leaf_hash(leaf), json.loads(statement)["sequence"] - 1, size, path) == root


def rooted(node, index, size, path):
    """RFC 9162, 2.1.3.2."""
    last = size - 1
    for sibling in path:
        if index % 2 or index == last:
            node = node_hash(sibling, node)
            while index and not index % 2:
                index, last = index >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        index, last = index >> 1, last >> 1
    return node


def unescaped(text):
    from html import unescape

    return unescape(text)


EVIL = "<script>alert(1)</script>{{ 7|add:7 }}{% now 'Y' %}"


def test_what_a_record_says_is_shown_and_never_run(recorded):
    content = {"CF_WSH": "1号", "CF_WFXW": EVIL, "CF_SY": EVIL}
    (record,) = recorded({"content": content, "decided_on": localdate()})
    text = Client().get(f"/records/{record}/").content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7|add:7 }}{% now" in text
    assert "<script>alert" not in text


@pytest.mark.parametrize(
    "address",
    ["/static/../settings.py", "/static/%2e%2e/%2e%2e/pyproject.toml", "/static//etc/passwd",
     "/data/..%2f..%2fmanifest.jsonl", "/log/tile/../../../etc/passwd", "/catalogue/items/..%2f..%2fx/"],
)  # fmt: skip
def test_no_address_leads_out_of_its_folder(db, address):
    answer = Client().get(address)

    assert answer.status_code in (301, 404, 422)
    assert b"root:" not in answer.content
    assert b"SECRET_KEY" not in answer.content
