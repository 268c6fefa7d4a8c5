"""The form of a credit report: the same questions at the desk, at the window and for a batch."""

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from gongxin.reports.area import areas
from gongxin.reports.report_order import PeriodMissing, ReportKind, ReportOrder
from gongxin.web.shared.day_input import DayInput
from gongxin.web.shared.templatetags.report_words import KINDS
from gongxin.web.shared.templatetags.wording import plain, refusal

USUAL_YEARS = 3


class ReportForm(forms.Form):
    kind = forms.ChoiceField(label=_("报告种类"), choices=list(KINDS.items()), widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("语言"), choices=[("zh", "中文"), ("en", "English")])
    as_of = forms.DateField(
        label=_("截至哪一天"),
        required=False,
        help_text=_("可不填，就是今天。填以前的日子，说明那一天的情况。"),
        widget=DayInput(),
    )
    period_from = forms.DateField(label=_("专项报告：自"), required=False, widget=DayInput())
    period_to = forms.DateField(label=_("专项报告：至"), required=False, widget=DayInput())
    areas = forms.MultipleChoiceField(
        label=_("专项报告：领域"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("一个也不选，就是全部领域。"),
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        known = areas(settings.GONGXIN_CITY).areas
        self.fields["areas"].choices = [(area.code, plain(area.name)) for area in known]  # type: ignore[attr-defined]
        today = localdate()
        self.initial.setdefault("kind", ReportKind.PUBLIC)
        self.initial.setdefault("period_from", _years_before(today, USUAL_YEARS))
        self.initial.setdefault("period_to", today)

    def clean_as_of(self) -> datetime.date:
        as_of: datetime.date = self.cleaned_data["as_of"] or localdate()
        if as_of > localdate():
            raise forms.ValidationError(_("不能晚于今天。"))
        return as_of

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if asked.get("kind") == ReportKind.NO_VIOLATION:
            try:
                assert self.order("", asked).days
            except PeriodMissing as refused:
                self.add_error("period_to", str(refusal(refused)))
        return asked

    def order(self, uscc: str, asked: dict[str, Any] | None = None) -> ReportOrder:
        """Return what was asked for."""
        given = self.cleaned_data if asked is None else asked
        kind = ReportKind(given["kind"])
        first, last = given.get("period_from"), given.get("period_to")
        is_special = kind is ReportKind.NO_VIOLATION
        return ReportOrder(
            uscc,
            kind,
            given.get("language") or "zh",
            given.get("as_of") or localdate(),
            period=(first, last) if is_special and first and last else None,
            areas=tuple(given.get("areas") or ()) if is_special else (),
        )


def _years_before(day: datetime.date, years: int) -> datetime.date:
    """The same day years ago; 28 February for 29 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
