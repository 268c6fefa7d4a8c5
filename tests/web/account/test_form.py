"""Passkeys: a software key answers as a device would, honestly and otherwise."""

import json
import secrets

import pytest
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.contrib.auth.models import User
from django.test import Client
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

PASSWORD = "a long password of a person"
OURS = "http://localhost"
ADD, LIST, CODE = (
    "/account/second-factor/keys/new/",
    "/account/second-factor/keys/",
    "/account/sign-in/code/",
)
FLAGS = AuthenticatorData.FLAG


class Key:
    """A security key; `origin` is where the browser says that it was asked."""

    def __init__(self, origin=OURS):
        self.origin, self.id = origin, secrets.token_bytes(16)
        self.private = ec.generate_private_key(ec.SECP256R1())

    def register(self, options):
        asked = options["publicKey"]
        self.user = asked["user"]["id"]
        public = ES256.from_cryptography_key(self.private.public_key())
        data = AuthenticatorData.create(
            sha256(b"localhost"),
            FLAGS.UP | FLAGS.UV | FLAGS.AT,
            0,
            AttestedCredentialData.create(b"\0" * 16, self.id, public),
        )
        client = CollectedClientData.create("webauthn.create", asked["challenge"], self.origin)
        return self.said(client, attestationObject=AttestationObject.create("none", data, {}))

    def answer(self, options, *, flags=FLAGS.UP | FLAGS.UV):
        client = CollectedClientData.create("webauthn.get", options["publicKey"]["challenge"], self.origin)
        data = AuthenticatorData.create(sha256(b"localhost"), flags, 1)
        signature = self.private.sign(data + client.hash, ec.ECDSA(SHA256()))
        return self.said(client, authenticatorData=data, signature=signature, userHandle=self.user)

    def said(self, client, **response):
        told = {name: websafe(value) for name, value in response.items()}
        return json.dumps(
            {
                "id": websafe(self.id),
                "rawId": websafe(self.id),
                "type": "public-key",
                "response": {"clientDataJSON": websafe(client), **told},
                "clientExtensionResults": {},
            }
        )


def websafe(value):
    return value if isinstance(value, str) else websafe_encode(bytes(value))


def enter(account="alice"):
    browser = Client(SERVER_NAME="localhost")
    browser.post("/account/sign-in/", {"login": account, "password": PASSWORD})
    return browser


def add(browser, key):
    options = plain(browser.get(ADD).context["js_data"]["creation_options"])
    return browser.post(ADD, {"name": "办公电脑", "credential": key.register(options)})


def asked(browser):
    return plain(browser.get(CODE).context["js_data"]["request_options"])


def plain(options):
    """What reaches the browser."""
    return json.loads(json.dumps(options, default=dict))


@pytest.fixture
def key(people):
    """Alice's key."""
    key = Key()
    assert add(enter(), key).status_code == 302
    return key


def test_a_key_is_listed_by_its_name_and_can_be_removed(key):
    browser = enter()
    browser.post(CODE, {"credential": key.answer(asked(browser))})
    assert "办公电脑" in browser.get(LIST).content.decode()

    number = Authenticator.objects.get(type="webauthn").pk
    browser.post(f"{LIST}{number}/remove/")
    assert not Authenticator.objects.exists()


def test_it_is_the_second_step(key):
    browser = enter()
    assert browser.get("/office/tokens/").status_code == 302
    answer = browser.post(CODE, {"credential": key.answer(asked(browser))})

    assert answer.headers["Location"] == "/office/"
    assert browser.get("/office/tokens/").status_code == 200


def test_it_signs_in_without_a_password_too(key):
    browser = Client(SERVER_NAME="localhost")
    options = browser.get("/account/sign-in/passkey/", headers={"Accept": "application/json"}).json()[
        "request_options"
    ]
    answer = browser.post("/account/sign-in/passkey/", {"credential": key.answer(options)})

    assert answer.headers["Location"] == "/office/"
    assert browser.get("/office/tokens/").status_code == 200


def test_without_a_password_the_device_has_to_know_who_holds_it(key):
    browser = Client(SERVER_NAME="localhost")
    options = browser.get("/account/sign-in/passkey/", headers={"Accept": "application/json"}).json()[
        "request_options"
    ]
    browser.post("/account/sign-in/passkey/", {"credential": key.answer(options, flags=FLAGS.UP)})

    assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize(
    "origin", ["https://localhost.evil.example", "http://evil.example", "https://credit.example"]
)
def test_an_answer_given_to_another_site_is_worth_nothing_here(key, origin):
    browser = enter()
    options = asked(browser)
    key.origin = origin

    assert browser.post(CODE, {"credential": key.answer(options)}).status_code == 200
    assert browser.get("/office/tokens/").status_code == 302


def test_a_key_cannot_be_added_from_another_site(people):
    assert add(enter(), Key("https://evil.example")).status_code == 200
    assert not Authenticator.objects.exists()


def test_the_key_of_a_closed_account_does_not_stand_in_for_the_second_factor_of_another(key, settings):
    settings.GONGXIN_SECOND_FACTOR = "required"
    User.objects.filter(username="alice").update(is_active=False)
    browser = Client(SERVER_NAME="localhost")
    options = browser.get("/account/sign-in/passkey/", headers={"Accept": "application/json"}).json()[
        "request_options"
    ]
    browser.post("/account/sign-in/passkey/", {"credential": key.answer(options)})
    browser.post("/account/sign-in/", {"login": "charlie", "password": PASSWORD})

    assert browser.get("/office/tokens/").headers["Location"] == "/account/second-factor/"


def test_an_answer_is_good_once(key):
    first = enter()
    said = key.answer(asked(first))
    first.post(CODE, {"credential": said})
    again = enter()
    asked(again)

    assert again.post(CODE, {"credential": said}).status_code == 200
    assert again.get("/office/tokens/").status_code == 302


def test_the_key_of_somebody_else_opens_nothing(key):
    charlie = Key()
    add(enter("charlie"), charlie)
    browser = enter("alice")

    assert browser.post(CODE, {"credential": charlie.answer(asked(browser))}).status_code == 200
    assert browser.get("/office/tokens/").status_code == 302


def test_nobody_removes_the_key_of_another(key):
    number = Authenticator.objects.get(type="webauthn").pk

    assert enter("charlie").post(f"{LIST}{number}/remove/").status_code == 404
    assert Authenticator.objects.filter(pk=number).exists()


def broken(said):
    """An answer with each of its parts left out, emptied or of another kind."""
    whole = json.loads(said)
    for place in (whole, whole["response"]):
        for name, kept in list(place.items()):
            for other in (None, "", 7, [], {}, "AAAA", websafe(b"\xa1\x61")):
                place[name] = other
                yield json.dumps(whole)
            del place[name]
            yield json.dumps(whole)
            place[name] = kept


def test_no_broken_answer_is_a_fault_of_ours(key, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    browser = enter()
    for said in broken(key.answer(asked(browser))):
        assert browser.post(CODE, {"credential": said}).status_code in (200, 302), said
        browser = enter() if "_auth_user_id" in browser.session else browser
    for said in broken(Key().register(options_to_add())):
        assert enter("charlie").post(ADD, {"name": "x", "credential": said}).status_code == 200, said


def options_to_add():
    return plain(enter("charlie").get(ADD).context["js_data"]["creation_options"])


@pytest.mark.parametrize("nonsense", ["", "{}", "[]", "null", '{"id": 1}', "x"])
def test_what_is_no_answer_is_refused_without_a_fault(key, nonsense):
    browser = enter()
    asked(browser)

    assert browser.post(CODE, {"credential": nonsense}).status_code == 200
