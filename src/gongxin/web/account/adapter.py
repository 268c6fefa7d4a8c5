"""How allauth signs people in here: by account and password, and where it leads them."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from gongxin.actions.password import is_over
from gongxin.queries.lockout import minutes_locked
from gongxin.queries.person import person
from gongxin.web.account.lockout import counted_account, counted_address
from gongxin.web.shared.rate import client_address


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("账号或口令不对。请检查大小写；忘记口令请联系本单位管理员。"),
        "incorrect_password": _("口令不对，请重新输入。"),
        "enter_current_password": _("当前口令不对，请重新输入。"),
        "incorrect_code": _("验证码不对或已经用过，请等下一个验证码再试。"),
        "too_many_login_attempts": _("尝试次数过多，请 15 分钟后再试。"),
        "rate_limited": _("尝试次数过多，请几分钟后再试。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account here alone: the unit's administrator adds it."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request) or "0.0.0.0"  # noqa: S104 no address to listen on, but none known

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Let an address that failed with many accounts wait; the account itself is counted by axes."""
        self._login_failed_rl_usage = ratelimit.consume(
            request, app="allauth.account", action="failed_from_address"
        )
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Return who signs in; a closed account, or a one-time password whose time is over,
        is answered like a wrong password."""
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        is_open = user is not None and user.is_active and not is_over(user.pk)
        return user if is_open else None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        if not getattr(request, "axes_locked_out", False):
            return
        minutes = minutes_locked(
            counted_account(request, credentials),
            counted_address(request),
            settings.AXES_COOLOFF_TIME,
            at=now(),
        )
        raise ValidationError(
            say("尝试次数过多，请 %(minutes)s 分钟后再试，或请本单位管理员解除锁定。") % {"minutes": minutes}
        )

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """Refuse a closed account that showed its key, and forget what it showed."""
        request.session.flush()
        messages.error(request, say("该账号已停用，请联系本单位管理员。"))
        return redirect(settings.LOGIN_URL)

    def is_reauthentication_required(self, *, app: str, **named: Any) -> bool:
        """Who has just signed in is not asked for the password again at once."""
        records = get_authentication_records(self.request, self.request.user)
        latest = max((record["at"] for record in records), default=0)
        return bool(now().timestamp() - latest > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead staff to the office, a representative of one organisation to its desk."""
        found = person(request.user.pk, on=localdate()) if request.user.pk else None
        if found and found.unit:
            return reverse("office:home")
        if found and len(found.organisations) == 1:
            return f"/desk/{next(iter(found.organisations))}/"
        return reverse("account_home")
