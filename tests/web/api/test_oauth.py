"""Access tokens for programs, and what they open."""

import base64
import json
from datetime import timedelta
from hashlib import sha256
from urllib.parse import urlencode

import pytest
from django.test import Client as Browser
from django.utils import timezone

from gongxin.actions import client as clients
from gongxin.actions.client import Wanted
from gongxin.store.models import Client, ClientSecret, ClientToken

MARKET = "11310000000000035N"
TOKEN = "/oauth/token"
CHECK = "/api/v1/check?item=administrative_penalty"
CERTIFICATE = base64.b64encode(b"a certificate in DER form").decode()


@pytest.fixture
def program(people):
    return clients.add(MARKET, Wanted("审批系统", "intake check"), by="unit_admin")


def ask(program, secret=None, **more):
    form = {"grant_type": "client_credentials", "client_id": program.client, **more}
    if secret != "":
        form["client_secret"] = secret or program.secret
    return Browser().post(TOKEN, urlencoded(form), content_type="application/x-www-form-urlencoded")


def urlencoded(form):
    return urlencode(form)


def check(token, **headers):
    rows = json.dumps([{"行政处罚决定书文号": "x"}])
    return Browser().post(
        CHECK, rows, content_type="application/json", headers={"Authorization": f"Bearer {token}"}, **headers
    )


def test_a_program_gets_a_token_for_all_it_may_do(program):
    answer = ask(program)
    given = answer.json()

    assert answer.status_code == 200
    assert (given["token_type"], given["expires_in"], given["scope"]) == ("Bearer", 900, "check intake")
    assert answer.headers["Cache-Control"] == "no-store"
    assert check(given["access_token"]).status_code == 200


def test_it_may_show_its_secret_in_the_header(program):
    both = base64.b64encode(f"{program.client}:{program.secret}".encode()).decode()
    answer = Browser().post(
        TOKEN,
        "grant_type=client_credentials&scope=check",
        content_type="application/x-www-form-urlencoded",
        headers={"Authorization": f"Basic {both}"},
    )

    assert answer.json()["scope"] == "check"


@pytest.mark.parametrize(
    ("changed", "status", "error"),
    [
        ({"secret": "gongxin-secret-wrong"}, 401, "invalid_client"),
        ({"secret": ""}, 401, "invalid_client"),
        ({"client_id": "unknown"}, 401, "invalid_client"),
        ({"scope": "query"}, 400, "invalid_scope"),
        ({"scope": "everything"}, 400, "invalid_scope"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": ""}, 400, "invalid_request"),
    ],
)
def test_a_refusal_is_told_as_the_standard_has_it(program, changed, status, error):
    answer = ask(program, changed.pop("secret", None), **changed)

    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.headers["Content-Type"] == "application/json"
    assert not ClientToken.objects.exists()


def test_other_methods_and_other_bodies_are_refused(program):
    assert Browser().get(TOKEN).status_code in (400, 405)
    assert Browser().post(TOKEN, "{}", content_type="application/json").status_code == 400
    large = "grant_type=client_credentials&x=" + "x" * 10_000
    assert Browser().post(TOKEN, large, content_type="application/x-www-form-urlencoded").status_code == 400
    assert Browser().post(f"{TOKEN}?grant_type=client_credentials").status_code == 400


def test_neither_secret_nor_token_is_in_the_database(program):
    given = ask(program).json()["access_token"]
    kept = repr([list(table.objects.values_list()) for table in (Client, ClientSecret, ClientToken)]).encode()

    assert program.secret.encode() not in kept
    assert given.encode() not in kept


def test_a_token_ends_after_a_quarter_of_an_hour(program):
    given = ask(program).json()["access_token"]
    ClientToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    answer = check(given)

    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_a_token_for_one_thing_opens_no_other(program):
    given = ask(program, scope="check").json()["access_token"]
    answer = Browser().post(
        "/api/v1/batches?item=administrative_penalty",
        "[]",
        content_type="application/json",
        headers={"Authorization": f"Bearer {given}"},
    )

    assert answer.status_code == 403
    assert 'error="insufficient_scope", scope="intake"' in answer.headers["WWW-Authenticate"]


def test_a_program_that_was_ended_is_shut_out_at_once(program):
    given = ask(program).json()["access_token"]
    clients.revoke(program.client, unit=MARKET, by="unit_admin")

    assert check(given).status_code == 401
    assert ask(program).status_code == 401


def test_both_secrets_are_good_while_they_overlap(program):
    new = clients.rotate(program.client, unit=MARKET, overlap=timedelta(days=7))
    assert (ask(program).status_code, ask(new).status_code) == (200, 200)

    ClientSecret.objects.filter(valid_until__isnull=False).update(valid_until=timezone.now())
    assert (ask(program).status_code, ask(new).status_code) == (401, 200)


def test_without_overlap_the_old_secret_ends_at_once(program):
    new = clients.rotate(program.client, unit=MARKET, overlap=timedelta())

    assert (ask(program).status_code, ask(new).status_code) == (401, 200)


def test_a_third_secret_ends_the_first(program):
    second = clients.rotate(program.client, unit=MARKET, overlap=timedelta(days=7))
    third = clients.rotate(program.client, unit=MARKET, overlap=timedelta(days=7))

    assert [ask(one).status_code for one in (program, second, third)] == [401, 200, 200]


def test_the_server_describes_itself(db):
    told = Browser().get("/.well-known/oauth-authorization-server").json()

    assert told["token_endpoint"].endswith("/oauth/token")
    assert told["grant_types_supported"] == ["client_credentials"]
    assert "intake" in told["scopes_supported"]


class TestBoundToACertificate:
    @pytest.fixture
    def bound(self, people, settings):
        settings.GONGXIN_CLIENT_CERTIFICATES = True
        thumbprint = sha256(base64.b64decode(CERTIFICATE)).hexdigest()
        return clients.add(MARKET, Wanted("归集系统", "check", thumbprint), by="unit_admin")

    def ask(self, bound, secret="", **shown):
        form = {"grant_type": "client_credentials", "client_id": bound.client}
        if secret:
            form["client_secret"] = secret
        return Browser().post(
            TOKEN, urlencoded(form), content_type="application/x-www-form-urlencoded", **shown
        )

    def test_the_certificate_alone_lets_in_and_the_token_is_good_with_it_only(self, bound):
        given = self.ask(bound, HTTP_CLIENT_CERT=f":{CERTIFICATE}:").json()["access_token"]

        assert check(given, HTTP_CLIENT_CERT=f":{CERTIFICATE}:").status_code == 200
        assert check(given).status_code == 401

    def test_the_secret_without_the_certificate_does_not(self, bound):
        assert self.ask(bound, bound.secret).status_code == 401
        assert self.ask(bound).status_code == 401

    def test_a_wrong_secret_is_not_made_good_by_the_certificate(self, bound):
        answer = self.ask(bound, "gongxin-secret-wrong", HTTP_CLIENT_CERT=f":{CERTIFICATE}:")

        assert answer.status_code == 401

    def test_nobody_but_the_proxy_can_show_one(self, bound):
        elsewhere = {"HTTP_CLIENT_CERT": f":{CERTIFICATE}:", "REMOTE_ADDR": "203.0.113.7"}

        assert self.ask(bound, **elsewhere).status_code == 401

    def test_it_is_not_believed_before_the_operator_says_so(self, bound, settings):
        settings.GONGXIN_CLIENT_CERTIFICATES = False

        assert self.ask(bound, HTTP_CLIENT_CERT=f":{CERTIFICATE}:").status_code == 401


REVOKE = "/oauth/revoke"


def give_back(program, token, secret=None):
    form = {"token": token, "client_id": program.client, "client_secret": secret or program.secret}
    return Browser().post(REVOKE, urlencoded(form), content_type="application/x-www-form-urlencoded")


def test_a_program_ends_a_token_before_its_time(program):
    token = ask(program).json()["access_token"]

    assert give_back(program, token).status_code == 200
    assert check(token).status_code == 401
    assert give_back(program, token).status_code == 200  # already gone is as good


def test_nobody_else_ends_it(program, people):
    token = ask(program).json()["access_token"]
    other = clients.add(MARKET, Wanted("另一系统", "check"), by="unit_admin")

    assert give_back(program, token, secret="wrong").status_code == 401
    assert give_back(other, token).status_code == 200
    assert check(token).status_code == 200
