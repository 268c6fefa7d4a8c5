"""Signing in and out."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

PASSWORD = "a long password of a person"


def sign_in(client, account="alice", password=PASSWORD, **more):
    return client.post("/office/sign-in/", {"account": account, "password": password, **more})


def test_the_right_password_opens_the_batches(client, people):
    assert sign_in(client).headers["Location"] == "/office/batches/"
    assert client.get("/office/batches/").status_code == 200


def test_who_came_from_a_page_goes_back_to_it_but_never_elsewhere(people):
    assert sign_in(Client(), next="/office/tokens/").headers["Location"] == "/office/tokens/"
    for elsewhere in ("https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"):
        assert sign_in(Client(), next=elsewhere).headers["Location"] == "/office/batches/"


def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(client, people):
    wrong, unknown = sign_in(client, password="wrong"), sign_in(client, account="nobody")

    assert wrong.status_code == unknown.status_code == 422
    assert "账号或口令不对" in wrong.content.decode()
    assert "账号或口令不对" in unknown.content.decode()


def test_after_five_failures_even_the_right_password_waits(client, people):
    for _ in range(5):
        sign_in(client, password="wrong")
    answer = sign_in(client)

    assert answer.status_code == 422
    assert "尝试次数过多" in answer.content.decode()
    assert client.get("/office/batches/").status_code == 302


def test_failures_elsewhere_do_not_shut_the_owner_out(people):
    for _ in range(6):
        sign_in(Client(REMOTE_ADDR="203.0.113.7"), password="wrong")

    assert sign_in(Client(REMOTE_ADDR="203.0.113.7")).status_code == 422
    assert sign_in(Client(REMOTE_ADDR="198.51.100.4")).status_code == 302


def test_an_address_that_tries_many_accounts_waits_with_all_of_them(people):
    for number in range(50):
        sign_in(Client(REMOTE_ADDR="203.0.113.7"), account=f"account-{number}", password="wrong")

    assert "尝试次数过多" in sign_in(Client(REMOTE_ADDR="203.0.113.7")).content.decode()


def test_success_forgets_the_failures_before_it(people):
    for _ in range(3):
        for _ in range(4):
            sign_in(Client(), password="wrong")
        assert sign_in(Client()).status_code == 302


def test_signing_out_closes_the_office_and_needs_a_form(signed_in):
    alice = signed_in("alice")

    assert alice.get("/office/sign-out/").status_code == 405
    alice.post("/office/sign-out/")
    assert alice.get("/office/batches/").status_code == 302


def test_a_form_without_its_token_is_refused(people):
    strict = Client(enforce_csrf_checks=True)

    assert sign_in(strict).status_code == 403


def test_a_closed_account_cannot_enter_nor_stay(client, signed_in):
    alice = signed_in("alice")
    User.objects.filter(username="alice").update(is_active=False)

    assert sign_in(client).status_code == 422
    assert alice.get("/office/batches/").status_code in (302, 403)


@pytest.mark.parametrize("name", ["sessionid"])
def test_the_session_cookie_is_kept_from_scripts_and_other_sites(client, people, name):
    sign_in(client)

    assert client.cookies[name]["httponly"]
    assert client.cookies[name]["samesite"] == "Lax"
