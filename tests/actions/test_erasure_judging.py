"""A forged removal is found: from inside by judging its rule again, from outside because the log split."""

import pytest
from django.db import connection, connections, transaction

from gongxin.actions.append import append_statements
from gongxin.actions.erasure import Removal, _statement, _with_content, erase
from gongxin.actions.key import signer, verifier
from gongxin.actions.log import writing
from gongxin.actions.verification import verify
from gongxin.disclosure.erasure_rule import ErasureRule
from gongxin.ledger import checkpoint, tile, tree
from gongxin.ledger.audit import LogNotHonest, audit
from gongxin.ledger.checkpoint import Checkpoint
from gongxin.ledger.salt import commitment
from gongxin.ledger.statement import NAMES
from gongxin.queries.log import checkpoint as newest
from gongxin.queries.log import tile as served


@pytest.fixture
def records(recorded_for_good, instance):
    return recorded_for_good(
        {"content": {"CF_WSH": "1"}}, {"content": {"CF_WSH": "2"}}, {"content": {"CF_WSH": "3"}}
    )


@pytest.fixture
def unguarded():
    """Whoever owns the machine: the guards are lifted, and the log's key is at hand."""
    connections["default"].close()
    connection.settings_dict.update(USER="postgres")
    yield
    connection.close()
    connection.settings_dict.update(USER="gongxin_app")


def found() -> str:
    return "\n".join(map(str, verify()))


def forge(record, rule, *, basis="SH 27", reason="届满"):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        with writing() as head:
            gone = _with_content(record)
            said = _statement(head, head.size + 1, gone, Removal(rule, basis, reason))
            append_statements(head, [said])
            cursor.execute(
                "UPDATE entry SET content = NULL, salt = NULL WHERE sequence = ANY(%s)", [list(gone)]
            )


@pytest.mark.parametrize("rule", [ErasureRule.EXPIRED, ErasureRule.REQUEST, "because"])
def test_a_signed_removal_that_its_rule_does_not_cover_is_named(records, unguarded, rule):
    forge(records[0], rule)

    assert found() == (
        "删除条目 4 所称的规则不允许删除条目 1 / the rule that erasure 4 names does not let entry 1 be erased"
    )


def test_what_stays_of_an_erased_entry_cannot_be_changed_to_fit(records, unguarded):
    forge(records[0], ErasureRule.EXPIRED)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE entry SET query_until = '2020-01-01' WHERE sequence = 1")

    assert "删除内容之后，其余各项又被改动" in found()


def test_an_honest_removal_is_not_named(records):
    erase(records[0], basis="PIPL 47", reason="误收")

    assert found() == ""


def fetch(path: str) -> bytes:
    return newest().note.encode() if path == "checkpoint" else served(tile.parse_path(path))


def test_a_removal_written_into_the_past_deceives_the_database_but_no_auditor(records, unguarded):
    """The last entry becomes an erasure of the first; digests, tiles and checkpoint are made to fit."""
    last = audit(fetch, verifier(), last=None).note

    rewrite(records)

    assert found() == ""  # the machine contradicts itself nowhere
    with pytest.raises(LogNotHonest, match="分叉"):
        audit(fetch, verifier(), last=last)


def rewrite(records) -> None:
    columns = ", ".join(f'"{name}"' for name in NAMES)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        with writing() as head:
            said = _statement(head, 3, _with_content(records[0]), Removal(ErasureRule.ORDER, "SH 33", "判决"))
        salt = bytes(16)
        leaf = commitment(salt, said.text().encode())
        cursor.execute("DELETE FROM entry WHERE sequence = 3")
        places = ", ".join(["%s"] * (len(NAMES) + 2))
        cursor.execute(
            f"INSERT INTO entry ({columns}, salt, commitment) VALUES ({places})",
            [*(getattr(said, name) for name in NAMES), salt, leaf],
        )
        cursor.execute("UPDATE entry SET content = NULL, salt = NULL WHERE sequence = 1")
        cursor.execute("SELECT commitment FROM entry ORDER BY sequence")
        hashes = tree.leaf_hashes([bytes(row[0]) for row in cursor.fetchall()])
        (only,) = tile.append(hashes, size=0, edge={})
        root = tree.root(3, tree.reader_of(hashes))
        note = checkpoint.sign(Checkpoint(signer().name, 3, root), signer())
        cursor.execute("UPDATE log_tile SET hashes = %s", [only.hashes])
        cursor.execute("UPDATE log_checkpoint SET root = %s, note = %s", [root, note])
