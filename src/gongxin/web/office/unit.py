"""The tree of units, kept by the platform's administrator."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongxin.actions import unit as units
from gongxin.disclosure.role import UNIT_KINDS, Role, UnitKind
from gongxin.queries import unit as facts
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.error import error_page
from gongxin.web.shared.templatetags.wording import plain, refusal


class UnitForm(forms.Form):
    uscc = forms.CharField(label=_("统一社会信用代码"), min_length=18, max_length=18)
    name = forms.CharField(label=_("名称"), max_length=200)
    kind = forms.ChoiceField(label=_("单位类型"))
    parent = forms.ChoiceField(label=_("上级单位"), required=False)

    def __init__(self, *arguments: object, without: str = "", **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        kinds = [(kind.value, plain(label)) for kind, label in UNIT_KINDS.items()]
        others = [(one.uscc, one.name) for one in facts.units() if one.uscc != without]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["parent"].choices = [("", say("（无）")), *others]  # type: ignore[attr-defined]
        if without:
            self.fields["uscc"].widget.attrs["readonly"] = True


@staff(Role.PLATFORM_ADMINISTRATOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: PersonRequest) -> HttpResponse:
    """Show the tree; enter a unit."""
    form = UnitForm(request.POST if request.method == "POST" else None, initial={"kind": UnitKind.DEPARTMENT})
    if request.method == "POST" and _entered(request, form):
        return redirect("office:units")
    context = {"places": facts.tree(on=localdate()), "form": form}
    return render(request, "office/unit/list.html", context, status=422 if form.is_bound else 200)


@staff(Role.PLATFORM_ADMINISTRATOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: PersonRequest, uscc: str) -> HttpResponse:
    """Show a unit; change its name, kind or place."""
    try:
        found = facts.by_code(uscc)
    except facts.UnknownUnit as refused:
        return error_page(request, 404, str(refused))
    held = {"uscc": uscc, "name": found.name, "kind": found.kind, "parent": found.parent or ""}
    posted = {**request.POST.dict(), "uscc": uscc} if request.method == "POST" else None
    form = UnitForm(posted, initial=held, without=uscc)
    if posted is not None and _entered(request, form):
        return redirect("office:units")
    return render(
        request, "office/unit/unit.html", {"place": found, "form": form}, status=422 if form.is_bound else 200
    )


def _entered(request: PersonRequest, form: UnitForm) -> bool:
    if not form.is_valid():
        return False
    asked = form.cleaned_data
    try:
        units.add(asked["uscc"], asked["name"], kind=UnitKind(asked["kind"]), parent=asked["parent"])
    except units.REFUSALS as refused:
        form.add_error(None, str(refusal(refused)))
        return False
    messages.success(request, say("已保存。"))
    return True
