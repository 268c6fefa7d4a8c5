"""Signing in by account and password, and out."""

import re

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from gongxin.actions.password import mark_one_time

SIGN_IN = "/account/sign-in/"
PASSWORD = "a long password of a person"
NEW = "another long password of hers"


def sign_in(client, account="alice", password=PASSWORD, **more):
    return client.post(SIGN_IN, {"login": account, "password": password, **more})


def told(answer):
    """What a page says, without its form token."""
    return re.sub(r'value="\w{64}"', "", answer.content.decode())


@pytest.fixture
def one_time(people):
    alice = User.objects.get(username="alice")
    mark_one_time(alice.pk, by="unit_admin")
    return alice


def test_the_right_password_opens_the_office(client, people):
    assert sign_in(client).headers["Location"] == "/office/"
    assert client.get("/office/tokens/").status_code == 200


def test_a_representative_comes_to_the_desk_of_the_organisation(published, client, people):
    assert sign_in(client, "representative").headers["Location"] == "/desk/91310114MA1GT00019/"


def test_an_account_without_any_right_comes_to_its_own_page(client, people):
    answer = client.post(SIGN_IN, {"login": "dora", "password": PASSWORD}, follow=True)

    assert answer.redirect_chain == [("/account/", 302)]
    assert "没有任何权限" in answer.content.decode()


def test_who_came_from_a_page_goes_back_to_it_but_never_elsewhere(people):
    assert sign_in(Client(), next="/office/tokens/").headers["Location"] == "/office/tokens/"
    for elsewhere in ("https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"):
        assert sign_in(Client(), next=elsewhere).headers["Location"] == "/office/"


def test_a_wrong_password_an_unknown_and_a_closed_account_get_the_same_answer(people):
    User.objects.filter(username="bob").update(is_active=False)
    answers = [
        told(sign_in(Client(), password="wrong")),
        told(sign_in(Client(), account="nobody")).replace("nobody", "alice"),
        told(sign_in(Client(), account="bob")).replace("bob", "alice"),
    ]

    assert "账号或口令不对" in answers[0]
    assert answers[0] == answers[1] == answers[2]


def test_an_unknown_account_costs_a_digest_as_a_known_one_does(people, settings):
    """Without it the time of the answer would tell."""
    settings.PASSWORD_HASHERS = [f"{__name__}.Counted"]
    Counted.made = 0
    sign_in(Client(), account="nobody")

    assert Counted.made == 1


def test_after_five_failures_even_the_right_password_waits_and_hears_how_long(client, people):
    for _ in range(5):
        answer = sign_in(client, password="wrong")
    assert "请 15 分钟后再试" in answer.content.decode()

    answer = sign_in(client)
    assert "请 15 分钟后再试" in answer.content.decode()
    assert client.get("/office/tokens/").status_code == 302


def test_another_spelling_of_the_account_is_not_another_account(client, people):
    for account in ("alice", "ALICE", "Alice", "aLICE", "alicE"):
        sign_in(client, account=account, password="wrong")

    assert "后再试" in sign_in(client).content.decode()


def test_failures_elsewhere_do_not_shut_the_owner_out(people):
    for _ in range(6):
        sign_in(Client(REMOTE_ADDR="203.0.113.7"), password="wrong")

    assert sign_in(Client(REMOTE_ADDR="203.0.113.7")).status_code == 200
    assert sign_in(Client(REMOTE_ADDR="198.51.100.4")).status_code == 302


def test_an_address_that_tries_many_accounts_waits_with_all_of_them(people):
    for number in range(50):
        sign_in(Client(REMOTE_ADDR="203.0.113.7"), account=f"account-{number}", password="wrong")

    assert "尝试次数过多" in sign_in(Client(REMOTE_ADDR="203.0.113.7")).content.decode()
    assert sign_in(Client(REMOTE_ADDR="198.51.100.4")).status_code == 302


def test_success_forgets_the_failures_before_it(people):
    for _ in range(3):
        for _ in range(4):
            sign_in(Client(), password="wrong")
        assert sign_in(Client()).status_code == 302


def test_signing_out_closes_the_office_and_needs_a_form(signed_in):
    alice = signed_in("alice")

    assert alice.get("/account/sign-out/").status_code == 405
    alice.post("/account/sign-out/")
    assert alice.get("/office/tokens/").status_code == 302


def test_a_form_without_its_token_is_refused(people):
    strict = Client(enforce_csrf_checks=True)

    assert sign_in(strict).status_code == 403


def test_the_session_gets_a_new_name_so_that_none_can_be_foisted_on_a_visitor(client, people):
    client.get(SIGN_IN)
    session = client.session
    session["before"] = True
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    sign_in(client)

    assert client.cookies["sessionid"].value != before


def test_the_cookie_is_not_for_scripts_nor_for_other_sites_and_ends_with_the_browser(client, people):
    cookie = sign_in(client).cookies["sessionid"]

    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")


def test_a_closed_account_cannot_stay_either(signed_in):
    alice = signed_in("alice")
    User.objects.filter(username="alice").update(is_active=False)

    assert alice.get("/office/tokens/").status_code in (302, 403)


def test_a_one_time_password_opens_nothing_but_the_page_that_changes_it(client, one_time):
    sign_in(client)

    assert client.get("/office/tokens/").headers["Location"] == "/account/password/"
    assert "一次性口令" in client.get("/account/password/").content.decode()
    answer = client.post("/account/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert answer.status_code == 302
    assert client.get("/office/tokens/").status_code == 200
    assert sign_in(Client(), password=NEW).headers["Location"] == "/office/"


def test_a_one_time_password_ends_by_itself(client, one_time):
    one_time.onetimepassword.until = one_time.onetimepassword.set_at
    one_time.onetimepassword.save()

    assert "账号或口令不对" in sign_in(client).content.decode()


@pytest.mark.parametrize("weak", ["short", "telechargement", "alice-alice"])
def test_a_weak_password_is_refused(signed_in, weak):
    alice = signed_in("alice")
    given = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}

    assert alice.post("/account/password/", given).status_code == 200
    assert sign_in(Client(), password=weak).status_code == 200


def test_a_new_password_ends_the_other_sessions(people):
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    here.post("/account/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    assert here.get("/office/tokens/").status_code == 200
    assert there.get("/office/tokens/").status_code == 302


def test_the_list_of_sessions_ends_the_others(people):
    here, there = Client(REMOTE_ADDR="198.51.100.4"), Client(REMOTE_ADDR="203.0.113.7")
    sign_in(here)
    sign_in(there)
    shown = here.get("/account/sessions/").content.decode()
    assert "198.51.100.4" in shown
    assert "203.0.113.7" in shown

    here.post("/account/sessions/")
    assert here.get("/office/tokens/").status_code == 200
    assert there.get("/office/tokens/").status_code == 302


def test_nothing_kept_of_a_failure_tells_the_password(client, people):
    from axes.models import AccessAttempt

    sign_in(client, password="a wrong but telling one")
    cache.clear()

    kept = AccessAttempt.objects.get()
    assert "telling" not in f"{kept.post_data}{kept.get_data}{kept.path_info}"


@pytest.mark.parametrize("name", ["signup", "password/reset", "email", "password/set", "login/code"])
def test_no_account_can_be_made_or_regained_by_mail(client, name):
    assert client.get(f"/account/{name}/").status_code == 404


class Counted:
    """A hasher that counts; it stands in for the slow one."""

    algorithm = "counted"
    made = 0

    def encode(self, password, salt):
        Counted.made += 1
        return f"counted${salt}${len(password)}"

    def salt(self):
        return "salt"

    def verify(self, password, encoded):
        return False

    def must_update(self, encoded):
        return False
