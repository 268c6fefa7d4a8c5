"""What happens around a sign-in: the session learns what is still to be done, and one line says it happened.

The line names the account only where there is one: what was typed in its place may be a password.
"""

import logging
from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_used
from axes.signals import user_locked_out
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from gongxin.actions.password import is_one_time, mark_own
from gongxin.actions.session import end_others
from gongxin.queries.sign_in import is_account
from gongxin.web.account.second_factor import on_removed, on_used
from gongxin.web.shared.rate import client_address
from gongxin.web.shared.session_life import begin
from gongxin.web.shared.sign_in_step import OWN_PASSWORD

log = logging.getLogger("gongxin.sign_in")


def connect() -> None:
    """Listen, once, when the web application starts."""
    heard = {
        user_logged_in: on_signed_in,
        user_logged_out: on_signed_out,
        user_login_failed: on_failed,
        user_locked_out: on_locked_out,
        password_changed: on_password_changed,
        authenticator_used: on_used,
        authenticator_added: on_factor_added,
        authenticator_removed: on_factor_removed,
    }
    for signal, receiver in heard.items():
        signal.connect(receiver, dispatch_uid=f"gongxin.{receiver.__name__}")


def note(said: str, account: str, request: HttpRequest | None) -> None:
    """Write one line about an account."""
    facts = {"account": account, "address": client_address(request) if request else ""}
    log.info(said, extra={"facts": facts})


def on_signed_in(sender: object, request: HttpRequest, user: AbstractBaseUser, **named: Any) -> None:
    begin(request)
    if is_one_time(user.pk):
        request.session[OWN_PASSWORD] = True
    note("signed in", user.get_username(), request)


def on_signed_out(sender: object, request: HttpRequest, user: AbstractBaseUser | None, **named: Any) -> None:
    if user is not None:
        note("signed out", user.get_username(), request)


def on_failed(
    sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **named: Any
) -> None:
    given = str(credentials.get("username", ""))[:150]
    note("sign-in failed", given if is_account(given) else "unknown", request)


def on_locked_out(sender: object, request: HttpRequest, username: str, **named: Any) -> None:
    note("locked out", username if is_account(username) else "unknown", request)


def on_password_changed(sender: object, request: HttpRequest, user: AbstractBaseUser, **named: Any) -> None:
    mark_own(user.pk)
    end_others(user.pk, current=request.session.session_key or "")
    request.session.pop(OWN_PASSWORD, None)
    note("password changed", user.get_username(), request)


def on_factor_added(sender: object, request: HttpRequest, user: AbstractBaseUser, **named: Any) -> None:
    on_used(sender, request, user)
    note("second factor added", user.get_username(), request)


def on_factor_removed(sender: object, request: HttpRequest, user: AbstractBaseUser, **named: Any) -> None:
    on_removed(sender, request, user)
    note("second factor removed", user.get_username(), request)
