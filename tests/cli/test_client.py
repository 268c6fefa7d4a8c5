"""`gongxin unit client` and what helps with signing in."""

from datetime import date

import pytest
from click.testing import CliRunner
from django.contrib.auth.models import User
from django.test import Client as Browser

from gongxin.actions import account, unit
from gongxin.cli.main import main
from gongxin.disclosure.role import UnitKind
from gongxin.store.models import Client, OneTimePassword

MARKET = "11310000000000035N"
PASSWORD = "a long password of a person"


@pytest.fixture
def run(db, monkeypatch):
    """Run a command within the transaction of the test."""
    for module in ("gongxin.cli.client", "gongxin.cli.unit"):
        monkeypatch.setattr(f"{module}.with_database", lambda: None)
    unit.add(MARKET, "示范市市场监督管理局", kind=UnitKind.DEPARTMENT)

    def called(*words):
        return CliRunner().invoke(main, ["unit", *words, "--unit", MARKET])

    return called


def test_a_program_is_made_given_a_new_secret_and_ended(run):
    made = run("client", "add", "审批系统", "--scope", "check", "--scope", "query")
    name, secret = made.output.split()
    assert secret.startswith("gongxin-secret-")
    assert Client.objects.get().scopes == "check query"

    rotated = run("client", "rotate", name, "--overlap", "1")
    assert rotated.output.startswith("gongxin-secret-")
    assert "审批系统  check query" in run("client", "list").output

    assert run("client", "revoke", name).exit_code == 0
    assert "revoked" in run("client", "list").output
    assert run("client", "revoke", name).exit_code == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "x", "--scope", "delivery"), "范围"),
        (("add", "x", "--scope", "check", "--certificate", "abc"), "指纹"),
        (("rotate", "nobody"), "没有应用"),
        (("rotate", "nobody", "--overlap", "1000"), "最多"),
    ],
)
def test_a_refusal_says_what_to_do(run, words, said):
    answer = run("client", *words)

    assert answer.exit_code == 1
    assert said in answer.output


def test_a_locked_account_is_unlocked(run):
    account.add("alice", PASSWORD, unit=MARKET, on=date(2026, 5, 6))
    for _ in range(5):
        sign_in("wrong")
    assert sign_in(PASSWORD).status_code == 200

    assert CliRunner().invoke(main, ["unit", "user", "unlock", "alice"]).exit_code == 0
    assert sign_in(PASSWORD).status_code == 302
    assert CliRunner().invoke(main, ["unit", "user", "unlock", "nobody"]).exit_code == 1


def test_an_account_starts_anew_with_a_password_that_has_to_be_changed(run):
    account.add("alice", PASSWORD, unit=MARKET, on=date(2026, 5, 6))
    made = CliRunner().invoke(main, ["unit", "user", "reset", "alice"]).output.strip()

    assert OneTimePassword.objects.get().user == User.objects.get(username="alice")
    assert sign_in(PASSWORD).status_code == 200
    assert sign_in(made).status_code == 302


def sign_in(password):
    return Browser().post("/account/sign-in/", {"login": "alice", "password": password})
