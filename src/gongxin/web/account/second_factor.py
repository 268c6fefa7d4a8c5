"""The second factor: secrets unreadable in the database, each code good once, known to the session."""

import base64
from typing import Any, ClassVar

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.html import escape
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from gongxin.queries import sign_in as facts
from gongxin.web.shared.sign_in_step import SECOND_FACTOR

PURPOSE = b"gongxin second factor"


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("验证码不对或已经用过，请等下一个验证码再试。"),
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret; what another key wrote becomes one that nobody knows, which no code fits."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return str(generate_totp_secret())

    def build_totp_svg(self, url: str) -> str:
        """Draw the code as the receipts do; the policy of our pages forbids styles within."""
        drawn: str = segno.make(url, error="m").svg_inline(border=2, omitsize=True, dark="#000", light="#fff")
        label = escape(say("二维码：用验证器扫描"))
        return drawn.replace("<svg", f'<svg class="qr" role="img" aria-label="{label}"', 1)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        return say("安全密钥 %(number)s") % {"number": facts.of_user(user.pk).keys + 1}


def _cipher() -> Fernet:
    key = HKDF(SHA256(), 32, salt=None, info=PURPOSE).derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(key))


def spend(user: int, code: str) -> None:
    """Mark a code as used, for all worker processes and as long as it could be good.

    Raises:
        ValidationError: it was used before.
    """
    seconds = settings.MFA_TOTP_TOLERANCE * 2 * 30 + 60
    if not cache.add(f"spent.{user}.{''.join(filter(str.isdigit, code))}", True, timeout=seconds):
        raise SecondFactorAdapter().validation_error("incorrect_code")


def on_used(sender: object, request: HttpRequest, user: AbstractBaseUser, **named: Any) -> None:
    """Let the session know that its owner showed a second factor, or has just set one up."""
    request.session[SECOND_FACTOR] = user.pk


def on_removed(sender: object, request: HttpRequest, user: AbstractBaseUser, **named: Any) -> None:
    """Without any second factor left, the session has none either."""
    if not facts.of_user(user.pk).has_second_factor:
        request.session.pop(SECOND_FACTOR, None)
