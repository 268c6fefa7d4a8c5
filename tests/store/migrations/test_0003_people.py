"""What members could do before is what their grants let them do afterwards."""

import psycopg
import pytest
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from gongxin.actions import database

NAME = "gongxin_upgraded"
UNIT = "11310000000000035N"
BEFORE = """
INSERT INTO unit (uscc, name) VALUES (%(unit)s, '市监局');
INSERT INTO auth_user (id, username, password, is_superuser, first_name, last_name, email, is_staff,
    is_active, date_joined, last_login)
    SELECT id, name, '', false, '', '', '', false, true, now(), now()
    FROM (VALUES (1, 'both'), (2, 'submits'), (3, 'looks')) AS made (id, name);
INSERT INTO membership (user_id, unit_id, may_submit, may_decide)
    VALUES (1, %(unit)s, true, true), (2, %(unit)s, true, false), (3, %(unit)s, false, false);
"""


@pytest.fixture
def upgraded(cluster, template, django_db_blocker):
    """A database of the version before, with members, brought up to this one."""
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {NAME} OWNER {database.OWNER}")
    owner = connections["owner"]
    before = dict(owner.settings_dict)
    with django_db_blocker.unblock():
        owner.close()
        owner.settings_dict.update(HOST=str(cluster.sockets), NAME=NAME)
        MigrationExecutor(owner).migrate([("store", "0002_invariants")])
        with psycopg.connect(cluster.url(NAME)) as session:
            session.execute(BEFORE.replace("%(unit)s", f"'{UNIT}'"))
        MigrationExecutor(owner).migrate([("store", "0003_people")])
        owner.close()
        with psycopg.connect(cluster.url(NAME)) as session:
            yield session
    owner.settings_dict.update(before)
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def test_members_keep_their_unit_and_their_rights(upgraded):
    homes = upgraded.execute("SELECT user_id, unit_id FROM account ORDER BY 1").fetchall()
    grants = upgraded.execute(
        "SELECT user_id, role, unit_id, granted_by FROM role_grant ORDER BY 1, 2"
    ).fetchall()

    assert homes == [(1, UNIT), (2, UNIT), (3, UNIT)]
    assert sorted(grants) == [
        (1, "data_officer", UNIT, "migration"),
        (1, "data_reviewer", UNIT, "migration"),
        (2, "data_officer", UNIT, "migration"),
    ]
    assert upgraded.execute("SELECT count(*) FROM grant_step").fetchone() == (3,)
    assert upgraded.execute("SELECT kind FROM unit").fetchone() == ("department",)
    assert upgraded.execute("SELECT to_regclass('membership')").fetchone() == (None,)
