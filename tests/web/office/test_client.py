"""Programs of the unit, kept on a page."""

import re

import pytest

from gongxin.store.models import Client, ClientSecret

CLIENTS = "/office/clients/"


@pytest.fixture
def administrator(signed_in):
    return signed_in("unit_admin")


def make(browser, **more):
    return browser.post(CLIENTS, {"label": "审批系统", "scopes": ["intake", "check"], **more})


def shown_secret(answer):
    return re.search(r"gongxin-secret-[\w-]+", answer.content.decode()).group()


def test_the_secret_is_shown_once(administrator):
    answer = make(administrator)
    secret = shown_secret(answer)

    assert "no-store" in answer.headers["Cache-Control"]
    assert secret not in administrator.get(CLIENTS).content.decode()
    assert Client.objects.get().scopes == "check intake"


def test_a_scope_that_is_not_for_such_a_unit_cannot_be_chosen(administrator):
    assert make(administrator, scopes=["delivery"]).status_code == 422
    assert not Client.objects.exists()


def test_what_is_no_digest_of_a_certificate_is_refused_with_what_to_write(administrator):
    answer = make(administrator, certificate="abc")

    assert answer.status_code == 422
    assert "64 位十六进制" in answer.content.decode()


def test_a_new_secret_leaves_the_old_one_some_days(administrator):
    old = shown_secret(make(administrator))
    client = Client.objects.get().pk
    new = shown_secret(administrator.post(f"{CLIENTS}{client}/secret/", {"overlap": "7"}))

    assert new != old
    assert "旧密钥用到" in administrator.get(CLIENTS).content.decode()


def test_what_was_ended_stays_on_the_list(administrator):
    make(administrator)
    client = Client.objects.get().pk
    administrator.post(f"{CLIENTS}{client}/revoke/")

    assert "已撤销" in administrator.get(CLIENTS).content.decode()
    assert administrator.post(f"{CLIENTS}{client}/revoke/").status_code == 404
    assert not ClientSecret.objects.exists()


def test_nobody_else_sees_or_ends_them(administrator, signed_in):
    make(administrator)
    client = Client.objects.get().pk

    assert signed_in("alice").get(CLIENTS).status_code == 403
    assert signed_in("operator").post(f"{CLIENTS}{client}/revoke/").status_code == 403
    assert Client.objects.get().revoked_at is None
