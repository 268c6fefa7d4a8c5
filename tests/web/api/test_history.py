"""Another day or moment: for units with the scope, by a matter, and on record."""

import json
from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate, now

from gongxin.actions import entry as actions
from gongxin.actions.account import user_of
from gongxin.actions.token import issue
from gongxin.store.models import Entry

SHOP = "91310000MA0000015F"
WHY = {
    "matter": "administrative_licensing",
    "purpose": "核查当时的信用状况",
    "case_number": "示许〔2026〕1号",
}


@pytest.fixture
def clerk(people):
    today = localdate()
    token = issue(user_of("clerk"), label="test", until=today + timedelta(days=1), on=today)
    return {"HTTP_AUTHORIZATION": f"Bearer {token}"}


def ask(client, clerk, **asked):
    return client.get(f"/api/v1/history/organisations/{SHOP}", WHY | asked, **clerk)


def numbers(answer):
    return [one["document_number"] for one in answer.json()["answer"]["entries"]]


def test_a_day_before_the_decision_shows_nothing_of_it(client, clerk, recorded):
    recorded({"content": {"CF_WSH": "1号"}, "decided_on": date(2026, 5, 1)})

    assert numbers(ask(client, clerk)) == ["1号"]
    assert numbers(ask(client, clerk, as_of="2026-05-01")) == ["1号"]
    assert numbers(ask(client, clerk, as_of="2026-04-30")) == []


def test_what_was_withdrawn_since_is_there_at_the_earlier_moment(client, clerk, recorded):
    (record,) = recorded({"content": {"CF_WSH": "1号"}})
    before = now()
    actions.withdraw(record, reason="撤销", by="张某")

    assert numbers(ask(client, clerk)) == []
    assert numbers(ask(client, clerk, known_at=before.isoformat())) == ["1号"]


def test_the_look_is_on_record_before_it_is_answered(client, clerk, recorded):
    recorded({"content": {"CF_WSH": "1号"}})
    answer = ask(client, clerk, as_of="2026-05-02").json()

    look = Entry.objects.get(sequence=answer["sequence"])
    said = json.loads(look.content)
    assert (look.kind, look.uscc, look.item) == ("query", SHOP, "administrative_licensing")
    assert (said["by"], said["found"]) == ("clerk", 1)
    assert str(look.sequence) in answer["checkpoint"].splitlines()[1]


@pytest.mark.parametrize(
    "asked",
    [
        {"as_of": str(date.max)},
        {"known_at": "2026-05-06T09:00:00"},
        {"known_at": "2999-01-01T00:00:00Z"},
        {"matter": "no_such_matter"},
        {"purpose": "  "},
    ],
)
def test_what_cannot_be_answered_is_refused_and_leaves_no_look(client, clerk, recorded, asked):
    recorded({"content": {"CF_WSH": "1号"}})

    assert ask(client, clerk, **asked).status_code == 422
    assert not Entry.objects.filter(kind="query").exists()


@pytest.mark.parametrize("path", ["records", f"organisations/{SHOP}", "changes"])
@pytest.mark.parametrize("asked", [{"as_of": "2026-05-01"}, {"known_at": "2026-05-01T00:00:00Z"}])
def test_the_public_is_told_where_another_day_can_be_asked_about(client, recorded, path, asked):
    recorded({"content": {"CF_WSH": "1号"}})
    answer = client.get(f"/api/v1/{path}", asked)

    assert answer.status_code == 403
    assert "/api/v1/history/" in answer.json()["detail"]
