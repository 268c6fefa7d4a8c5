"""What a unit submitted, for its own systems."""

import json
from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from gongxin.actions.account import user_of
from gongxin.actions.token import issue

ITEM = "administrative_penalty"


@pytest.fixture
def bearer(people):
    today = localdate()

    def header(account):
        token = issue(user_of(account), label="test", until=today + timedelta(days=1), on=today)
        return {"HTTP_AUTHORIZATION": f"Bearer {token}"}

    return header


def test_a_unit_gets_what_it_submitted_public_or_not_and_no_other_unit_does(client, bearer, recorded):
    recorded({"content": {"CF_WSH": "1号"}}, {"content": {"CF_WSH": "2号"}, "tier": "minor"})
    shown = {}
    for account in ("alice", "charlie"):
        answer = client.get("/api/v1/own/records.jsonl", {"item": ITEM}, **bearer(account))
        lines = [json.loads(line) for line in answer.getvalue().splitlines()]
        shown[account] = [line["content"]["CF_WSH"] for line in lines]
        assert answer.headers["Gongxin-Log-Size"] == "2"

    assert shown == {"alice": ["1号", "2号"], "charlie": []}


def test_the_changes_say_the_same(client, bearer, recorded):
    recorded({"content": {"CF_WSH": "1号"}}, {"content": {"CF_WSH": "2号"}, "tier": "minor"})

    def changes(account):
        answer = client.get("/api/v1/own/changes", **bearer(account)).json()
        assert answer["on"] == str(localdate())
        return [step["change"] for step in answer["changes"]]

    assert changes("alice") == ["shown", "shown"]
    assert changes("charlie") == ["hidden", "hidden"]
