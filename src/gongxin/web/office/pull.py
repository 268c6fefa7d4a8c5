"""Scheduled pulls: sources that the platform asks by itself."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin.actions import pull as actions
from gongxin.actions.pull import PullKind, PullOrder
from gongxin.actions.unit import NotAUnit
from gongxin.catalogue.edition import UnknownItem
from gongxin.disclosure.role import Role
from gongxin.intake.pull.failure import PullFailed
from gongxin.intake.pull.schedule import InvalidSchedule, Schedule
from gongxin.queries import pull as facts
from gongxin.queries.item import catalogue
from gongxin.queries.unit import units
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.templatetags.wording import plain, refusal

KIND_NAMES = {
    PullKind.FOLDER: _("投放目录"),
    PullKind.HTTP: _("网络地址（HTTP）"),
    PullKind.SQL: _("数据库（PostgreSQL）"),
}
OUTCOME_NAMES = {
    "received": _("已收到"),
    "unchanged": _("与上次相同"),
    "empty": _("没有新文件"),
    "failed": _("失败"),
}
REFUSALS = (actions.PullTaken, NotAUnit, UnknownItem, InvalidSchedule, PullFailed)


class PullForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=64)
    unit = forms.ChoiceField(label=_("单位"))
    item = forms.ChoiceField(label=_("事项"))
    kind = forms.ChoiceField(label=_("来源"), choices=list(KIND_NAMES.items()))
    location = forms.CharField(
        label=_("来源位置"),
        max_length=500,
        help_text=_("投放目录下的文件夹、网址，或存放数据库地址的环境变量名（以 GONGXIN_PULL_ 开头）。"),
    )
    pattern = forms.CharField(
        label=_("文件名样式"),
        max_length=100,
        required=False,
        help_text=_("如 penalty-*.csv；不填为全部文件。"),
    )
    statement = forms.CharField(
        label=_("查询语句"),
        required=False,
        widget=forms.Textarea(attrs={"class": "code", "rows": 4}),
        help_text=_("来源为数据库时填写，一条 SELECT。"),
    )
    secret = forms.CharField(
        label=_("口令的环境变量名"),
        max_length=100,
        required=False,
        help_text=_("来源为网址时可填；页面和数据库中都不保存口令本身。"),
    )
    columns = forms.CharField(
        label=_("表头对照"),
        required=False,
        widget=forms.Textarea(attrs={"class": "code", "rows": 4}),
        help_text=_("每行一个“表头 = 字段代码”；表头与目录一致的不必写。"),
    )
    every_minutes = forms.IntegerField(
        label=_("间隔（分钟）"), min_value=5, max_value=60 * 24 * 366, initial=1440
    )
    at = forms.TimeField(
        label=_("时刻"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("间隔为整天时可填。"),
    )

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        items = catalogue(localdate()).items.values()
        self.fields["item"].choices = [(item.code, plain(item.name)) for item in items]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [(one.uscc, one.name) for one in units()]  # type: ignore[attr-defined]

    def clean_columns(self) -> dict[str, str]:
        lines = [line.split("=", 1) for line in self.cleaned_data["columns"].splitlines() if line.strip()]
        if any(len(parts) != 2 or not all(part.strip() for part in parts) for parts in lines):
            raise forms.ValidationError(say("每行应为“表头 = 字段代码”。"))
        return {head.strip(): code.strip() for head, code in lines}

    def order(self) -> PullOrder:
        asked = dict(self.cleaned_data)
        schedule = Schedule(asked.pop("every_minutes"), asked.pop("at"))
        return PullOrder(**{**asked, "kind": PullKind(asked["kind"]), "schedule": schedule})


@staff(Role.CENTRE_OPERATOR)
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    found = [(pull, KIND_NAMES[PullKind(pull.kind)]) for pull in facts.pulls()]
    return render(request, "office/pull/list.html", {"pulls": found})


@staff(Role.CENTRE_OPERATOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    form = PullForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            number = actions.enter(form.order(), by=request.person.account, on=localdate())
            messages.success(request, say("已添加，马上取第一次。"))
            return redirect("office:pull", pull_id=number)
        except REFUSALS as odd:
            form.add_error(None, refusal(odd))
    return render(request, "office/pull/edit.html", {"form": form}, status=422 if form.is_bound else 200)


@staff(Role.CENTRE_OPERATOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, pull_id: int) -> HttpResponse:
    pull = _known(pull_id)
    form = PullForm(request.POST or None, initial=_initial(pull))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(pull_id, form.order(), on=localdate())
            messages.success(request, say("已保存。"))
            return redirect("office:pull", pull_id=pull_id)
        except REFUSALS as odd:
            form.add_error(None, refusal(odd))
    context = {"form": form, "pull": pull}
    return render(request, "office/pull/edit.html", context, status=422 if form.is_bound else 200)


def _initial(pull: facts.PullFacts) -> dict[str, object]:
    names = (
        "name",
        "unit",
        "item",
        "kind",
        "location",
        "pattern",
        "statement",
        "secret",
        "every_minutes",
        "at",
    )
    columns = "\n".join(f"{head} = {code}" for head, code in pull.mapping.get("columns", {}).items())
    return {**{name: getattr(pull, name) for name in names}, "columns": columns}


@staff(Role.CENTRE_OPERATOR)
@never_cache
@require_safe
def pull(request: PersonRequest, pull_id: int) -> HttpResponse:
    found = _known(pull_id)
    context = {
        "pull": found,
        "kind": KIND_NAMES[PullKind(found.kind)],
        "runs": [(run, OUTCOME_NAMES[run.outcome]) for run in facts.runs(pull_id)],
    }
    return render(request, "office/pull/pull.html", context)


@staff(Role.CENTRE_OPERATOR)
@require_POST
def run(request: PersonRequest, pull_id: int) -> HttpResponse:
    """Queue the source to be asked now."""
    _known(pull_id)
    actions.ask_now(pull_id, on=localdate())
    messages.success(request, say("已排队，稍后刷新即可看到结果。"))
    return redirect("office:pull", pull_id=pull_id)


@staff(Role.CENTRE_OPERATOR)
@require_POST
def pause(request: PersonRequest, pull_id: int) -> HttpResponse:
    _known(pull_id)
    actions.pause(pull_id, paused=request.POST.get("paused") == "1")
    return redirect("office:pull", pull_id=pull_id)


def _known(pull_id: int) -> facts.PullFacts:
    found = facts.one(pull_id) if pull_id < 1 << 62 else None
    if found is None:
        raise Http404
    return found
