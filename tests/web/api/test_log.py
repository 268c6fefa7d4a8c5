"""The log as files."""

from django.utils.timezone import localdate

from gongxin.ledger.checkpoint import read
from gongxin.ledger.key import parse_verifier


def test_the_checkpoint_is_a_signed_note_that_nobody_caches(client, recorded):
    recorded({"content": {"CF_WSH": "1号"}})
    answer = client.get("/log/checkpoint")

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.content.decode().splitlines()[1] == "1"


def test_tiles_are_octets_for_ever(client, recorded):
    recorded({"content": {"CF_WSH": "1号"}, "decided_on": localdate()})
    tile, bundle = client.get("/log/tile/0/000.p/1"), client.get("/log/tile/entries/000.p/1")

    assert (len(tile.content), len(bundle.content)) == (32, 34)
    assert tile.headers["Content-Type"] == "application/octet-stream"
    assert "immutable" in tile.headers["Cache-Control"]


def test_the_key_is_published_and_opens_the_checkpoint(client, recorded):
    recorded({"content": {"CF_WSH": "1号"}})
    key = parse_verifier(client.get("/log/key").content.decode().strip())

    assert read(client.get("/log/checkpoint").content.decode(), key).size == 1
