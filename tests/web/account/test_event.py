"""One line for each thing that happens around a sign-in, without anything secret."""

import logging

import pytest
from django.test import Client

PASSWORD = "a long password of a person"
NEW = "another long password of hers"


@pytest.fixture
def lines(people, caplog):
    caplog.set_level(logging.INFO, logger="gongxin.sign_in")

    def said():
        return [
            (one.getMessage(), one.facts["account"])
            for one in caplog.records
            if one.name == "gongxin.sign_in"
        ]

    said.text = caplog
    return said


def sign_in(browser, account="alice", password=PASSWORD):
    return browser.post("/account/sign-in/", {"login": account, "password": password})


def test_coming_changing_and_leaving_are_on_record(lines):
    alice = Client(REMOTE_ADDR="203.0.113.7")
    sign_in(alice)
    alice.post("/account/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    alice.post("/account/sign-out/")

    assert lines() == [("signed in", "alice"), ("password changed", "alice"), ("signed out", "alice")]
    assert lines.text.records[-1].facts["address"] == "203.0.113.7"


def test_failures_and_lock_outs_are_on_record(lines):
    for _ in range(6):
        sign_in(Client(), password="wrong but telling")

    said = lines()
    assert said.count(("sign-in failed", "alice")) == 6
    assert ("locked out", "alice") in said
    assert "telling" not in lines.text.text


def test_what_was_typed_in_place_of_an_account_is_not(lines):
    sign_in(Client(), account="my own password, by mistake")

    assert lines() == [("sign-in failed", "unknown")]
    assert "mistake" not in lines.text.text
