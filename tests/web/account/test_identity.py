"""Signing in through an OpenID Connect provider: a real one, on this machine."""

import importlib
import re
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialLogin, SocialToken
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils.timezone import localdate

from gongxin.actions.representation import bind
from gongxin.queries.person import person
from gongxin.store.models import Organisation
from gongxin.web.account.identity import IdentityAdapter

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
PROVIDER = importlib.import_module("oidc_provider_mock")  # despite its name it is the whole protocol
PASSWORD = "a long password of a person"
BIRCH, CEDAR, UNKNOWN = "91310114MA1GT00019", "92310114MA1GT001XX", "91310000MA0000015F"
START, BACK = "/account/identity/oidc/", "/account/identity/oidc/back/"
CLAIMS = {
    "sub-of-the-representative": {"organisations": [BIRCH], "name": "张三", "email": "zhang@example.org"},
    "sub-of-both": {"organisations": [BIRCH, CEDAR, UNKNOWN, "no code", 7]},
    "sub-of-one-as-text": {"organisations": CEDAR},
    "sub-of-nobody": {},
    "sub-of-alice": {"preferred_username": "alice"},
}


@pytest.fixture(scope="module")
def provider():
    users = [PROVIDER.User(sub=sub, claims=claims) for sub, claims in CLAIMS.items()]
    with PROVIDER.run_server_in_thread(user_claims=users) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def connected(people, provider, settings):
    for uscc in (BIRCH, CEDAR):
        Organisation.objects.get_or_create(
            uscc=uscc, defaults={"name": uscc, "kind": "enterprise", "is_registered": True}
        )
    settings.GONGXIN_OIDC = {
        "issuer": provider,
        "client": "gongxin",
        "secret": "a secret of the provider's",
        "name": "统一身份认证",
        "account_claim": "",
        "organisation_claim": "organisations",
    }
    return settings.GONGXIN_OIDC


def come_through(browser, sub, *, query=""):
    """Go to the provider, sign in there, and come back; return the last answer of ours."""
    start = browser.post(f"{START}{query}")
    there = requests.post(start.headers["Location"], data={"sub": sub}, allow_redirects=False, timeout=10)
    back = urlsplit(there.headers["Location"])
    assert back.path == BACK
    return browser.get(f"{back.path}?{back.query}")


def entered(browser):
    return person(int(browser.session["_auth_user_id"]), on=localdate())


def test_the_way_there_is_protected_by_a_state_and_a_proof_of_possession(connected):
    asked = parse_qs(urlsplit(Client().post(START).headers["Location"]).query)

    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"][0].endswith(BACK)
    assert asked["state"]
    assert "email" not in asked["scope"][0]


def test_a_representative_comes_in_for_the_organisation_that_the_provider_names(connected):
    browser = Client()
    come_through(browser, "sub-of-the-representative")
    found = entered(browser)

    assert (found.unit, found.organisations) == ("", frozenset({BIRCH}))
    assert re.fullmatch("oidc-[0-9a-f]{16}", found.account)


def test_nothing_about_the_person_is_kept(connected):
    come_through(Client(), "sub-of-the-representative")
    user = User.objects.get(username__startswith="oidc-")
    kept = SocialAccount.objects.get()

    assert (user.first_name, user.last_name, user.email, user.has_usable_password()) == ("", "", "", False)
    assert kept.extra_data == {}
    assert not SocialToken.objects.exists()


def test_two_accounts_in_one_answer_are_none(connected):
    login = SocialLogin(user=User(), account=SocialAccount(uid="a", provider="oidc"))
    login.account.extra_data = {"id_token": {"sub": "a"}, "userinfo": {"sub": "b"}}

    with pytest.raises(PermissionDenied):
        IdentityAdapter().populate_user(None, login, {})


def test_a_link_alone_starts_nothing(connected):
    answer = Client().get(START)

    assert answer.status_code == 200
    assert "不取用您的姓名" in answer.content.decode()


def test_who_comes_through_has_no_password_to_change(connected):
    browser = Client()
    come_through(browser, "sub-of-nobody")

    assert "没有口令" in browser.get("/account/password/", follow=True).content.decode()


def test_coming_again_is_the_same_account(connected):
    for _ in range(2):
        come_through(Client(), "sub-of-the-representative")

    assert User.objects.filter(username__startswith="oidc-").count() == 1


def test_several_organisations_are_taken_over_and_what_is_none_is_passed_over(connected):
    browser = Client()
    come_through(browser, "sub-of-both")

    assert entered(browser).organisations == {BIRCH, CEDAR}


def test_one_code_may_come_as_text(connected):
    browser = Client()
    come_through(browser, "sub-of-one-as-text")

    assert entered(browser).organisations == {CEDAR}


def test_what_the_provider_no_longer_names_ends_and_what_the_centre_gave_stays(connected):
    browser = Client()
    come_through(browser, "sub-of-nobody")
    user = int(browser.session["_auth_user_id"])
    bind(user, BIRCH, by="operator", reason="授权书", on=localdate())
    bind(user, CEDAR, by="identity_provider", reason="earlier", on=localdate())
    come_through(Client(), "sub-of-nobody")

    assert person(user, on=localdate()).organisations == {BIRCH}


def test_who_is_unknown_gets_an_account_without_any_right(connected):
    browser = Client()
    come_through(browser, "sub-of-nobody")
    found = entered(browser)

    assert (found.unit, found.roles, found.organisations) == ("", frozenset(), frozenset())
    assert browser.get("/office/tokens/").status_code == 403


def test_a_name_at_the_provider_is_no_way_into_an_account_of_staff(connected):
    """Names there may be anybody's choice."""
    browser = Client()
    come_through(browser, "sub-of-alice")

    assert entered(browser).account != "alice"


def test_where_the_operator_says_that_the_provider_vouches_for_names_it_is(connected):
    connected["account_claim"] = "preferred_username"
    browser = Client()
    come_through(browser, "sub-of-alice")

    assert entered(browser).account == "alice"


def test_staff_connect_their_account_when_signed_in_and_then_come_through(connected):
    alice = Client()
    alice.post("/account/sign-in/", {"login": "alice", "password": PASSWORD})
    come_through(alice, "sub-of-alice", query="?process=connect")
    again = Client()
    come_through(again, "sub-of-alice")

    assert entered(again).account == "alice"
    assert again.get("/office/tokens/").status_code == 200


def test_staff_who_come_through_still_need_the_second_factor(connected, settings):
    connected["account_claim"] = "preferred_username"
    settings.GONGXIN_SECOND_FACTOR = "required"
    browser = Client()
    come_through(browser, "sub-of-alice")

    assert browser.get("/office/tokens/").headers["Location"] == "/account/second-factor/"


def test_a_closed_account_does_not_open_through_the_provider(connected):
    come_through(Client(), "sub-of-the-representative")
    User.objects.filter(username__startswith="oidc-").update(is_active=False)
    browser = Client()
    answer = come_through(browser, "sub-of-the-representative")

    assert answer.headers["Location"] == "/account/sign-in/"
    assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize("query", ["code=x&state=wrong", "code=x", "error=server_error&state=wrong", ""])
def test_an_answer_that_was_not_asked_for_signs_nobody_in(connected, query):
    browser = Client()
    answer = browser.get(f"{BACK}?{query}")

    assert "没有登录成功" in answer.content.decode()
    assert "_auth_user_id" not in browser.session


def test_an_answer_to_somebody_else_signs_nobody_in(connected):
    start = Client().post(START)
    there = requests.post(
        start.headers["Location"], data={"sub": "sub-of-alice"}, allow_redirects=False, timeout=10
    )
    victim = Client()
    answer = victim.get(f"{BACK}?{urlsplit(there.headers['Location']).query}")

    assert "没有登录成功" in answer.content.decode()
    assert "_auth_user_id" not in victim.session


def test_whoever_gives_up_there_is_told_so(connected):
    browser = Client()
    start = browser.post(START)
    state = parse_qs(urlsplit(start.headers["Location"]).query)["state"][0]
    answer = browser.get(f"{BACK}?error=access_denied&state={state}", follow=True)

    assert "已取消" in answer.content.decode()


def test_without_a_provider_there_is_no_way_and_no_button(client, people):
    assert client.post(START).status_code == 404
    assert "统一身份认证" not in client.get("/account/sign-in/").content.decode()


def test_the_way_back_leads_nowhere_else(connected):
    answer = come_through(Client(), "sub-of-nobody", query="?next=https://evil.example/")

    assert answer.headers["Location"] == "/account/"
