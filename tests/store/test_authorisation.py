"""What the database itself refuses around authorisations, contracts and deliveries, whoever asks."""

from datetime import timedelta

import psycopg
import pytest
from django.utils.timezone import localdate
from psycopg.errors import CheckViolation, InsufficientPrivilege

from gongxin.actions import authorisation, contract, unit
from gongxin.actions.authorised_query import Asking, note_refusal
from gongxin.actions.delivery_request import Request, request_delivery
from gongxin.disclosure.authorisation import Authorisation
from gongxin.disclosure.contract import Contract
from gongxin.disclosure.role import UnitKind

AMBER, BANK, AGENCY = "91310000MA0000015F", "91310000000000027K", "91310000000000035E"


CHANGES = (
    "UPDATE authorisation SET valid_until = valid_until + 1",
    "UPDATE authorisation SET items = '{financing_water}'",
    "UPDATE authorisation SET recipient = uscc",
    "UPDATE authorisation SET revoked_at = NULL WHERE revoked_at IS NOT NULL",
    "UPDATE authorisation SET confirmed_at = now() + interval '1 day' WHERE revoked_at IS NULL",
    "DELETE FROM authorisation",
    "UPDATE contract SET monthly_quota = 1000",
    "UPDATE contract SET released_at = NULL",
    "DELETE FROM contract",
    "DELETE FROM delivery",
    "DELETE FROM delivered_organisation",
    "UPDATE authorised_query SET outcome = 'answered', sequence = 1",
    "DELETE FROM authorised_query",
)
INCOMPLETE = (
    ("items, purpose, confirmed_by", "'{}', 'x', ''"),
    ("items, purpose, confirmed_by", "'{a}', '', ''"),
    ("items, purpose, confirmed_by, letter, confirmed_at, sequence", "'{a}', 'x', 'a', 'ab', now(), 1"),
    ("items, purpose, confirmed_by, confirmed_at", "'{a}', 'x', 'b', now()"),
)


@pytest.fixture
def session(instance):
    """A session of the application's role, with one of each on record."""
    today = localdate()
    unit.add(BANK, "示范银行", kind=UnitKind.BANK)
    unit.add(AGENCY, "示范信用服务有限公司", kind=UnitKind.AGENCY)
    until = today + timedelta(days=30)
    proposed = Authorisation(AMBER, BANK, frozenset({"financing_tax"}), "贷款审批", today, until)
    given = authorisation.give(proposed, by="qiye", on=today)
    authorisation.give(proposed, by="qiye", on=today)
    authorisation.revoke(given, uscc=AMBER, by="qiye", on=today)
    terms = Contract(AGENCY, "1号", frozenset({"administrative_penalty"}), 9, today, until)
    agreed = contract.conclude(terms, by="operator", on=today)
    contract.release(agreed, by="reviewer")
    request_delivery([AMBER], Request(agreed, AGENCY, "agent", "api", "评估"), on=today)
    note_refusal(Asking(AMBER, AGENCY, "agent", "api"))
    with psycopg.connect(instance.url) as session:
        yield session


def test_what_was_given_agreed_or_asked_is_never_changed_or_removed(session):
    assert [change for change in CHANGES if not refuses(session, InsufficientPrivilege, change)] == []


def test_an_authorisation_without_items_purpose_second_person_or_entry_is_refused(session):
    assert [values for values in INCOMPLETE if not refuses(session, CheckViolation, insert(*values))] == []
    whole = insert("items, purpose, confirmed_by", "'{a}', 'x', ''")
    assert not refuses(session, CheckViolation, whole)


def refuses(session, error, statement):
    try:
        with session.transaction(force_rollback=True):
            session.execute(statement)
    except error:
        return True
    return False


def insert(columns, values):
    rest = {"letter": "''", "letter_kind": "''", "revoked_by": "''", "revoked_because": "''"}
    left = {name: text for name, text in rest.items() if name not in columns.split(", ")}
    return (
        "INSERT INTO authorisation (id, uscc, recipient, valid_from, valid_until, given_by, given_at,"
        f" {', '.join(left)}, {columns}) VALUES (gen_random_uuid(), 'u', 'r', now(), now(), 'a', now(),"
        f" {', '.join(left.values())}, {values})"
    )
