"""An older installation is brought up to this version with all it holds."""

import os
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest

from gongxin.actions import database

FIRST = "0002_invariants"  # what the first version had
LEDGER = ("entry", "log_tile", "log_checkpoint")
OLD = """
INSERT INTO unit (uscc, name, parent_id) VALUES ('11310000000000035N', '示范市市场监督管理局', NULL);
INSERT INTO auth_user (id, username, password, is_superuser, is_staff, is_active, first_name, last_name,
  email, date_joined)
  SELECT n, 'account' || n, '!', false, false, true, '', '', '', now() FROM generate_series(1, 3) n;
INSERT INTO membership (user_id, unit_id, may_submit, may_decide) VALUES
  (1, '11310000000000035N', true, false), (2, '11310000000000035N', true, true),
  (3, '11310000000000035N', false, false);
"""


@pytest.fixture
def old(instance, recorded_for_good, cluster) -> Iterator[dict[str, str]]:
    """The tables of the first version, with entries, a unit, and accounts of every kind of right."""
    recorded_for_good(*({"content": {"CF_WSH": f"{n}号"}} for n in range(5)))
    name = "gongxin_old"
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} OWNER {database.OWNER}")
    url, owner_url = (cluster.url(name, user=user) for user in (database.APPLICATION, database.OWNER))
    environment = instance.environment | {"DATABASE_URL": url, "GONGXIN_OWNER_URL": owner_url}
    for app in ("auth", "sessions", "procrastinate", f"store {FIRST}"):
        run(environment, "django", "migrate", *app.split(), "--database", "owner", "-v0")
    with psycopg.connect(cluster.url(name)) as there, psycopg.connect(instance.superuser_url) as here:
        there.execute("SET session_replication_role = replica")
        for table in LEDGER:
            copy(here, there, table)
        there.execute(OLD)
    yield environment
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def copy(here: psycopg.Connection, there: psycopg.Connection, table: str) -> None:
    columns = [one.name for one in there.execute(f"SELECT * FROM {table} LIMIT 0").description]
    listed = ", ".join(f'"{one}"' for one in columns)
    with (
        here.cursor().copy(f"COPY {table} ({listed}) TO STDOUT") as out,
        there.cursor().copy(f"COPY {table} ({listed}) FROM STDIN") as into,
    ):
        for part in out:
            into.write(part)


def run(environment: dict[str, str], module: str, *arguments: str) -> str:
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_an_installation_of_the_first_version_is_brought_up_with_all_it_holds(old):
    run(old, "gongxin.cli", "database", "migrate")

    assert "5 entries, all sound" in run(old, "gongxin.cli", "log", "verify")
    with psycopg.connect(old["GONGXIN_OWNER_URL"]) as connection:
        sql = "SELECT user_id, role FROM role_grant WHERE revoked_at IS NULL ORDER BY 1, 2"
        assert connection.execute(sql).fetchall() == [
            (1, "data_officer"),
            (2, "data_officer"),
            (2, "data_reviewer"),
        ]
        shown = connection.execute("SELECT count(*) FROM entry WHERE content IS NOT NULL").fetchone()
        assert shown == (5,)
    with (
        psycopg.connect(old["DATABASE_URL"]) as application,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        application.execute("UPDATE entry SET content = '{}'")
