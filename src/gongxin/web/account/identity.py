"""Signing in through the OpenID Connect provider: who comes through it, and for which organisations.

Of what the provider tells, only its name for the account is kept, and the codes of organisations.
"""

from hashlib import sha256
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as say

from gongxin.actions import identity as identities

PROVIDER = "oidc"


class IdentityAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> Any:
        """Return the one provider of the environment; none is kept in the database."""
        given = settings.GONGXIN_OIDC
        if not given or provider not in (None, PROVIDER, "openid_connect"):
            return []
        return [
            SocialApp(
                provider="openid_connect",
                provider_id=PROVIDER,
                name=given["name"],
                client_id=given["client"],
                secret=given["secret"],
                settings={
                    "server_url": given["issuer"],
                    "oauth_pkce_enabled": True,
                    "scope": ["openid", "profile"],  # of which only the account and organisations are read
                },
            )
        ]

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, common: Any) -> AbstractBaseUser:
        """Make an account named after the provider's name for it; nothing about a person is taken over."""
        told = sociallogin.account.extra_data
        if len({part["sub"] for part in told.values() if "sub" in part}) > 1:
            raise PermissionDenied("the provider speaks of two accounts")  # OpenID Connect Core, 5.3.2
        sociallogin.claims = {**told.get("id_token", {}), **told.get("userinfo", {})}
        sociallogin.account.extra_data, sociallogin.email_addresses = {}, []
        digest = sha256(f"{settings.GONGXIN_OIDC['issuer']} {sociallogin.account.uid}".encode()).hexdigest()
        sociallogin.user.username = f"oidc-{digest[:16]}"
        made: AbstractBaseUser = sociallogin.user
        return made

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the staff account that the provider vouches for, and refuse one that is closed."""
        if not sociallogin.is_existing and sociallogin.state.get("process") != "connect":
            self._connect_vouched(request, sociallogin)
        if sociallogin.is_existing and not sociallogin.user.is_active:
            messages.error(request, say("该账号已停用，请联系本单位管理员。"))
            raise ImmediateHttpResponse(redirect(settings.LOGIN_URL))
        if sociallogin.is_existing:
            _take_over(sociallogin.user, sociallogin)

    def _connect_vouched(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        claim = settings.GONGXIN_OIDC["account_claim"]
        name = sociallogin.claims.get(claim) if claim else None
        found = identities.vouched_for(name) if isinstance(name, str) and name else None
        if found:
            sociallogin.connect(request, found)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Who comes for an organisation gets an account without any right; staff have theirs already."""
        return True

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> AbstractBaseUser:
        user: AbstractBaseUser = super().save_user(request, sociallogin, form)
        _take_over(user, sociallogin)
        return user

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: SocialAccount) -> str:
        return settings.LOGIN_REDIRECT_URL


def _take_over(user: AbstractBaseUser, sociallogin: SocialLogin) -> None:
    claim = settings.GONGXIN_OIDC["organisation_claim"]
    if claim:
        told = sociallogin.claims.get(claim) or []
        identities.represent(user.pk, [told] if isinstance(told, str) else list(told), on=localdate())
