"""Authorised queries over the API: opened items only, one look for a key, else refused."""

import json
from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from gongxin.actions import authorisation
from gongxin.actions.account import user_of
from gongxin.actions.token import issue
from gongxin.disclosure.authorisation import Authorisation
from gongxin.ledger import check_receipt
from gongxin.queries import authorised_query, look

AMBER, BANK = "91310000MA0000015F", "91310000000000027K"


@pytest.fixture
def given(people, recorded):
    for item in ("financing_tax", "financing_water"):
        recorded({"content": {"period_end": "2026-03-31"}, "tier": None}, item=item)
    today = localdate()
    proposed = Authorisation(
        AMBER, BANK, frozenset({"financing_tax"}), "流动资金贷款审批", today, today + timedelta(days=30)
    )
    return authorisation.give(proposed, by="representative", on=today)


@pytest.fixture
def call(client, people):
    today = localdate()

    def send(body, *, account="banker", key=""):
        token = issue(user_of(account), label="test", until=today + timedelta(days=1), on=today)
        header = {"HTTP_AUTHORIZATION": f"Bearer {token}"}
        if key:
            header["HTTP_IDEMPOTENCY_KEY"] = key
        text = json.dumps(body)
        return client.post("/api/v1/authorised-queries", text, content_type="application/json", **header)

    return send


def test_the_answer_holds_what_was_opened_with_purpose_and_a_receipt_that_can_be_checked(call, given):
    answer = call({"uscc": AMBER})
    told = answer.json()

    assert answer.status_code == 200
    assert {entry["item"] for entry in told["answer"]["entries"]} == {"financing_tax"}
    assert told["purpose"] == "流动资金贷款审批"
    receipt = check_receipt.read(json.dumps(told["receipt"]))
    assert receipt.sequence == (told["sequence"], told["sequence"])
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_request_repeated_under_its_key_is_one_look(call, given):
    first, again = call({"uscc": AMBER}, key="k1"), call({"uscc": AMBER}, key="k1")

    assert first.json() == again.json()
    assert len(look.of_organisation(AMBER).looks) == 1
    assert call({"uscc": AMBER, "items": ["financing_tax"]}, key="k1").status_code == 409


@pytest.mark.parametrize(
    ("body", "account"),
    [
        ({"uscc": AMBER}, "agent"),
        ({"uscc": "91310114MA1GT00019"}, "banker"),
        ({"uscc": AMBER, "items": ["financing_water"]}, "banker"),
        ({"uscc": AMBER, "items": ["financing_tax", "financing_water"]}, "banker"),
    ],
)
def test_without_an_authorisation_for_all_of_it_nothing_is_answered(call, given, body, account):
    answer = call(body, account=account)

    assert answer.status_code == 403
    assert "有效授权" in answer.json()["detail"]
    (attempt,) = authorised_query.of_organisation(body["uscc"])
    assert attempt.is_refused


def test_a_revoked_authorisation_answers_no_key_either(call, given):
    call({"uscc": AMBER}, key="k1")
    authorisation.revoke(given, uscc=AMBER, by="representative", on=localdate())

    assert call({"uscc": AMBER}, key="k1").status_code == 403


@pytest.mark.parametrize("body", [{}, {"uscc": "x"}, {"uscc": AMBER, "items": ["DROP TABLE"]}, []])
def test_a_body_that_does_not_fit_is_refused_by_name(call, given, body):
    assert call(body).status_code == 422
