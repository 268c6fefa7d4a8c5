"""What the identity provider says about whom an account acts for."""

from collections.abc import Sequence
from datetime import date

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User

from gongxin.actions import grant
from gongxin.actions.representation import bind
from gongxin.organisations.uscc import check
from gongxin.store.models import Account, Organisation, RoleGrant

PROVIDER = "identity_provider"  # who granted, in the register of grants
REASON = "统一身份认证确认的组织代表"


def represent(user: int, told: Sequence[object], *, on: date) -> None:
    """Let an account represent the organisations that the provider names, and end what it no longer names.

    Grants that the centre gave on a letter stay. What is no code of an organisation is passed over.
    """
    if Account.objects.filter(user_id=user).exists():
        return  # an account of a unit represents nobody
    named = {checked.code for code in told if isinstance(code, str) and not (checked := check(code)).faults}
    known = set(Organisation.objects.filter(uscc__in=named).values_list("uscc", flat=True))
    for uscc in known:
        bind(user, uscc, by=PROVIDER, reason=REASON, on=on)
    ours = RoleGrant.objects.filter(user_id=user, granted_by=PROVIDER, revoked_at=None)
    for uscc in ours.exclude(uscc__in=named).values_list("uscc", flat=True):
        grant.end_for(user, uscc, by=PROVIDER, reason="统一身份认证不再确认")


def vouched_for(account: str) -> User | None:
    """Return the open account of this name, unless it is connected with the provider already."""
    found = User.objects.filter(username=account, is_active=True).first()
    return None if found and SocialAccount.objects.filter(user=found).exists() else found
