"""Settings come from the environment; a wrong one stops the start and says what to write."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

READ = "from gongxin import settings; print(repr(getattr(settings, '{name}')))"


def start(name: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Read one setting in a process of its own."""
    given = {key: value for key, value in os.environ.items() if not key.startswith(("GONGXIN_", "DATABASE_"))}
    return subprocess.run(
        [sys.executable, "-c", READ.format(name=name)],
        env=given | {"GONGXIN_DATA": str(folder)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("GONGXIN_DEBUG", "false", "write True or False"),
        ("GONGXIN_RATE_LIMIT", "many", "whole number"),
        ("GONGXIN_UPLOAD_LIMIT", "0", "whole number"),
        ("GONGXIN_MEMORY_LIMIT", "1.5", "1536MB"),
        ("GONGXIN_EMAIL_URL", "mail.example:25", "smtps://"),
        ("GONGXIN_EMAIL_URL", "smtp://mail.example:port", "smtps://"),
        ("GONGXIN_EMAIL_FROM", "Credit centre", "e-mail address"),
        ("GONGXIN_CITY", "/nowhere/at/all", "existing folder"),
        ("GONGXIN_PULL_HOSTS", "data.example, http://data.example", "hosts or networks"),
        ("GONGXIN_PULL_FOLDERS", "drop", "absolute paths"),
        ("GONGXIN_PUBLIC_URL", "credit.example", "https://HOST"),
        ("GONGXIN_LOG_ORIGIN", "a log", "without spaces"),
        ("GONGXIN_LOG_KEY", "short", "base64"),
        ("GONGXIN_SECRET_KEY", "short", "32 characters"),
        ("DATABASE_URL", "mysql://host/db", "postgresql://"),
    ],
)
def test_a_wrong_value_stops_the_start_with_its_name_and_what_to_write(tmp_path, name, value, advice):
    keys = {"GONGXIN_SECRET_KEY": "x" * 40, "GONGXIN_LOG_KEY": "A" * 43 + "="}

    ended = start("DEBUG", tmp_path, **(keys | {name: value}))

    assert ended.returncode != 0
    last = ended.stderr.strip().splitlines()[-1]
    assert name in last
    assert advice in last


def test_a_password_never_stands_in_the_message(tmp_path):
    ended = start("DEBUG", tmp_path, DATABASE_URL="mysql://me:hush@host/db")

    assert "DATABASE_URL" in ended.stderr
    assert "hush" not in ended.stderr


def test_an_own_database_needs_its_own_keys(tmp_path):
    ended = start("DEBUG", tmp_path, DATABASE_URL="postgresql://me@host/db")

    assert "GONGXIN_SECRET_KEY" in ended.stderr or "GONGXIN_LOG_KEY" in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_keys_of_the_private_instance_are_made_once_and_are_nobody_elses(tmp_path):
    first, second = start("GONGXIN_LOG_KEY", tmp_path), start("GONGXIN_LOG_KEY", tmp_path)

    assert first.stdout == second.stdout != ""
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    modes.pop("postgres.place", None)  # made for root only
    assert modes == {
        "incoming": 0o700,
        "log-key": 0o600,
        "secret-key": 0o600,
    }


def test_the_parts_of_a_database_address_are_told_apart(tmp_path):
    keys = {"GONGXIN_SECRET_KEY": "x" * 40, "GONGXIN_LOG_KEY": "A" * 43 + "="}
    url = "postgresql://me:a%2Fb@db.example:6432/credit?sslmode=require"

    ended = start("DATABASES", tmp_path, DATABASE_URL=url, **keys)

    for part in ("'NAME': 'credit'", "'PASSWORD': 'a/b'", "'PORT': '6432'", "'sslmode': 'require'"):
        assert part in ended.stdout


def test_the_folders_of_the_city_are_one_or_none(tmp_path):
    keys = {"GONGXIN_SECRET_KEY": "x" * 40, "GONGXIN_LOG_KEY": "A" * 43 + "="}

    assert start("GONGXIN_CITY_FOLDERS", tmp_path, **keys).stdout == "()\n"
    assert start("GONGXIN_CITY_FOLDERS", tmp_path, GONGXIN_CITY=str(tmp_path), **keys).stdout == (
        f"({tmp_path.resolve()!r},)\n"
    )


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's PostgreSQL runs as another account")
def test_where_roots_data_folder_is_closed_the_database_gets_a_place_once(tmp_path):
    tmp_path.chmod(0o700)
    open_folder = tempfile.TemporaryDirectory(prefix="gongxin-test-")

    first, second = (start("GONGXIN_CLUSTER", tmp_path / "data") for _ in range(2))
    assert first.stdout == second.stdout
    assert "/var/lib/gongxin-postgres-" in first.stdout
    assert start("GONGXIN_CLUSTER", tmp_path / "other").stdout != first.stdout
    with open_folder as folder:
        assert folder in start("GONGXIN_CLUSTER", Path(folder)).stdout
    assert tmp_path.stat().st_mode & 0o777 == 0o700
