"""A backup comes back whole, or is refused before anything is touched."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from gongxin.actions import database
from gongxin.actions.backup import BackupBroken, read_manifest

PASSPHRASE = "four words that nobody guesses"


@dataclass(frozen=True)
class Place:
    """An installation to back up or to restore into."""

    environment: dict[str, str]
    owner_url: str
    data: Path

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "gongxin.cli", *map(str, arguments)]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)

    def records(self) -> list[tuple[object, ...]]:
        with psycopg.connect(self.owner_url) as connection:
            return connection.execute("SELECT sequence, record, content FROM entry ORDER BY 1").fetchall()


@pytest.fixture
def origin(instance, recorded_for_good) -> Place:
    """An instance with records, a result file and a held batch on disk."""
    recorded_for_good(*({"content": {"CF_WSH": f"{n}号"}} for n in range(5)))
    for name in ("results/1/receipt.json", "held/2.parquet", "incoming/half", "postgres.users", "seal.pem"):
        file = instance.data / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name, "utf-8")
    return Place(instance.environment, instance.owner_url, instance.data)


@pytest.fixture
def passphrase(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("safe") / "passphrase"
    file.write_text(f"{PASSPHRASE}\n", "utf-8")
    return file


@pytest.fixture
def made(origin, passphrase, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("backups") / "one"
    done = origin.run("backup", folder, "--passphrase-file", passphrase, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["size"] == 5
    return folder


@pytest.fixture
def elsewhere(instance, cluster, tmp_path_factory) -> Iterator[Place]:
    """Another machine, as it were: an empty database and an empty folder."""
    name, data = "gongxin_elsewhere", tmp_path_factory.mktemp("elsewhere")
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} OWNER {database.OWNER}")
    url, owner_url = (cluster.url(name, user=user) for user in (database.APPLICATION, database.OWNER))
    changed = {"DATABASE_URL": url, "GONGXIN_OWNER_URL": owner_url, "GONGXIN_DATA": str(data)}
    yield Place(instance.environment | changed, owner_url, data)
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_what_was_backed_up_comes_back_and_its_log_is_whole(origin, made, elsewhere, passphrase):
    restored = elsewhere.run("restore", made, "--json")

    assert (restored.returncode, restored.stderr) == (0, "")
    assert json.loads(restored.stdout) == {"size": 5, "lost": 0, "problems": []}
    assert elsewhere.records() == origin.records()
    assert "目标数据库里已有数据" in elsewhere.run("restore", made).stderr
    assert (elsewhere.data / "results/1/receipt.json").is_file()
    assert (elsewhere.data / "held/2.parquet").is_file()
    assert not (elsewhere.data / "incoming/half").exists()
    with (
        psycopg.connect(elsewhere.environment["DATABASE_URL"]) as application,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        application.execute("DELETE FROM entry")


def test_a_harmed_backup_is_refused_before_anything_is_touched(made, elsewhere, tmp_path_factory):
    for part in ("database.dump", "files.tar", "keys.box", "manifest.json"):
        for harm in ("changed", "missing"):
            folder = tmp_path_factory.mktemp("harmed") / part
            shutil.copytree(made, folder)
            content = bytearray((folder / part).read_bytes())
            content[len(content) // 2] ^= 1
            (folder / part).write_bytes(content) if harm == "changed" else (folder / part).unlink()
            with pytest.raises(BackupBroken, match="请使用另一份备份"):
                read_manifest(folder)
    refused = elsewhere.run("restore", folder)

    assert (refused.returncode, refused.stdout) == (1, "")
    with psycopg.connect(elsewhere.owner_url) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    assert tables == (0,)


def test_the_keys_come_back_with_the_passphrase_only(origin, made, elsewhere, passphrase, instance):
    """A private instance on another machine: nothing is known there but the folder and the passphrase."""
    private = {
        name: value for name, value in elsewhere.environment.items() if not name.startswith("GONGXIN_")
    }
    del private["DATABASE_URL"]
    fresh = Place(private | {"GONGXIN_DATA": str(elsewhere.data)}, "", elsewhere.data)
    wrong = passphrase.with_name("wrong")
    wrong.write_text("another passphrase altogether", "utf-8")

    assert "密钥不是备份时的那一把" in fresh.run("restore", made).stderr
    assert "口令不对" in fresh.run("restore", made, "--passphrase-file", wrong).stderr
    restored = fresh.run("restore", made, "--passphrase-file", passphrase, "--json")
    assert (json.loads(restored.stdout), restored.stderr) == ({"size": 5, "lost": 0, "problems": []}, "")
    assert (fresh.data / "log-key").read_text("ascii") == instance.environment["GONGXIN_LOG_KEY"]
    assert (fresh.data / "secret-key").stat().st_mode & 0o077 == 0
    assert (fresh.data / "seal.pem").read_text("utf-8") == "seal.pem"
    assert PASSPHRASE.encode() not in (made / "keys.box").read_bytes()
    assert "5 entries, all sound" in fresh.run("log", "verify").stdout
    assert "目标数据库里已有数据" in fresh.run("restore", made, "--passphrase-file", passphrase).stderr


def test_a_backup_takes_a_new_folder_and_a_long_passphrase(origin, made, passphrase):
    again = origin.run("backup", made)
    passphrase.write_text("short", "utf-8")
    guessed = origin.run("backup", made.with_name("two"), "--passphrase-file", passphrase)

    assert (again.returncode, guessed.returncode) == (1, 1)
    assert "不是空文件夹" in again.stderr
    assert "至少 16 个字符" in guessed.stderr
