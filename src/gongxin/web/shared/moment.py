"""The part of a page that asks about another day or moment; `shared/_moment.html` shows it."""

from django import forms
from django.http import HttpRequest
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from gongxin.disclosure.moment import Moment, NotYet, moment
from gongxin.web.shared.day_input import DayInput


class MomentForm(forms.Form):
    """Both may stay empty: now."""

    as_of = forms.DateField(label=_("按哪一天"), required=False, widget=DayInput())
    known_at = forms.DateTimeField(
        label=_("以当时已入库为准"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def clean(self) -> dict[str, object]:
        try:
            self.moment = moment(
                self.cleaned_data.get("as_of"), self.cleaned_data.get("known_at"), now=localtime()
            )
        except NotYet as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return self.cleaned_data


def asked_moment(request: HttpRequest) -> tuple[Moment, MomentForm]:
    """Return the moment that a page is asked for (now where it says none, or nonsense) and the form."""
    form = MomentForm(request.GET)
    if form.is_valid():
        return form.moment, form
    return moment(None, None, now=localtime()), form
