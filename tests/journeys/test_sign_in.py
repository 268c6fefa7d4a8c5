"""Signing in with a browser and a device, from the first password to a passkey."""

import base64
import hmac
import struct
import time

import pytest
from django.utils.timezone import localdate

from gongxin.actions import account, password, unit
from gongxin.disclosure.role import Role, UnitKind

pytestmark = pytest.mark.browser

MARKET = "11310000000000035N"
PASSWORD = "a long password of a person"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def site(served, instance, settings):
    """The address by a name: passkeys are bound to names, not to numbers."""
    settings.GONGXIN_SECOND_FACTOR = "required"
    settings.GONGXIN_OIDC = {
        "issuer": "https://provider.example",
        "name": "统一身份认证",
        "client": "x",
        "secret": "x",
    }
    unit.add(MARKET, "示范市市场监督管理局", kind=UnitKind.DEPARTMENT)
    user = account.add("guanli", PASSWORD, unit=MARKET, roles=(Role.UNIT_ADMINISTRATOR,), on=localdate())
    password.mark_one_time(user, by="pingtai")
    return served.replace("127.0.0.1", "localhost")


@pytest.mark.parametrize(("width", "language"), [(1280, "zh-CN"), (390, "en")])
def test_from_a_one_time_password_to_a_passkey(browser, site, width, language, flaws):
    window = browser.new_context(
        viewport={"width": width, "height": 800}, locale=language, bypass_csp=True
    )  # axe is put into the pages; that they work under the policy the last test shows
    page, wrong = window.new_page(), []
    device(window, page)

    sign_in(page, site, PASSWORD)
    assert page.url == f"{site}/account/password/"
    wrong += flaws(page)
    new = "another long password of hers"
    page.fill("[name=oldpassword]", PASSWORD)
    page.fill("[name=password1]", new)
    page.fill("[name=password2]", new)
    page.click("form.panel button[type=submit]")
    assert page.url == f"{site}/account/second-factor/"
    wrong += flaws(page)

    page.goto(f"{site}/account/second-factor/app/")
    wrong += flaws(page)
    page.fill("[name=code]", totp(page.locator(".steps .code").inner_text()))
    page.click(".steps button[type=submit]")
    assert page.locator(".recovery-codes li").count() == 10
    wrong += flaws(page)

    page.goto(f"{site}/account/second-factor/keys/new/")
    wrong += flaws(page)
    page.check("[name=passwordless]")
    page.click("#passkey-add")
    page.wait_for_url(f"{site}/account/second-factor/")
    for place in ("second-factor/keys", "sessions", ""):
        page.goto(f"{site}/account/{place}/" if place else f"{site}/account/")
        wrong += flaws(page)
    page.goto(f"{site}/office/clients/")
    wrong += flaws(page)

    page.locator("header form button").click()
    page.goto(f"{site}/account/sign-in/?next=/account/sessions/")
    wrong += flaws(page)
    page.click("#passkey-login")
    page.wait_for_url(f"{site}/account/sessions/")
    page.locator("header form button").click()
    sign_in(page, site, new)
    assert page.url == f"{site}/account/sign-in/code/"
    wrong += flaws(page)
    window.close()

    assert wrong == []


def test_under_the_policy_of_our_pages_the_device_is_asked_and_a_refusal_is_told(opened, site):
    page = opened.new_page()
    page.goto(f"{site}/account/sign-in/")
    failed = page.locator("#passkey-failed")
    assert not failed.is_visible()
    device(opened, page)  # which holds no key
    page.click("#passkey-login")
    failed.wait_for(state="visible", timeout=20_000)

    assert "没有应答" in failed.inner_text()


def sign_in(page, site, given):
    page.goto(f"{site}/account/sign-in/")
    page.fill("[name=login]", "guanli")
    page.fill("[name=password]", given)
    page.click("form.panel button[type=submit]")


def device(window, page):
    """Plug a key in that answers by itself."""
    speaking = window.new_cdp_session(page)
    speaking.send("WebAuthn.enable")
    speaking.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def totp(secret):
    counted = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counted, "sha1").digest()
    (number,) = struct.unpack_from(">I", digest, digest[-1] & 15)
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06}"
