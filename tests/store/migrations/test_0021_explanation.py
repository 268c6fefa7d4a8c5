"""Results kept before say the same in the new form, and stay what nobody may change."""

import psycopg
import pytest
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from gongxin.actions import database
from gongxin.evaluation.explanation import contributions
from gongxin.evaluation.reader import models

NAME = "gongxin_evaluated"
UNIT = "91310000MA0000015F"
BEFORE = (
    '{"fines":{"entries":[95],"points":"-8.00","value":"190006.660000"},'
    '"honour":{"entries":[265,300],"points":"2.00","value":"2"},'
    '"market_ban":{"entries":[328],"points":"0.00","value":"1"}}'
)
GIVEN = """
SET session_replication_role = replica;
INSERT INTO evaluation_model (digest, code, edition, from_on, text) VALUES ('d', 'm', '1', '2026-01-01', %s);
INSERT INTO evaluation_run (id, model, catalogue, "on", size, engine, is_of_all, organisations, results,
    made_at, made_by, sequence)
    VALUES (1, 'd', '2026', '2026-05-06', 9, 'duckdb', true, 1, 'r', now(), '', 9);
INSERT INTO evaluation_result (run, uscc, score, grade, explanation)
    VALUES (1, '91310000MA0000015F', 46, 'poor', %s);
"""


@pytest.fixture
def model():
    return next(one for one in models() if one.code == "comprehensive_enterprise")


@pytest.fixture
def upgraded(cluster, template, django_db_blocker, model):
    """A database with a result in the earlier form, brought up to this version."""
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {NAME} OWNER {database.OWNER}")
    owner = connections["owner"]
    before = dict(owner.settings_dict)
    with django_db_blocker.unblock():
        owner.close()
        owner.settings_dict.update(HOST=str(cluster.sockets), NAME=NAME)
        MigrationExecutor(owner).migrate([("store", "0020_oversight")])
        with psycopg.connect(cluster.url(NAME)) as session:
            psycopg.ClientCursor(session).execute(GIVEN, [model.text, BEFORE])
        MigrationExecutor(owner).migrate([("store", "0021_explanation")])
        owner.close()
        with psycopg.connect(cluster.url(NAME)) as session:
            yield session
    owner.settings_dict.update(before)
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def test_a_result_says_what_it_said(upgraded, model):
    (text,) = upgraded.execute("SELECT explanation FROM evaluation_result").fetchone()

    told = [(one.code, str(one.points), f"{one.value:f}", one.entries) for one in contributions(model, text)]
    assert told == [
        ("fines", "-8.00", "190006.66", (95,)),
        ("honour", "2.00", "2", (265, 300)),
        ("market_ban", "0.00", "1", (328,)),
    ]
    assert upgraded.execute("SELECT form FROM evaluation_run").fetchone() == (1,)
    with pytest.raises(psycopg.Error, match="evaluation_result"):
        upgraded.execute("UPDATE evaluation_result SET score = 100")
