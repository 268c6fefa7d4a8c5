"""One changed bit anywhere is found by recomputing. The attacker owns the database and lifts its guards."""

import json

import psycopg
import pytest
from django.db import connection, transaction

from gongxin.actions import entry, erasure
from gongxin.actions.verification import verify

ATTACKS = {
    "content": "UPDATE entry SET content = replace(content, '7', '8') WHERE sequence = 7",
    "one bit of a salt": "UPDATE entry SET salt = set_bit(salt, 3, 1 - get_bit(salt, 3)) WHERE sequence = 7",
    "one bit of a digest": "UPDATE entry SET commitment = set_bit(commitment, 9, 1 - get_bit(commitment, 9))"
    " WHERE sequence = 7",
    "the window": "UPDATE entry SET shown_until = '2026-05-02' WHERE sequence = 7",
    "the organisation": "UPDATE entry SET uscc = '91310000MA0000025X' WHERE sequence = 7",
    "the last entry": "DELETE FROM entry WHERE sequence = 300",
    "an entry": "DELETE FROM entry WHERE sequence = 7",
    "two contents swapped": "UPDATE entry a SET content = b.content FROM entry b"
    " WHERE (a.sequence, b.sequence) IN ((7, 8), (8, 7))",
    "two entries swapped": "UPDATE entry SET sequence = CASE sequence WHEN 7 THEN 1008 ELSE 1007 END"
    " WHERE sequence IN (7, 8); UPDATE entry SET sequence = sequence - 1000 WHERE sequence > 1000",
    "content erased without a word": "UPDATE entry SET content = NULL, salt = NULL WHERE sequence = 7",
    "one bit of a full tile": "UPDATE log_tile SET hashes = set_bit(hashes, 99, 1 - get_bit(hashes, 99))"
    " WHERE level = 0 AND number = 0",
    "one bit of the last tile": "UPDATE log_tile SET hashes = set_bit(hashes, 99, 1 - get_bit(hashes, 99))"
    " WHERE level = 0 AND number = 1",
    "an upper tile": "UPDATE log_tile SET hashes = set_bit(hashes, 99, 1 - get_bit(hashes, 99))"
    " WHERE level = 1",
    "a tile": "DELETE FROM log_tile WHERE level = 0 AND number = 0",
    "a tile too many": "INSERT INTO log_tile (level, number, width, hashes)"
    " VALUES (3, 0, 1, decode(repeat('00', 32), 'hex'))",
    "the root": "UPDATE log_checkpoint SET root = set_bit(root, 1, 1 - get_bit(root, 1)) WHERE size = 300",
    "the note": "UPDATE log_checkpoint SET note = replace(note, '300', '299') WHERE size = 300",
    "the last checkpoint": "DELETE FROM log_checkpoint WHERE size = 302",
    "a chain": "UPDATE entry SET superseded_by = NULL WHERE sequence = 1",
    "another chain": "UPDATE entry SET superseded_by = 9 WHERE sequence = 1",
    "a version": "UPDATE entry SET version = 5 WHERE sequence = 301",
    "a receipt": "UPDATE batch SET receipt = replace(receipt, '300', '301') WHERE rows = 300",
    "a count": "UPDATE batch SET accepted = 299, rejected = 1 WHERE rows = 300",
}


@pytest.fixture
def ledger(instance, enter_committed):
    """300 entries, one correction, one withdrawal."""
    enter_committed([{"number": number, "fine": number} for number in range(1, 301)])
    enter_committed([{"number": 1, "fine": 0}])
    entry.withdraw("00000000-0000-0000-0000-000000000002", reason="误报", by="li")
    return instance


def attack(instance, statement: str, values: list[object] | None = None) -> None:
    with psycopg.connect(instance.superuser_url) as session:
        session.execute("SET session_replication_role = replica")
        session.execute(statement, values)


def test_an_untouched_ledger_verifies(ledger):
    assert list(verify()) == []


def test_every_attack_is_found(ledger):
    """Each in a transaction of its own that is rolled back, so that one ledger serves for all."""
    connection.close()
    connection.settings_dict.update(USER="postgres")

    found = {what: _found(statement) for what, statement in ATTACKS.items()}

    connection.close()
    connection.settings_dict.update(USER="gongxin_app")
    assert [what for what, problems in found.items() if not problems] == []


def _found(statement: str) -> list[str]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
        assert cursor.rowcount
        problems = list(map(str, verify()))
        transaction.set_rollback(True)
    return problems


def test_a_forged_erasure_is_found(ledger):
    """The tombstone is there, but the key that signs is not the attacker's."""
    erasure.erase("00000000-0000-0000-0000-000000000003", basis="SH 33", reason="法院判决")
    with psycopg.connect(ledger.superuser_url) as session:
        (content,) = session.execute("SELECT content FROM entry WHERE kind = 'erasure'").fetchone()
    forged = json.loads(content)
    forged["erased"].append({"sequence": 7, "commitment": "00" * 32})
    forged["document"]["erased"] = forged["erased"]
    attack(ledger, "UPDATE entry SET content = NULL, salt = NULL WHERE sequence = 7")
    attack(ledger, "UPDATE entry SET content = %s WHERE kind = 'erasure'", [json.dumps(forged)])

    said = "\n".join(map(str, verify()))

    assert "条目 7 的内容没有了" in said
