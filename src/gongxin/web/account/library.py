"""How the libraries of signing in are set up: allauth for accounts, axes for failed attempts.

Nothing here differs between installations; `gongxin.settings` takes it over whole.
"""

from datetime import timedelta

# Locked out is an account for the address that failed: who merely knows its name cannot shut its
# owner out; an address that fails with many accounts waits with all of them.
LOGIN_URL = "/account/sign-in/"
LOGIN_REDIRECT_URL = "/account/"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "gongxin.web.account.lockout.counted_account"
AXES_CLIENT_IP_CALLABLE = "gongxin.web.account.lockout.counted_address"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = AXES_DISABLE_ACCESS_LOG = True
AXES_SENSITIVE_PARAMETERS = ["username", "login", "ip_address", "csrfmiddlewaretoken", "code", "credential"]
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W002"]  # in place of its middleware our form says what is the matter
ACCOUNT_ADAPTER = "gongxin.web.account.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",  # a whole office may stand behind one address
    "failed_from_address": "50/15m/ip",
    "login_failed": "5/5m/key",  # codes of a second factor
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_FORMS = {
    "login": "gongxin.web.account.form.SignIn",
    "change_password": "gongxin.web.account.form.ChangePassword",
    "reauthenticate": "gongxin.web.account.form.Reauthenticate",
}
MFA_ADAPTER = "gongxin.web.account.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "公信"
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_FORMS = {
    "authenticate": "gongxin.web.account.form.Authenticate",
    "reauthenticate": "gongxin.web.account.form.ReauthenticateByCode",
    "activate_totp": "gongxin.web.account.form.ActivateApp",
    "add_webauthn": "gongxin.web.account.form.AddPasskey",
    "authenticate_webauthn": "gongxin.web.account.form.AuthenticateByPasskey",
    "login_webauthn": "gongxin.web.account.form.SignInByPasskey",
    "reauthenticate_webauthn": "gongxin.web.account.form.ReauthenticateByPasskey",
}
SOCIALACCOUNT_ADAPTER = "gongxin.web.account.identity.IdentityAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
