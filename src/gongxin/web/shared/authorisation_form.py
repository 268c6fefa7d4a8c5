"""The form of an authorisation: the same questions at the organisation's desk and from a signed letter."""

import datetime
from collections.abc import Iterator, Mapping
from itertools import groupby

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from gongxin.actions.taking import parameters
from gongxin.disclosure.authorisation import (
    LONGEST_PURPOSE,
    RECIPIENT_KINDS,
    Authorisation,
    is_grantable,
    last_day_allowed,
)
from gongxin.disclosure.role import UNIT_KINDS, UnitKind
from gongxin.law.parameter import Parameter
from gongxin.queries.item import catalogue
from gongxin.queries.unit import units
from gongxin.web.shared.day_input import DayInput
from gongxin.web.shared.templatetags.wording import plain

ORDER = (UnitKind.BANK, UnitKind.AGENCY, UnitKind.INSTITUTION, UnitKind.DEPARTMENT)
DAYS = 180
Choice = tuple[str, str]


class AuthorisationForm(forms.Form):
    recipient = forms.ChoiceField(label=_("授权给谁"))
    items = forms.MultipleChoiceField(
        label=_("可以查询哪些信息"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("只列出不向社会公开的事项；公开的信息人人可查，不需要授权。"),
    )
    purpose = forms.CharField(
        label=_("用途"),
        max_length=LONGEST_PURPOSE,
        help_text=_("如：流动资金贷款审批。不要写个人信息。"),
    )
    valid_from = forms.DateField(label=_("从哪天起"), widget=DayInput())
    valid_until = forms.DateField(label=_("到哪天止（含当天）"), widget=DayInput())

    def __init__(self, *arguments: object, held: Mapping[str, int] | None = None, **named: object) -> None:
        """`held`: how many entries of each item there are, to be shown beside it."""
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        self.fields["recipient"].choices = [("", "—"), *recipients()]  # type: ignore[attr-defined]
        self.fields["items"].choices = items(held)  # type: ignore[attr-defined]
        today = localdate()
        self.initial.setdefault("valid_from", today)
        latest = last_day_allowed(longest(), today)
        usual = today + datetime.timedelta(days=DAYS)
        self.initial.setdefault("valid_until", min(latest, usual) if latest else usual)

    def proposed(self, uscc: str) -> Authorisation:
        """Return what was filled in, for the rules to judge."""
        asked = self.cleaned_data
        return Authorisation(
            uscc=uscc,
            recipient=asked["recipient"],
            items=frozenset(asked["items"]),
            purpose=asked["purpose"],
            valid_from=asked["valid_from"],
            valid_until=asked["valid_until"],
        )


def longest() -> Parameter:
    return parameters()["authorisation.longest_period"]


def recipients() -> Iterator[tuple[str, list[Choice]]]:
    """Yield who may be a recipient, by kind: banks first."""
    listed = [one for one in units() if one.kind in RECIPIENT_KINDS]
    listed.sort(key=lambda one: ORDER.index(one.kind))
    for kind, those in groupby(listed, key=lambda one: one.kind):
        yield plain(UNIT_KINDS[kind]), [(one.uscc, f"{one.name} {one.uscc}") for one in those]


def items(held: Mapping[str, int] | None) -> list[Choice]:
    """Return the items that an authorisation may name: those with entries first, else by the catalogue."""
    known = [item for item in catalogue(localdate()).items.values() if is_grantable(item)]
    counts = held or {}
    known.sort(key=lambda item: (bool(counts) and not counts.get(item.code), item.order))
    return [(item.code, _named(plain(item.name), counts.get(item.code, 0))) for item in known]


def _named(name: str, count: int) -> str:
    return say("%(name)s（%(count)s 条）") % {"name": name, "count": count} if count else name
