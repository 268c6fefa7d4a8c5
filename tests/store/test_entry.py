"""What the database itself refuses, whoever asks."""

import json

import psycopg
import pytest
from psycopg import Connection
from psycopg.errors import CheckViolation, InsufficientPrivilege, IntegrityError

INSERT = """
INSERT INTO entry (sequence, kind, record, version, item, edition, uscc, unit, disclosure, known_at, content,
    salt, commitment)
SELECT sequence, 'record', record, version, 'item', 'edition', 'uscc', 'unit', 'public', now(), '{}',
    '\\x00112233445566778899aabbccddeeff', sha256(sequence::text::bytea)
FROM (VALUES {values}) AS given (sequence, record, version)
"""
A, B = "00000000-0000-0000-0000-00000000000a", "00000000-0000-0000-0000-00000000000b"


def insert(session: Connection, *rows: tuple[int, str, int]) -> None:
    values = ", ".join(f"({sequence}, '{record}'::uuid, {version})" for sequence, record, version in rows)
    session.execute(INSERT.replace("{values}", values))


def log(session: Connection, size: int) -> None:
    session.execute(
        "INSERT INTO log_tile (level, number, width, hashes) VALUES (0, 0, %s, %s)"
        " ON CONFLICT (level, number) DO UPDATE SET width = excluded.width, hashes = excluded.hashes",
        [size, bytes(32 * size)],
    )
    session.execute("INSERT INTO log_checkpoint VALUES (%s, %s, 'note', now())", [size, bytes(32)])


@pytest.fixture
def session(instance):
    with psycopg.connect(instance.url) as session:
        yield session


@pytest.fixture
def two_entries(session):
    insert(session, (1, A, 1), (2, B, 1))
    log(session, 2)
    session.commit()
    return session


def test_the_application_signs_in_as_a_role_of_its_own(session):
    assert session.execute("SELECT current_user").fetchone() == ("gongxin_app",)


def test_entries_that_follow_one_another_are_taken(two_entries):
    assert two_entries.execute("SELECT count(*), max(sequence) FROM entry").fetchone() == (2, 2)


@pytest.mark.parametrize("sequences", [(1, 3), (2, 3), (5,)])
def test_a_hole_in_the_sequence_is_refused_at_commit(session, sequences):
    insert(session, *((sequence, f"{sequence:032x}", 1) for sequence in sequences))
    log(session, max(sequences))

    with pytest.raises(IntegrityError, match="does not close"):
        session.commit()


def test_entries_without_a_checkpoint_are_refused_at_commit(two_entries):
    insert(two_entries, (3, "c" * 32, 1))

    with pytest.raises(IntegrityError, match="does not close"):
        two_entries.commit()


def test_a_checkpoint_before_its_tiles_is_refused_at_commit(session):
    insert(session, (1, A, 1))
    session.execute("INSERT INTO log_checkpoint VALUES (1, %s, 'note', now())", [bytes(32)])

    with pytest.raises(IntegrityError, match="tiles do not end"):
        session.commit()


def test_a_version_without_the_one_before_is_refused_at_commit(two_entries):
    insert(two_entries, (3, A, 3))
    log(two_entries, 3)

    with pytest.raises(IntegrityError, match="does not follow"):
        two_entries.commit()


def test_a_second_version_must_supersede_the_first(two_entries):
    insert(two_entries, (3, A, 2))
    log(two_entries, 3)

    with pytest.raises(IntegrityError, match="does not follow"):
        two_entries.commit()


def test_an_entry_is_superseded_by_its_own_next_version_only(two_entries):
    insert(two_entries, (3, A, 2))

    with pytest.raises(IntegrityError, match="next version"):
        two_entries.execute("UPDATE entry SET superseded_by = 3 WHERE sequence = 2")


def test_what_is_superseded_stays_so(two_entries):
    insert(two_entries, (3, A, 2))
    two_entries.execute("UPDATE entry SET superseded_by = 3 WHERE sequence = 1")

    with pytest.raises(InsufficientPrivilege, match="for good"):
        two_entries.execute("UPDATE entry SET superseded_by = NULL WHERE sequence = 1")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET content = '{\"a\":1}' WHERE sequence = 1",
        "UPDATE entry SET content = NULL, salt = NULL WHERE sequence = 1",
        "UPDATE entry SET shown_until = '2020-01-01' WHERE sequence = 1",
        "UPDATE entry SET uscc = 'other' WHERE sequence = 1",
        "DELETE FROM entry WHERE sequence = 2",
        "TRUNCATE entry",
        "DELETE FROM log_tile",
        "TRUNCATE log_tile",
        "UPDATE log_tile SET hashes = '\\x00' || substr(hashes, 2) WHERE level = 0",
        "UPDATE log_tile SET width = 1, hashes = substr(hashes, 1, 32) WHERE level = 0",
        "UPDATE log_checkpoint SET note = 'other'",
        "DELETE FROM log_checkpoint",
        "TRUNCATE log_checkpoint",
        "SELECT erase_entry(1)",
    ],
)
@pytest.mark.parametrize("who", ["url", "owner_url"])
def test_nobody_rewrites_the_ledger_not_even_the_owner_of_the_tables(two_entries, instance, who, statement):
    with psycopg.connect(getattr(instance, who)) as session, pytest.raises(InsufficientPrivilege):
        session.execute(statement)


def test_content_is_erased_together_with_the_entry_that_says_so(two_entries):
    document = {"basis": "PIPL 47", "reason": "collected by mistake"}
    insert(two_entries, (3, "c" * 32, 1))
    with pytest.raises(InsufficientPrivilege):
        two_entries.execute("SELECT erase_entry(1)")
    two_entries.rollback()

    content = json.dumps({"erased": [{"sequence": 1}], "rule": "order", "document": document})
    statement = INSERT.replace("'record', record", "'erasure', record").replace("'{}'", f"'{content}'")
    two_entries.execute(statement.replace("{values}", f"(3, '{'c' * 32}'::uuid, 1)"))
    two_entries.execute("SELECT erase_entry(1)")
    log(two_entries, 3)
    two_entries.commit()

    assert two_entries.execute("SELECT content, salt FROM entry WHERE sequence = 1").fetchone() == (
        None,
        None,
    )
    with pytest.raises(InsufficientPrivilege):  # the erasure of an earlier commit is no licence
        two_entries.execute("SELECT erase_entry(2)")


@pytest.mark.parametrize("said", [{}, {"rule": "expired"}, {"rule": "request"}, {"rule": "order"}])
def test_no_content_goes_by_an_entry_whose_rule_does_not_cover_it(two_entries, said):
    content = json.dumps({"erased": [{"sequence": 1}], **said})
    statement = INSERT.replace("'record', record", "'erasure', record").replace("'{}'", f"'{content}'")
    two_entries.execute(statement.replace("{values}", f"(3, '{'c' * 32}'::uuid, 1)"))

    with pytest.raises(InsufficientPrivilege, match="no rule"):
        two_entries.execute("SELECT erase_entry(1)")


def test_a_batch_that_lost_a_row_cannot_be_taken(session):
    with pytest.raises(CheckViolation, match="batch_every_row_accounted_for"):
        session.execute(
            """
            INSERT INTO batch (id, item, edition, unit, submitted_by, file_name, digest, state, stage,
                received_at, rows, accepted, corrected, duplicate, rejected, refused_natural_person, review,
                warnings, late, held_because, decided_by, refused_because, receipt, is_finished)
            VALUES (gen_random_uuid(), '', '', '', '', '', '', 'taken', '', now(),
                3, 1, 0, 0, 1, 0, 0, 0, 0, '', '', '', 'receipt', false)
            """
        )


def test_an_instance_has_its_own_database(instance):
    with psycopg.connect(instance.url) as session:
        assert session.execute("SELECT count(*) FROM entry").fetchone() == (0,)
