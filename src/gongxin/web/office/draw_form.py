"""The form of a draw's plan."""

import datetime
from collections.abc import Iterator

from django import forms
from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from gongxin.actions.draw_plan import PlannedDraw
from gongxin.catalogue.label import Label
from gongxin.disclosure.role import PUBLIC_BODIES
from gongxin.queries.unit import units
from gongxin.supervision.field_rule import field_rule, field_rules
from gongxin.supervision.plan import InspectingUnit
from gongxin.web.shared.day_input import DayInput
from gongxin.web.shared.templatetags.wording import plain

UNITS = 6
LARGEST_ROSTER = 100_000


class PlanForm(forms.Form):
    """Everything that follows from it is published; persons have no place here."""

    code = forms.CharField(
        label=_("计划编号"), max_length=40, help_text=_("如 示抽2026-17；填报检查结果时用它对应。")
    )
    round = forms.IntegerField(label=_("轮次"), min_value=1, max_value=99, initial=1)
    name = forms.CharField(label=_("抽查名称"), max_length=200)
    name_en = forms.CharField(label=_("英文名称（可不填）"), max_length=200, required=False)
    field = forms.ChoiceField(label=_("监管领域"))
    regions = forms.CharField(
        label=_("只抽这些地区（区划代码，可不填）"), max_length=200, required=False,
        help_text=_("四位或六位，多个用空格隔开。"),
    )  # fmt: skip
    licence = forms.CharField(
        label=_("只抽持有此许可的（名称中的文字，可不填）"), max_length=100, required=False
    )
    is_stratified = forms.BooleanField(
        label=_("按风险类别分层，类别随名单公布"), required=False, initial=True
    )
    floor = forms.IntegerField(label=_("每层最少抽取"), min_value=0, max_value=100_000, initial=1)
    team = forms.IntegerField(label=_("每次检查的席位数"), min_value=1, max_value=50, initial=2)
    avoid_unit = forms.ChoiceField(label=_("回避：哪个单位不查"), required=False)
    avoided = forms.CharField(
        label=_("回避：哪些组织（统一社会信用代码）"), required=False, max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "code"}),
    )  # fmt: skip
    avoided_because = forms.CharField(label=_("回避的理由"), required=False, max_length=200)
    seed_source = forms.CharField(
        label=_("种子从何而来"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("公开掷骰的时间地点，或以后某日公布的数值，如某期彩票的开奖号码。"),
    )  # fmt: skip
    seed_on = forms.DateField(label=_("种子产生日期"), widget=DayInput())
    due_on = forms.DateField(label=_("检查完成日期"), widget=DayInput())

    def __init__(self, *arguments: object, own: str, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        known = [(one.uscc, one.name) for one in units() if one.kind in PUBLIC_BODIES]
        rules = field_rules(localdate(), *settings.GONGXIN_CITY_FOLDERS)
        self.names = dict(known)
        self.fields["field"].choices = [(rule.code, plain(rule.name)) for rule in rules]  # type: ignore[attr-defined]
        self.fields["avoid_unit"].choices = [("", _("所有单位")), *known]  # type: ignore[attr-defined]
        for place in range(UNITS):
            self.fields[f"unit_{place}"] = forms.ChoiceField(
                label=_("检查单位"),
                choices=[("", "—"), *known],
                required=place == 0,
                initial="" if place else own,
            )
            self.fields[f"places_{place}"] = forms.IntegerField(
                label=_("席位数"), min_value=1, max_value=LARGEST_ROSTER, required=place == 0
            )

    @property
    def unit_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"unit_{place}"], self[f"places_{place}"]) for place in range(UNITS)]

    @property
    def other_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return self.unit_rows[1:]

    def planned(self, on: datetime.date) -> PlannedDraw:
        """Return the plan; the facts of its pool are those of the day."""
        asked = self.cleaned_data
        codes = frozenset(asked["avoided"].upper().split())
        return PlannedDraw(
            code=asked["code"].strip(),
            name=Label(asked["name"], asked["name_en"] or asked["name"]),
            rule=field_rule(asked["field"], on, *settings.GONGXIN_CITY_FOLDERS),
            on=on,
            due_on=asked["due_on"],
            units=tuple(self._units()),
            seed_source=asked["seed_source"],
            seed_on=asked["seed_on"],
            team=asked["team"],
            floor=asked["floor"],
            round=asked["round"],
            is_stratified=asked["is_stratified"],
            regions=tuple(asked["regions"].split()),
            licence=asked["licence"].strip(),
            avoided={asked["avoid_unit"]: codes} if codes else {},
            avoided_because=asked["avoided_because"],
        )

    def _units(self) -> Iterator[InspectingUnit]:
        for place in range(UNITS):
            code, places = self.cleaned_data.get(f"unit_{place}"), self.cleaned_data.get(f"places_{place}")
            if code and places:
                yield InspectingUnit(code, self.names[code], places)
