"""The API keeps its description, whatever is sent to it (schemathesis)."""

from datetime import timedelta

import pytest
import schemathesis
from django.conf import settings as configured
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils.timezone import localdate
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from gongxin.actions.account import add, user_of
from gongxin.actions.token import issue
from gongxin.disclosure.role import Role
from gongxin.web.api.api import api

BUREAU = "11310000000000035N"
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
schema = schemathesis.openapi.from_dict(api.get_openapi_schema())


@pytest.fixture
def token(recorded):
    """A city with three records, and a token of a user who may submit."""
    today = localdate()
    recorded(*({"content": {"CF_WSH": f"{n}号"}, "decided_on": today - timedelta(n)} for n in range(3)))
    add("robot", "a password of a robot", unit=BUREAU, roles=[Role.DATA_OFFICER, Role.QUERY_CLERK], on=today)
    return issue(user_of("robot"), label="test", until=today + timedelta(days=9), on=today)


@pytest.fixture
def application(monkeypatch):
    """The application as a server runs it, but in the transaction of the test."""
    monkeypatch.setattr(configured, "GONGXIN_RATE_LIMIT", 1_000_000)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_input_breaks_an_operation(case, token, application):
    case.operation.app = application
    case.call_and_validate(
        base_url="http://127.0.0.1", headers={"Authorization": f"Bearer {token}"}, checks=CHECKS
    )


def test_every_operation_is_described_with_its_problems():
    described = api.get_openapi_schema()
    operations = [one for path in described["paths"].values() for one in path.values()]

    assert described["openapi"].startswith("3.1")
    assert len(operations) >= 12
    assert all("4XX" in one["responses"] and one["description"] for one in operations)
