"""Signing in and what belongs to it. Of the views of allauth only these open, each for whom it says."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkey
from allauth.socialaccount.providers.openid_connect import views as identity
from django.urls import path

from gongxin.web.account import page
from gongxin.web.shared.access import public, signed_in

# The names are those by which allauth finds them.
urlpatterns = [
    path("", signed_in(page.home), name="account_home"),
    path("sign-in/", public(account.login), name="account_login"),
    path("sign-in/code/", public(factor.authenticate), name="mfa_authenticate"),
    path("sign-in/passkey/", public(passkey.login_webauthn), name="mfa_login_webauthn"),
    path("sign-out/", public(page.sign_out), name="account_logout"),
    path("password/", signed_in(account.password_change), name="account_change_password"),
    path("password/none/", signed_in(page.no_password), name="account_set_password"),
    path("again/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("again/code/", signed_in(factor.reauthenticate), name="mfa_reauthenticate"),
    path("again/passkey/", signed_in(passkey.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("second-factor/", signed_in(factor.index), name="mfa_index"),
    path("second-factor/app/", signed_in(app.activate_totp), name="mfa_activate_totp"),
    path("second-factor/app/remove/", signed_in(app.deactivate_totp), name="mfa_deactivate_totp"),
    path("second-factor/codes/", signed_in(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "second-factor/codes/new/",
        signed_in(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-factor/codes/file/",
        signed_in(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("second-factor/keys/", signed_in(passkey.list_webauthn), name="mfa_list_webauthn"),
    path("second-factor/keys/new/", signed_in(passkey.add_webauthn), name="mfa_add_webauthn"),
    path(
        "second-factor/keys/<int:pk>/remove/", signed_in(passkey.remove_webauthn), name="mfa_remove_webauthn"
    ),
    path("sessions/", signed_in(page.sessions), name="account_sessions"),
    path("identity/<str:provider_id>/", public(identity.login), name="openid_connect_login"),
    path("identity/<str:provider_id>/back/", public(identity.callback), name="openid_connect_callback"),
    path("identity/cancelled", public(page.cancelled), name="socialaccount_login_cancelled"),
]
