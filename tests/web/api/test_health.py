"""Readiness with its reasons, figures for Prometheus, and who may see them."""

import pytest
from django.test import Client, override_settings

from gongxin.store.models import Checkpoint

PASSED_ON = {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}
TOKEN = "a token that only the monitor has"


def test_the_monitor_is_told_each_check_and_the_public_the_outcome(client, recorded):
    recorded({"content": {"CF_WSH": "1号"}})
    ours, theirs = client.get("/readyz"), client.get("/readyz", **PASSED_ON)

    assert (ours.status_code, theirs.status_code) == (200, 200)
    assert theirs.json() == {"status": "ok", "entries": 1}
    assert {one["check"] for one in ours.json()["checks"]} >= {"database", "log", "disk", "queue", "worker"}


def test_a_log_that_does_not_fit_its_key_is_not_served(client, recorded):
    recorded({"content": {"CF_WSH": "1号"}})
    note = Checkpoint.objects.get().note
    with override_settings(GONGXIN_LOG_KEY="A" * 43 + "="):
        answer = client.get("/readyz")

    assert answer.status_code == 503
    assert (answer.headers["Retry-After"], note != "") == ("5", True)
    assert [one["state"] for one in answer.json()["errors"] if one["check"] == "log"] == ["bad"]


def test_the_figures_are_for_this_machine_or_who_has_the_token(recorded):
    recorded({"content": {"CF_WSH": "1号"}})
    asked = Client()
    asked.get("/records/")

    text = asked.get("/metrics").content.decode()
    assert 'gongxin_requests_total{method="GET",side="portal",status="200"}' in text
    assert "gongxin_log_entries 1.0" in text
    assert "gongxin_disk_free_bytes" in text
    assert asked.get("/metrics", **PASSED_ON).status_code == 403
    with override_settings(GONGXIN_MONITOR_TOKEN=TOKEN):
        assert asked.get("/metrics", **PASSED_ON, HTTP_AUTHORIZATION=f"Bearer {TOKEN}").status_code == 200
        assert asked.get("/metrics", **PASSED_ON, HTTP_AUTHORIZATION="Bearer ").status_code == 403
    with override_settings(GONGXIN_MONITOR_TOKEN=""):
        assert asked.get("/metrics", **PASSED_ON, HTTP_AUTHORIZATION="Bearer ").status_code == 403


@pytest.mark.parametrize("given", ["no blanks here", "short", "x" * 65, ""])
def test_an_odd_request_number_is_replaced(client, given):
    assert len(client.get("/healthz", HTTP_X_REQUEST_ID=given).headers["X-Request-Id"]) == 16


def test_a_request_number_is_kept(client):
    assert client.get("/healthz", HTTP_X_REQUEST_ID="proxy-12345").headers["X-Request-Id"] == "proxy-12345"
