"""Government queries over the API: idempotent, on record before the answer, fed back with listed measures."""

import json
from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from gongxin.actions.account import user_of
from gongxin.actions.key import verifier
from gongxin.actions.token import issue
from gongxin.ledger import check_receipt
from gongxin.reports.query import work_through
from gongxin.store.models import Entry, Query

SHOP, STRANGER = "91310000MA0000015F", "91310114MA1GT00019"
ASKED = {
    "codes": [SHOP],
    "matter": "administrative_licensing",
    "case_number": "示许〔2026〕8号",
    "purpose": "办理食品经营许可",
}


@pytest.fixture
def call(client, people):
    today = localdate()

    def send(path, body=None, *, account="clerk", key="8-1"):
        token = issue(user_of(account), label="test", until=today + timedelta(days=1), on=today)
        header = {"HTTP_AUTHORIZATION": f"Bearer {token}"}
        if body is None:
            return client.get(f"/api/v1{path}", **header)
        if key:
            header["HTTP_IDEMPOTENCY_KEY"] = key
        return client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json", **header)

    return send


@pytest.fixture
def penalised(recorded):
    recorded({"content": {"CF_WSH": "1号"}})


def test_an_answer_tells_what_was_found_what_may_follow_and_where_it_is_on_record(call, penalised):
    answer = call("/queries", ASKED)

    told = answer.json()
    (entry,) = told["organisations"][SHOP]["entries"]
    assert (answer.status_code, told["state"], told["rows"][0]["state"]) == (200, "answered", "found")
    assert entry["measures"] == ["undertaking_excluded", "market_entry_limited"]
    measure = {one["code"]: one for one in told["matter"]["measures"]}["market_entry_limited"]
    assert measure["basis"] == {"instrument": "GBF-2020-49", "number": ""}
    look = Entry.objects.get(kind="query")
    assert told["log"] == {"first": look.sequence, "last": look.sequence, "size": look.sequence}
    assert answer.headers["Cache-Control"] == "no-store"
    assert "RateLimit" in answer.headers
    receipt = call(f"/queries/{told['query']}/receipt").content.decode()
    assert check_receipt.read(receipt, verifier()).query == told["query"]


def test_the_same_key_gives_the_same_answer_and_no_second_look(call, penalised):
    first, second = call("/queries", ASKED), call("/queries", ASKED)

    assert first.content == second.content
    assert first.headers["Location"] == second.headers["Location"]
    assert call(first.headers["Location"].removeprefix("/api/v1")).content == first.content
    assert Entry.objects.filter(kind="query").count() == 1


def test_the_same_key_with_another_request_is_a_conflict(call, penalised):
    call("/queries", ASKED)

    conflict = call("/queries", {**ASKED, "codes": [STRANGER]})

    assert (conflict.status_code, conflict.headers["Content-Type"]) == (409, "application/problem+json")
    assert "Idempotency-Key" in conflict.json()["detail"]
    assert Entry.objects.filter(kind="query").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"matter": "curiosity"}, {"purpose": ""}, {"purpose": "  "}, {"case_number": ""}, {"codes": []},
     {"purpose": "13812345678"}, {"why": "extra"}],
)  # fmt: skip
def test_an_incomplete_request_is_refused_and_leaves_nothing(call, penalised, wrong):
    assert call("/queries", {**ASKED, **wrong}).status_code == 422
    assert Query.objects.count() == 0


def test_a_key_is_required(call, people):
    assert call("/queries", ASKED, key="").status_code == 422


def test_only_who_may_query_is_let_in_and_sees_its_own(call, penalised):
    place = call("/queries", ASKED).headers["Location"].removeprefix("/api/v1")

    assert call("/queries", ASKED, account="alice").status_code == 403
    assert call(place, account="bob").status_code == 403
    assert call("/queries/00000000-0000-4000-8000-000000000000").status_code == 404


def test_a_large_query_is_queued_and_answered_later(call, penalised):
    answer = call("/queries", {**ASKED, "codes": [SHOP, *["1234"] * 60]})
    place = answer.headers["Location"].removeprefix("/api/v1")
    assert (answer.status_code, answer.json()["state"], answer.json()["rows"]) == (202, "received", [])
    assert call(f"{place}/receipt").status_code == 404

    work_through(answer.json()["query"])

    told = call(place).json()
    assert [one["state"] for one in told["rows"][:2]] == ["found", "broken"]
    assert len(told["rows"]) == 61


def test_feedback_takes_listed_measures_only_and_a_correction_is_a_version(call, penalised):
    query = call("/queries", ASKED).json()["query"]
    given = {
        "uscc": SHOP,
        "decision": "conditional",
        "decided_on": localdate().isoformat(),
        "note": "补正材料",
    }

    outside = call(f"/queries/{query}/feedback", {**given, "measures": ["bidding_barred"]})
    listed = call(f"/queries/{query}/feedback", {**given, "measures": ["market_entry_limited"]})
    again = call(f"/queries/{query}/feedback", given)
    corrected = call(f"/queries/{query}/feedback", {**given, "version": 2, "decision": "granted"})

    assert (outside.status_code, "bidding_barred" in outside.json()["detail"]) == (422, True)
    assert (listed.status_code, listed.json()["version"]) == (200, 2)
    assert again.status_code == 409
    assert corrected.json()["version"] == 3
    assert call(f"/queries/{query}/feedback", {**given, "uscc": STRANGER}).status_code == 404


def test_an_answer_no_longer_kept_is_gone_and_its_receipt_is_not(call, penalised):
    place = call("/queries", ASKED).headers["Location"].removeprefix("/api/v1")
    Query.objects.update(answer="")

    assert call(place).status_code == 410
    assert call(f"{place}/receipt").status_code == 200
