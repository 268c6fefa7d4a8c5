"""Who may use an operation: programs by scope, people by role."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client as Browser
from django.utils.timezone import localdate

from gongxin.actions.token import issue
from gongxin.disclosure.scope import SCOPES, Scope
from gongxin.web.api.api import api
from gongxin.web.shared.client import ClientAuth


@pytest.fixture
def token(people):
    def of(account):
        user = User.objects.get(username=account).pk
        return issue(user, label="x", until=localdate() + timedelta(days=1), on=localdate())

    return of


def submit(token):
    return (
        Browser()
        .post(
            "/api/v1/batches?item=administrative_penalty",
            "",
            content_type="application/pdf",
            headers={"Authorization": f"Bearer {token}"},
        )
        .status_code
    )


def test_a_personal_token_opens_what_a_role_of_its_owner_covers(token):
    assert submit(token("alice")) == 415  # let in; that is no table
    assert submit(token("bob")) == 403
    assert submit(token("clerk")) == 403


def test_an_account_outside_any_unit_is_let_in_for_nothing(token):
    assert submit(token("dora")) == 403


@pytest.mark.parametrize("bad", ["", "x", "gongxin-access-x", "gongxin_x", "x" * 300, "口令"])
def test_what_is_no_token_opens_nothing(db, bad):
    assert submit(bad.encode().decode("latin-1")) == 401


def test_every_scope_says_for_which_units_it_is_and_names_its_roles():
    assert set(SCOPES) == set(Scope)
    assert all(facts.held_in for facts in SCOPES.values())
    assert [scope for scope, facts in SCOPES.items() if not facts.roles] == [Scope.CHECK]


def test_a_scope_that_there_is_not_is_refused_where_it_is_written():
    with pytest.raises(ValueError, match="everything"):
        ClientAuth("everything")


def test_the_description_names_the_scope_of_each_closed_operation():
    described = api.get_openapi_schema()
    schemes = described["components"]["securitySchemes"]
    submitting = described["paths"]["/api/v1/batches"]["post"]["security"]

    flow = schemes["oauth"]["flows"]["clientCredentials"]
    assert flow["tokenUrl"].endswith("/oauth/token")
    assert set(flow["scopes"]) == set(Scope)
    assert {"oauth": ["intake"]} in submitting
    assert {"token": []} in submitting
