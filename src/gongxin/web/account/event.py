"""What happens around a sign-in: the session learns what is still to be done, and what has been shown."""

from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_used
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from gongxin.actions.password import is_one_time, mark_own
from gongxin.web.account.second_factor import on_removed, on_used
from gongxin.web.shared.session_life import begin
from gongxin.web.shared.sign_in_step import OWN_PASSWORD


def connect() -> None:
    """Listen, once, when the web application starts."""
    user_logged_in.connect(on_signed_in, dispatch_uid="gongxin.signed_in")
    password_changed.connect(on_password_changed, dispatch_uid="gongxin.password_changed")
    authenticator_used.connect(on_used, dispatch_uid="gongxin.second_factor_used")
    authenticator_added.connect(on_used, dispatch_uid="gongxin.second_factor_added")
    authenticator_removed.connect(on_removed, dispatch_uid="gongxin.second_factor_removed")


def on_signed_in(sender: object, request: HttpRequest, user: AbstractBaseUser, **named: Any) -> None:
    begin(request)
    if is_one_time(user.pk):
        request.session[OWN_PASSWORD] = True


def on_password_changed(sender: object, request: HttpRequest, user: AbstractBaseUser, **named: Any) -> None:
    mark_own(user.pk)
    request.session.pop(OWN_PASSWORD, None)
