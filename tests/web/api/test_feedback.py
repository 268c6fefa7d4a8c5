"""Feedback on many queries over the API: idempotent, all or none, within the unit."""

import json
from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from gongxin.actions.account import user_of
from gongxin.actions.token import issue
from gongxin.store.models import Entry

SHOP, STRANGER = "91310000MA0000015F", "91310114MA1GT00019"


@pytest.fixture
def call(client, people):
    today = localdate()

    def send(path, body, account="clerk", **headers):
        token = issue(user_of(account), label="test", until=today + timedelta(days=1), on=today)
        sent = {"HTTP_AUTHORIZATION": f"Bearer {token}", **headers}
        return client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json", **sent)

    return send


@pytest.fixture
def asked(call):
    body = {
        "codes": [SHOP, STRANGER],
        "matter": "administrative_licensing",
        "case_number": "示许8号",
        "purpose": "办理许可",
    }
    return call("/queries", body, HTTP_IDEMPOTENCY_KEY="1").json()


def granted(**said):
    return {"decision": "granted", "decided_on": localdate().isoformat(), **said}


def test_a_list_is_recorded_once_however_often_it_is_sent(call, asked):
    looks = [one["look"] for one in asked["organisations"].values()]
    body = {"reports": [granted(look=looks[0]), granted(case_number="示许8号", uscc=STRANGER)]}

    first, second = call("/feedback", body), call("/feedback", body)

    assert (first.status_code, first.json()["recorded"]) == (200, 2)
    assert (second.status_code, second.json()["recorded"]) == (200, 0)
    assert [one["state"] for one in second.json()["rows"]] == ["unchanged", "unchanged"]
    assert Entry.objects.filter(kind="feedback").count() == 2
    assert first.headers["Cache-Control"] == "no-store"


def test_one_refused_row_stops_all_and_the_answer_names_it(call, asked):
    rows = [granted(case_number="示许8号", uscc=SHOP), granted(case_number="没有")]

    answer = call("/feedback", {"reports": rows})

    told = answer.json()
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")
    assert [one["row"] for one in told["errors"]] == ["2"]
    assert "没有这次查询" in told["errors"][0]["reason"]
    assert not Entry.objects.filter(kind="feedback").exists()


@pytest.mark.parametrize(
    "body", [{"reports": []}, {"reports": [granted()]}, {"reports": [granted(look="1")]}, {}]
)
def test_a_body_that_names_no_query_is_a_problem(call, asked, body):
    answer = call("/feedback", body)

    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")
