"""The second factor by an app: forced, replayed, guessed, lost; and what of it is in the database."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from gongxin.actions.account import add
from gongxin.web.account.second_factor import SecondFactorAdapter, spend

PASSWORD = "a long password of a person"
APP, CODE = "/account/second-factor/app/", "/account/sign-in/code/"


@pytest.fixture
def required(people, settings):
    settings.GONGXIN_SECOND_FACTOR = "required"


def code(secret, steps=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def enter(account="alice"):
    browser = Client()
    browser.post("/account/sign-in/", {"login": account, "password": PASSWORD})
    return browser


def set_up(browser):
    """Set up the app with the code of now, good also if its half minute ends; return its secret."""
    browser.get(APP)
    secret = browser.session["mfa.totp.secret"]
    assert browser.post(APP, {"code": code(secret)}).status_code == 302
    return secret


def test_staff_see_only_the_page_that_sets_it_up(required):
    alice = enter()

    assert alice.get("/office/tokens/").headers["Location"] == "/account/second-factor/"
    assert "必须设置第二步验证" in alice.get("/account/second-factor/").content.decode()
    assert alice.get("/").status_code == 200


def test_who_represents_an_organisation_may_do_without(published, required):
    representative = enter("representative")

    assert representative.get("/desk/91310114MA1GT00019/").status_code == 200


def test_once_it_is_set_up_the_office_opens(instance, settings):
    """With real commits: the session learns of it when the set-up is in the database."""
    settings.GONGXIN_SECOND_FACTOR = "required"
    add("alice", PASSWORD, unit="11310000000000035N", on=date(2026, 5, 6))
    alice = enter()
    set_up(alice)

    assert alice.get("/office/tokens/").status_code == 200


def test_it_can_be_left_out_where_the_operator_says_so(people):
    assert enter().get("/office/tokens/").status_code == 200


def test_the_password_alone_no_longer_signs_in(required):
    secret = set_up(enter())
    again = enter()

    assert again.get("/office/tokens/").headers["Location"].startswith("/account/sign-in/")
    assert again.post(CODE, {"code": code(secret, 1)}).headers["Location"] == "/office/"
    assert again.get("/office/tokens/").status_code == 200


def test_a_code_is_good_once_also_after_the_library_forgot_it(required):
    secret = set_up(enter())
    seen = code(secret, 1)
    assert enter().post(CODE, {"code": seen}).status_code == 302
    forget_what_allauth_remembers(seen)

    answer = enter().post(CODE, {"code": seen})
    assert "已经用过" in answer.content.decode()


def test_the_code_of_the_set_up_is_used_up_too(required):
    alice = enter()
    alice.get(APP)
    seen = code(alice.session["mfa.totp.secret"])
    alice.post(APP, {"code": seen})

    assert "已经用过" in enter().post(CODE, {"code": seen}).content.decode()


@pytest.mark.faults
def test_of_several_who_show_the_same_code_at_once_one_comes_in(instance):
    def show(_):
        try:
            spend(1, "123456")
            return True
        except ValidationError:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(show, range(6))) == [False] * 5 + [True]


def test_codes_of_another_time_are_wrong(required):
    secret = set_up(enter())

    for steps in (-3, 3, 100):
        assert enter().post(CODE, {"code": code(secret, steps)}).status_code == 200


def test_guessing_codes_stops_after_five(required):
    secret = set_up(enter())
    guessing = enter()
    for number in range(5):
        guessing.post(CODE, {"code": f"00000{number}"})

    assert "尝试次数过多" in guessing.post(CODE, {"code": code(secret)}).content.decode()


def test_a_recovery_code_signs_in_once(required):
    alice = enter()
    set_up(alice)
    shown = alice.get("/account/second-factor/codes/").context["unused_codes"]

    assert enter().post(CODE, {"code": shown[0]}).status_code == 302
    assert enter().post(CODE, {"code": shown[0]}).status_code == 200
    assert enter().post(CODE, {"code": shown[1]}).status_code == 302


def test_without_it_the_office_shuts_again(required):
    alice = enter()
    set_up(alice)
    assert alice.post("/account/second-factor/app/remove/").status_code == 302

    assert alice.get("/office/tokens/").headers["Location"] == "/account/second-factor/"


def test_a_change_long_after_the_sign_in_asks_who_it_is(required, settings):
    alice = enter()
    set_up(alice)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = -1

    assert alice.post("/account/second-factor/app/remove/").headers["Location"].startswith("/account/again/")
    assert Authenticator.objects.filter(type="totp").exists()


def test_the_database_holds_no_secret_that_can_be_read(required):
    secret = set_up(enter())
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert secret not in kept
    assert "gAAAA" in kept


def test_with_another_key_no_code_fits(required, settings):
    """An empty secret in its place would be one that everybody knows."""
    kept = SecondFactorAdapter().encrypt("ABC")
    settings.SECRET_KEY = "another key of forty characters or so, new"

    assert SecondFactorAdapter().decrypt(kept) != SecondFactorAdapter().decrypt(kept)
    assert len(SecondFactorAdapter().decrypt(kept)) >= 32


def forget_what_allauth_remembers(seen):
    user = User.objects.get(username="alice").pk
    assert cache.delete(f"allauth.mfa.totp.used?user={user}&code={seen}")
