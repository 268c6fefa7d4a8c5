"""Warnings for a unit's own systems: its own only, answered once, the same again harmless."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from gongxin.actions.account import user_of
from gongxin.actions.token import issue
from gongxin.actions.warning import raise_warnings
from gongxin.queries import warning
from gongxin.queries.warning import Raised
from gongxin.store.models import Organisation, Warning
from gongxin.supervision.warning_rule import warning_rules

MARKET, HOUSING = "11310000000000035N", "11310114000000000J"
AMBER = "91310000MA0000015F"
SAID = {"outcome": "acted", "reasons": "已约谈并责令整改。"}


@pytest.fixture
def bearer(people):
    today = localdate()

    def header(account):
        token = issue(user_of(account), label="test", until=today + timedelta(days=1), on=today)
        return {"HTTP_AUTHORIZATION": f"Bearer {token}"}

    return header


@pytest.fixture
def raised(db):
    """Two warnings of the market bureau, one of another unit."""
    Organisation.objects.create(
        uscc=AMBER, name="琥珀食品有限公司", kind="enterprise", status="existing", is_registered=True
    )
    rule = next(one for one in warning_rules() if one.code == "grade_falls")
    words = {"before": {"zh": "良", "en": "Good"}, "after": {"zh": "差", "en": "Poor"}}
    places = ((MARKET, "one"), (MARKET, "two"), (HOUSING, "one"))
    found = [Raised(rule.code, unit, AMBER, key, None, None, words) for unit, key in places]
    raise_warnings(rule, found, due_on=date(2026, 11, 30), on=date(2026, 11, 22))
    return warning.of_unit(MARKET, is_open=True)[0]


def answer_to(client, bearer, warning, said=SAID, account="inspector"):
    return client.post(
        f"/api/v1/warnings/{warning.id}/outcome", said, content_type="application/json", **bearer(account)
    )


def listed(client, bearer, account="inspector", **asked):
    return client.get("/api/v1/warnings", asked, **bearer(account)).json()["warnings"]


def test_a_unit_gets_its_own_in_both_languages(client, bearer, raised):
    found = listed(client, bearer)

    assert len(found) == 2
    assert found[0]["text"] == {
        "zh": "琥珀食品有限公司的信用等级由“良”降为“差”",
        "en": "琥珀食品有限公司 fell from “Good” to “Poor”",
    }
    assert (found[0]["due_on"], found[0]["uscc"], found[0]["outcome"]) == ("2026-11-30", AMBER, "")


def test_the_same_answer_again_changes_nothing_and_another_is_refused(client, bearer, raised):
    first = answer_to(client, bearer, raised)
    decided_at = Warning.objects.get(id=raised.id).decided_at
    again = answer_to(client, bearer, raised)
    other = answer_to(client, bearer, raised, {"outcome": "known", "reasons": "已掌握。"})

    assert (first.status_code, again.status_code, other.status_code) == (200, 200, 409)
    assert first.json() == again.json()
    assert Warning.objects.get(id=raised.id).decided_at == decided_at
    assert [one["id"] for one in listed(client, bearer, state="decided")] == [str(raised.id)]


def test_another_unit_s_warning_is_not_there(client, bearer, raised):
    theirs = Warning.objects.get(unit=HOUSING)

    assert client.get(f"/api/v1/warnings/{theirs.id}", **bearer("inspector")).status_code == 404
    assert answer_to(client, bearer, theirs).status_code == 404
    assert not Warning.objects.get(id=theirs.id).outcome


@pytest.mark.parametrize(
    "said",
    [
        {"outcome": "acted", "reasons": "  "},
        {"outcome": "acted"},
        {"outcome": "ignored", "reasons": "不办"},
        {"outcome": "acted", "reasons": "联系人电话 13800138000"},
        {"outcome": "acted", "reasons": "已办", "by": "someone"},
    ],
)
def test_what_does_not_say_what_was_done_is_refused(client, bearer, raised, said):
    assert answer_to(client, bearer, raised, said).status_code == 422
    assert not Warning.objects.get(id=raised.id).outcome


def test_pages_together_are_all_and_the_one_behind_the_last_is_empty(client, bearer, raised):
    pages = [listed(client, bearer, size=1, page=page) for page in (1, 2, 3)]

    assert [len(page) for page in pages] == [1, 1, 0]
    assert pages[0] != pages[1]


def test_who_does_not_supervise_may_not_look(client, bearer, raised):
    assert client.get("/api/v1/warnings", **bearer("clerk")).status_code == 403
    assert client.get("/api/v1/warnings").status_code == 401
