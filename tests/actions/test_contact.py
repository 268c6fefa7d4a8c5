"""An organisation's addresses: its own, confirmed before use, and no secret is kept."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from gongxin.actions import contact
from gongxin.actions.contact import (
    NotAnEmail,
    TooManyCodes,
    WrongCode,
    code_of,
    confirm_email,
    propose_email,
    secret_of,
    set_webhook,
)
from gongxin.actions.public_address import NotPublic
from gongxin.actions.webhook import NotAWebhook
from gongxin.intake.free_text import PersonalInText
from gongxin.queries.contact import of_organisation
from gongxin.store.models import Contact, Outbox

pytestmark = pytest.mark.django_db

AMBER = "91310000MA0000015F"
ON = date(2026, 11, 2)


def propose(address="credit@amber.example"):
    propose_email(AMBER, address, by="representative", on=ON)
    return Contact.objects.get(uscc=AMBER, channel="email", confirmed_at=None, ended_at=None)


def test_an_address_is_used_once_its_code_was_entered():
    waiting = propose()
    assert of_organisation(AMBER).email is None

    confirm_email(AMBER, f" {code_of(waiting)} ", by="representative")

    assert of_organisation(AMBER).email.address == "credit@amber.example"
    assert of_organisation(AMBER).waiting is None


def test_until_then_the_one_before_stays_in_use():
    confirm_email(AMBER, code_of(propose()), by="r")
    newer = propose("new@amber.example")
    assert of_organisation(AMBER).email.address == "credit@amber.example"

    confirm_email(AMBER, code_of(newer), by="r")
    assert of_organisation(AMBER).email.address == "new@amber.example"
    assert Contact.objects.filter(ended_at=None).count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "13812345678@mail.example",
        "wang13812345678@mail.example",
        "+8613812345678@mail.example",
        "138-1234-5678@mail.example",
    ],
)
def test_an_address_with_a_mobile_number_is_a_person_s_and_is_not_kept(address):
    with pytest.raises(PersonalInText):
        propose(address)
    assert Contact.objects.count() == 0


@pytest.mark.parametrize(
    "address", ["", "amber", "a@b", "a b@amber.example", "a@amber.example\nBcc: x@y.example"]
)
def test_what_is_no_address_is_refused(address):
    with pytest.raises(NotAnEmail):
        propose(address)


def test_a_wrong_code_is_refused_and_too_many_end_the_guessing():
    waiting = propose()
    wrong = "00000000" if code_of(waiting) != "00000000" else "00000001"
    for _ in range(contact.MOST_GUESSES):
        with pytest.raises(WrongCode):
            confirm_email(AMBER, wrong, by="r")

    with pytest.raises(WrongCode):
        confirm_email(AMBER, code_of(waiting), by="r")
    with pytest.raises(WrongCode):
        confirm_email("92310114MA1GT001XX", code_of(waiting), by="r")


def test_an_old_code_is_refused():
    waiting = propose()
    Contact.objects.update(set_at=timezone.now() - timedelta(hours=contact.CODE_HOURS, seconds=1))

    with pytest.raises(WrongCode):
        confirm_email(AMBER, code_of(waiting), by="r")


def test_nobody_s_mailbox_is_filled_with_codes():
    for _ in range(contact.MOST_CODES):
        propose()

    with pytest.raises(TooManyCodes):
        propose()
    assert Outbox.objects.filter(next_at__isnull=False).count() == 1


def test_neither_code_nor_secret_is_in_the_tables(settings):
    settings.GONGXIN_WEBHOOK_TEST_CA = "any"
    code = code_of(propose())
    secret = set_webhook(AMBER, "https://localhost/hook", by="r")

    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(c::text, ' ') FROM contact c")
        (kept,) = cursor.fetchone()
    assert code not in kept
    assert secret.removeprefix("whsec_") not in kept
    assert secret_of(Contact.objects.get(channel="webhook")) == secret


def test_setting_a_webhook_again_gives_another_secret(settings):
    settings.GONGXIN_WEBHOOK_TEST_CA = "any"
    first = set_webhook(AMBER, "https://localhost/hook", by="r")

    assert set_webhook(AMBER, "https://localhost/hook", by="r") != first
    assert Contact.objects.filter(ended_at=None).count() == 1


def test_a_webhook_on_this_machine_is_refused_where_no_test_allows_it():
    with pytest.raises(NotPublic):
        set_webhook(AMBER, "https://localhost/hook", by="r")


def test_a_webhook_without_tls_is_refused():
    with pytest.raises(NotAWebhook):
        set_webhook(AMBER, "http://hooks.example/", by="r")


def test_nothing_more_is_sent_to_an_address_that_ended():
    propose()

    assert contact.end(AMBER, "email", by="r")
    assert not contact.end(AMBER, "email", by="r")
    left = Outbox.objects.get()
    assert left.next_at is None
    assert "停用" in left.fault
