"""Commitments for programs."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from gongxin.actions.account import user_of
from gongxin.actions.token import issue
from gongxin.store.models import Commitment

MARKET = "11310000000000035N"


@pytest.fixture
def bearer(published, people):
    today = localdate()

    def header(account):
        token = issue(user_of(account), label="test", until=today + timedelta(days=1), on=today)
        return {"HTTP_AUTHORIZATION": f"Bearer {token}"}

    return header


def test_everybody_reads_the_public_ones(client, bearer):
    (one,) = client.get("/api/v1/commitments", {"unit": MARKET}).json()["commitments"]

    assert (one["kind"], one["performance"], one["unit"]) == ("证明事项型", "", MARKET)
    assert client.get("/api/v1/commitments", {"kind": "主动型"}).json()["commitments"] == []


def test_a_unit_s_own_system_asks_what_it_has_still_to_verify(client, bearer):
    (one,) = client.get("/api/v1/own/commitments", **bearer("alice")).json()["commitments"]
    assert (one["due_on"], one["due_by"], one["number"]) == (None, "", "31000020260512000001")
    assert client.get("/api/v1/own/commitments", **bearer("charlie")).json()["commitments"] == []


def test_it_draws_numbers_none_of_which_was_used(client, bearer):
    Commitment.objects.update(number=f"310000{localdate():%Y%m%d}000002")

    drawn = client.post("/api/v1/own/commitment-numbers?count=2", **bearer("alice"))

    stem = f"310000{localdate():%Y%m%d}"
    assert (drawn.status_code, drawn.json()["numbers"]) == (201, [f"{stem}000001", f"{stem}000003"])


def test_it_counts_its_own_months(client, bearer):
    found = client.get("/api/v1/own/commitment-figures?months=24", **bearer("alice")).json()["figures"]

    assert [(one["month"], one["received"], one["verified"]) for one in found] == [("2026-05-01", 1, 0)]
