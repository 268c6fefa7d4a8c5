"""The commands that prove the log, from inside and over HTTP."""

import functools
import http.server
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner

from gongxin.cli.log import audit
from gongxin.ledger import checkpoint, tile, tree
from gongxin.ledger.checkpoint import Checkpoint
from gongxin.ledger.key import Signer
from gongxin.ledger.tile import TilePath

SIGNER = Signer("example.org/log", bytes(range(32)))
KEY = SIGNER.verifier.text()


def publish(folder: Path, entries: list[bytes]) -> None:
    """Write a log as the files that are served."""
    hashes = tree.leaf_hashes(entries)
    for one in tile.append(hashes, size=0, edge={}):
        place(folder, TilePath(one.level, one.number, one.width), one.hashes)
    for start in range(0, len(entries), 256):
        part = entries[start : start + 256]
        bundle = b"".join(b"\x00\x20" + entry for entry in part)
        place(folder, TilePath(None, start // 256, len(part)), bundle)
    root = tree.root(len(entries), tree.reader_of(hashes))
    (folder / "checkpoint").write_text(
        checkpoint.sign(Checkpoint(SIGNER.name, len(entries), root), SIGNER), "utf-8"
    )


def place(folder: Path, path: TilePath, content: bytes) -> None:
    file = folder / path.text()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing: what is asked for is no part of what the command prints."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A folder and the address it is served under."""
    folder = tmp_path / "served" / "log"
    folder.mkdir(parents=True)
    handler = functools.partial(Quiet, directory=str(folder.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", folder
        server.shutdown()


def entries(count: int) -> list[bytes]:
    return [number.to_bytes(32, "big") for number in range(count)]


def run(url: str, state: Path, *more: str) -> tuple[int, str]:
    ended = CliRunner().invoke(audit, [url, "--state", str(state), *more])
    return ended.exit_code, ended.output


def test_the_auditor_follows_a_growing_log_and_remembers(served, tmp_path):
    url, folder = served
    state = tmp_path / "audit.json"
    publish(folder, entries(700))
    first = run(url, state, "--key", KEY)

    publish(folder, entries(900))
    second = run(f"{url}/log/", state)

    assert first == (
        0,
        "日志 700 条，本次重读 700 条，全部相符。 / 700 entries, 700 read again, all sound.\n",
    )
    assert second[0] == 0
    assert "900 entries, 388 read again" in second[1]
    assert json.loads(state.read_text())["key"] == KEY


def test_a_shrunk_or_split_log_is_refused_and_the_evidence_kept(served, tmp_path):
    url, folder = served
    state = tmp_path / "audit.json"
    publish(folder, entries(300))
    run(url, state, "--key", KEY)
    before = state.read_text()

    publish(folder, entries(299))
    shrunk = run(url, state)
    publish(folder, [b"\xff" * 32, *entries(400)[1:]])
    split = run(url, state)

    assert (shrunk[0], "变短" in shrunk[1]) == (1, True)
    assert (split[0], "分叉" in split[1]) == (1, True)
    assert state.read_text() == before


def test_a_missing_tile_is_a_finding_not_a_crash(served, tmp_path):
    url, folder = served
    publish(folder, entries(300))
    (folder / "tile/0/000").unlink()

    code, said = run(url, tmp_path / "audit.json", "--key", KEY)

    assert (code, "404" in said) == (1, True)


def test_a_key_taken_from_the_log_itself_is_said_to_be_its_own_word(served, tmp_path):
    url, folder = served
    publish(folder, entries(10))
    (folder / "key").write_text(f"{KEY}\n")

    code, said = run(url, tmp_path / "audit.json")

    assert (code, "从别处核对" in said) == (0, True)


def test_the_key_stays(served, tmp_path):
    url, folder = served
    state = tmp_path / "audit.json"
    publish(folder, entries(10))
    other = Signer("example.org/log", bytes(32)).verifier.text()

    assert run(url, state, "--key", other)[0] == 1
    assert run(url, state, "--key", KEY)[0] == 0
    assert "公钥与上次不同" in run(url, state, "--key", other)[1]


def test_a_place_that_is_no_log_is_said_to_be_none(tmp_path):
    assert "不是网址" in run("ftp://example.org", tmp_path / "audit.json", "--key", KEY)[1]
    assert "连接不上" in run("http://127.0.0.1:1", tmp_path / "audit.json", "--key", KEY)[1]


def gongxin(instance, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gongxin.cli", *arguments]
    return subprocess.run(command, env=instance.environment, capture_output=True, text=True, check=False)


def test_verify_ends_with_0_only_where_all_is_well(instance):
    sound = gongxin(instance, "log", "verify", "--json")
    with psycopg.connect(instance.superuser_url) as session:
        session.execute("SET session_replication_role = replica")
        session.execute("INSERT INTO log_checkpoint VALUES (3, %s, 'note', now())", [bytes(32)])
    broken = gongxin(instance, "log", "verify", "--json")

    assert (sound.returncode, json.loads(sound.stdout)) == (0, {"size": 0, "problems": []})
    assert broken.returncode == 1
    assert json.loads(broken.stdout)["problems"]
