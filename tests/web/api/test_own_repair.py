"""For a unit's own systems: from when a record it sent can be repaired, and the notice to serve."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import localdate

from gongxin.actions.account import user_of
from gongxin.actions.token import issue
from gongxin.disclosure.policy import Viewer
from gongxin.queries import entry

BIRCH = "91310114MA1GT00019"


@pytest.fixture
def bearer(published, people):
    today = localdate()

    def header(account):
        token = issue(user_of(account), label="test", until=today + timedelta(days=1), on=today)
        return {"authorization": f"Bearer {token}"}

    return header


@pytest.fixture
def severe(bearer):
    held = entry.of_organisation(BIRCH, viewer=Viewer.organisation(BIRCH), on=localdate())
    return next(one for one in held if one.tier == "severe")


def test_the_unit_reads_from_when_and_what_is_missing(severe, client, bearer):
    answer = client.get(f"/api/v1/own/repairs/{severe.record}", headers=bearer("alice"))

    found = json.loads(answer.content)
    assert (found["from_on"], found["can_be_asked"]) == (str(severe.repairable_on), False)
    assert [one["need"] for one in found["conditions"]] == ["time", "duty", "commitment"]
    assert found["unrepairable"] is None


def test_the_unit_fetches_the_notice_to_serve(severe, client, bearer):
    answer = client.get(f"/api/v1/own/repairs/{severe.record}/notice", headers=bearer("alice"))

    assert answer.content.startswith(b"%PDF")


@pytest.mark.parametrize("part", ["", "/notice"])
def test_a_record_of_another_unit_or_what_is_not_adverse_is_not_there(severe, client, bearer, part):
    held = entry.of_organisation(BIRCH, viewer=Viewer.organisation(BIRCH), on=localdate())
    registration = next(one for one in held if one.item == "organisation_registration")

    for account, record in (("charlie", severe.record), ("alice", registration.record), ("alice", uuid4())):
        address = f"/api/v1/own/repairs/{record}{part}"
        assert client.get(address, headers=bearer(account)).status_code == 404
