"""The addresses at which an organisation is told that there is a message."""

import re

import pytest

from gongxin.actions.contact import code_of
from gongxin.queries.contact import of_organisation
from gongxin.store.models import Contact

BIRCH = "91310114MA1GT00019"


def test_an_e_mail_is_entered_confirmed_and_ended(desk):
    assert desk("contact/email/", post={"address": "credit@birch.example"}).status_code == 302
    assert "8 位验证码已发往 credit@birch.example" in desk("contact/").content.decode()

    assert desk("contact/email/confirm/", post={"code": "1"}).status_code == 422
    code = code_of(Contact.objects.get(uscc=BIRCH, ended_at=None))
    assert desk("contact/email/confirm/", post={"code": code}).status_code == 302
    assert of_organisation(BIRCH).email.address == "credit@birch.example"

    desk("contact/email/end/", post={})
    assert of_organisation(BIRCH).email is None


@pytest.mark.parametrize("address", ["x", "", "13812345678@mail.example"])
def test_an_address_that_is_not_the_organisation_s_is_refused_with_why(desk, address):
    answer = desk("contact/email/", post={"address": address})

    assert answer.status_code == 422
    assert 'class="errorlist"' in answer.content.decode()
    assert of_organisation(BIRCH).waiting is None


def test_the_secret_of_a_webhook_is_shown_once(desk, settings):
    settings.GONGXIN_WEBHOOK_TEST_CA = "any"

    shown = desk("contact/webhook/", post={"address": "https://localhost/hook"}).content.decode()

    secret = re.search(r"whsec_[\w+/=]+", shown)[0]
    page = desk("contact/").content.decode()
    assert "https://localhost/hook" in page
    assert secret not in page


@pytest.mark.parametrize(
    "address", ["http://hooks.example/", "https://127.0.0.1/", "https://u:p@hooks.example/"]
)
def test_a_webhook_that_we_would_not_call_is_refused_with_why(desk, address):
    answer = desk("contact/webhook/", post={"address": address})

    assert answer.status_code == 422
    assert 'class="errorlist"' in answer.content.decode()


def test_the_page_says_when_there_is_no_mail_server(desk, settings):
    settings.GONGXIN_EMAIL_URL = ""

    assert "没有开通邮件" in desk("contact/").content.decode()


def test_ending_what_is_no_channel_does_nothing(desk):
    assert desk("contact/nothing/end/", post={}).status_code == 302
