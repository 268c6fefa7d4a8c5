"""The attacker owns the database and lifts its guards: what the tables of cases then say is found."""

from datetime import date

import pytest
from django.db import connection, transaction

from gongxin.actions import case as actions
from gongxin.actions import unit
from gongxin.actions.case import Document, Filing
from gongxin.actions.case_verification import MARKED
from gongxin.actions.verification import verify
from gongxin.disclosure.mark import Mark
from gongxin.disclosure.role import Role, UnitKind
from gongxin.procedures.case import Actor
from gongxin.procedures.index import PROCEDURES
from gongxin.procedures.objection import ANNOTATED

AMBER, CENTRE = "91310000MA0000015F", "12310000000000019X"
ON = date(2026, 9, 28)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
OWNER = Actor("owner", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({AMBER}))
OPERATOR = Actor("operator", frozenset({Role.CENTRE_OPERATOR}), unit=CENTRE)
ATTACKS = {
    "another reason": "UPDATE case_step SET reason = '无' WHERE number = 1",
    "another person": "UPDATE case_step SET by = 'somebody' WHERE number = 2",
    "a document taken away": "UPDATE case_step SET documents = '{}' WHERE number = 1",
    "a step taken away": "DELETE FROM case_step WHERE number = 2",
    "another state": "UPDATE case_file SET state = 'dismissed'",
    "a term of a hundred days": "UPDATE case_file SET terms = jsonb_set(terms, '{1,working_days}', '100')",
    "another unit": "UPDATE case_file SET provider = '11310114000000000J'",
    "a repair that nobody decided": "INSERT INTO record_mark (record, kind, from_on, case_id, sequence)"
    " SELECT subject, 'repaired', '2026-01-01', id, 1 FROM case_file",
    "a mark at another record": "UPDATE record_mark SET record = gen_random_uuid() WHERE kind = 'suspended'",
    "an annotation ended by no step": "UPDATE record_mark SET ended_by = 99 WHERE kind = 'annotated'",
    "an annotation taken away": "DELETE FROM record_mark WHERE kind = 'annotated'",
}


@pytest.fixture
def forwarded(recorded_for_good):
    unit.add(CENTRE, "示范市公共信用信息中心", kind=UnitKind.CENTRE)
    (record,) = recorded_for_good({"content": {"CF_WSH": "1号"}})
    given = (Document("grounds", "证据.pdf", PDF),)
    filing = Filing("objection", AMBER, record, ground="error", reason="有误", documents=given)
    case = actions.file(filing, by=OWNER, on=ON)
    actions.take(case, "forward", seen=1, by=OPERATOR, on=ON)
    return case


def test_cases_as_they_were_dealt_with_verify(forwarded):
    assert list(verify()) == []


def test_every_attack_on_a_case_is_found(forwarded):
    """Each in a transaction of its own that is rolled back, so that one case serves for all."""
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


def test_the_states_that_mark_a_record_are_those_of_the_rules():
    objection = {state for (code, state), kind in MARKED.items() if code == "objection" and Mark(kind)}

    assert objection == ANNOTATED
    assert all(state in PROCEDURES[code].states for code, state in MARKED)
