"""The forms of signing in, in the words of this platform."""

import struct
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as passkey
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongxin.web.account.second_factor import SecondFactorAdapter, spend

# What allauth's fields are called here; `placeholder` is left out, for the label says it.
LABELS: dict[str, str | Promise] = {
    "login": _("账号"),
    "password": _("口令"),
    "oldpassword": _("当前口令"),
    "password1": _("新口令"),
    "password2": _("再次输入新口令"),
    "code": _("验证码"),
    "name": _("名称"),
    "passwordless": _("也用它直接登录（不再输入口令）"),
}
HINTS: dict[str, str | Promise] = {
    "password1": _("至少 12 个字符，不要用常见的词或与账号相近的口令。"),
    "code": _("验证器显示的 6 位数字；没有验证器时填一个 8 位恢复码。"),
    "name": _("便于以后分辨，如“办公电脑”或“蓝色安全密钥”。"),
    "passwordless": _("设备会要求指纹、面容或 PIN。"),
}
PLAIN = {"autocapitalize": "none", "spellcheck": "false"}


class Worded:
    """Names fields and hints; stands before one of allauth's forms."""

    fields: dict[str, Any]

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for name, field in self.fields.items():
            field.label, field.help_text = LABELS.get(name, field.label), HINTS.get(name, "")
            field.widget.attrs.pop("placeholder", None)


class SignIn(Worded, account.LoginForm):  # type: ignore[misc]
    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["login"].widget.attrs.update(PLAIN)
        self.fields["password"].max_length = 200  # a digest of a very long text is work for nothing


class ChangePassword(Worded, account.ChangePasswordForm):  # type: ignore[misc]
    pass


class Reauthenticate(Worded, account.ReauthenticateForm):  # type: ignore[misc]
    pass


# What the libraries raise at answers that no device gives; they let it through to the browser as a fault.
MALFORMED = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, struct.error)


class AddPasskey(Worded, passkey.AddWebAuthnForm):  # type: ignore[misc]
    def clean(self) -> Any:
        try:
            return super().clean()
        except MALFORMED as fault:
            raise SecondFactorAdapter().validation_error("incorrect_code") from fault


class Answered:
    """Refuses what is no answer of a device."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except MALFORMED as fault:
            raise SecondFactorAdapter().validation_error("incorrect_code") from fault


class AuthenticateByPasskey(Answered, passkey.AuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class SignInByPasskey(Answered, passkey.LoginWebAuthnForm):  # type: ignore[misc]
    pass


class ReauthenticateByPasskey(Answered, passkey.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class OneTimeCode(Worded):
    """Takes each code of the app once only: allauth forgets what it has seen before the code ends."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["code"].widget.attrs.update(PLAIN | {"inputmode": "numeric", "maxlength": "20"})

    def clean_code(self) -> str:
        given: str = super().clean_code()  # type: ignore[misc]
        used = getattr(self, "authenticator", None)
        if used is None or used.type == Authenticator.Type.TOTP:
            spend(self.user.pk, given)  # type: ignore[attr-defined]
        return given


class Authenticate(OneTimeCode, code.AuthenticateForm):  # type: ignore[misc]
    pass


class ReauthenticateByCode(OneTimeCode, code.ReauthenticateForm):  # type: ignore[misc]
    pass


class ActivateApp(OneTimeCode, ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["code"].help_text = _("验证器现在显示的 6 位数字。")
