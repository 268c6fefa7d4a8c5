"""The log as files."""

from django.utils.timezone import localdate


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
