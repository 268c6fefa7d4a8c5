"""Who may act for an organisation: bound by a reviewed letter, or by what a trusted sign-in says."""

from datetime import date

from django.db import transaction

from gongxin.actions import grant
from gongxin.actions.grant import Terms, locked
from gongxin.disclosure.role import Role


def bind(user: int, uscc: str, *, by: str, reason: str, on: date) -> None:
    """Let an account act for an organisation; one that does already goes on.

    For the sign-in by a provider whose claim says so, `by` names the provider.

    Raises:
        NoSuchAccount, NoReason
    """
    with transaction.atomic():
        holder = locked(user, on=on)
        if uscc not in holder.organisations:
            grant.enter(Role.REPRESENTATIVE, holder, by=by, terms=Terms(reason, uscc=uscc), on=on)
