"""Templates of commitments: written by one person of the unit, released by another."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin.actions import commitment_template as actions
from gongxin.catalogue.publicity import Disclosure
from gongxin.disclosure.role import Role
from gongxin.intake.free_text import PersonalInText
from gongxin.procedures.commitment_kind import KINDS
from gongxin.procedures.commitment_template import LONGEST_MATTER, LONGEST_TEXT, OddTemplate, Template
from gongxin.queries import commitment_template as facts
from gongxin.queries.commitment_template import TemplateFacts, VersionFacts
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.templatetags.commitment_words import OPENNESS
from gongxin.web.shared.templatetags.wording import plain, refusal

WRITING = (Role.DATA_OFFICER, Role.DATA_REVIEWER)


class TemplateForm(forms.Form):
    kind = forms.ChoiceField(label=_("承诺类型"))
    matter = forms.CharField(
        label=_("承诺事由"), max_length=LONGEST_MATTER, help_text=_("办理的事项，以及以承诺代替什么。")
    )
    content = forms.CharField(
        label=_("承诺内容"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 6})
    )
    liability = forms.CharField(
        label=_("违诺责任"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4})
    )
    basis = forms.CharField(label=_("依据"), max_length=500, required=False)
    openness = forms.ChoiceField(label=_("公开类型"), choices=list(OPENNESS.items()))
    valid_months = forms.IntegerField(
        label=_("有效期（月）"), required=False, min_value=1, help_text=_("空着表示长期有效。")
    )
    verify_in = forms.IntegerField(
        label=_("核查期限（工作日）"),
        required=False,
        min_value=1,
        help_text=_("空着表示按本单位的核查计划。"),
    )
    papers = forms.CharField(
        label=_("可后补的材料"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("每行一项；只有容缺受理承诺才填。"),
    )
    complete_in = forms.IntegerField(label=_("补齐期限（工作日）"), required=False, min_value=1)

    def __init__(self, *arguments: object, fixed: VersionFacts | None = None, **named: object) -> None:
        """`fixed`: the wording that is revised; kind and matter of a template stay."""
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        self.fields["kind"].choices = [(kind.value, plain(one.name)) for kind, one in KINDS.items()]  # type: ignore[attr-defined]
        if fixed:
            self.initial = {name: getattr(fixed, name) for name in self.fields}
            self.initial["papers"] = "\n".join(fixed.papers)
            for name in actions.FIXED:
                self.fields[name].disabled = True

    def template(self) -> Template:
        asked = self.cleaned_data
        papers = tuple(line.strip() for line in asked["papers"].splitlines() if line.strip())
        return Template(**{**asked, "papers": papers, "openness": Disclosure(asked["openness"])})


@staff(*WRITING)
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    return render(
        request, "office/commitment_template/list.html", {"templates": facts.of_unit(request.person.unit)}
    )


@staff(*WRITING)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """Show the form, or make the template; nobody can sign it before another person has released it."""
    form = TemplateForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (made := _begun(request, form)):
        messages.success(request, say("已保存，请本单位另一人核对发布。发布前不能签署。"))
        return redirect("office:commitment_template", template_id=made)
    status = 422 if form.is_bound else 200
    return render(request, "office/commitment_template/new.html", {"form": form}, status=status)


@staff(*WRITING)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: PersonRequest, template_id: UUID) -> HttpResponse:
    """Show a template with its wordings; POST writes the next one, or changes the one that waits."""
    found = _found(request, template_id)
    form = TemplateForm(request.POST if request.method == "POST" else None, fixed=found.newest)
    if form.is_bound and form.is_valid() and _revised(request, template_id, form):
        messages.success(request, say("已保存，请本单位另一人核对发布。发布前仍使用原来的内容。"))
        return redirect("office:commitment_template", template_id=template_id)
    waiting = found.waiting
    context = {
        "template": found,
        "form": form,
        "may_release": waiting is not None and waiting.written_by != request.person.account,
    }
    status = 422 if form.is_bound else 200
    return render(request, "office/commitment_template/one.html", context, status=status)


@staff(*WRITING)
@require_POST
def decide(request: PersonRequest, template_id: UUID) -> HttpResponse:
    """Release the wording that waits, or take the template out of use."""
    _found(request, template_id)
    person, decision = request.person, request.POST.get("decision")
    try:
        if decision == "release":
            actions.release(template_id, unit=person.unit, by=person.account)
            messages.success(request, say("已发布，从现在起签署这一版。"))
        elif decision == "end":
            actions.end(template_id, unit=person.unit, by=person.account)
            messages.success(request, say("已停用。已经签署的承诺不受影响。"))
        else:
            raise Http404
    except actions.REFUSALS as refused:
        messages.error(request, refusal(refused))
    return redirect("office:commitment_template", template_id=template_id)


def _begun(request: PersonRequest, form: TemplateForm) -> UUID | None:
    person = request.person
    try:
        return actions.begin(form.template(), unit=person.unit, by=person.account, on=localdate())
    except OddTemplate as refused:
        form.add_error(refused.field, str(refusal(refused)))
    except (actions.TemplateThere, PersonalInText) as refused:
        form.add_error(None, str(refusal(refused)))
    return None


def _revised(request: PersonRequest, template: UUID, form: TemplateForm) -> bool:
    person = request.person
    try:
        actions.revise(template, form.template(), unit=person.unit, by=person.account, on=localdate())
    except OddTemplate as refused:
        form.add_error(refused.field, str(refusal(refused)))
    except (*actions.REFUSALS, PersonalInText) as refused:
        form.add_error(None, str(refusal(refused)))
    return form.is_valid()


def _found(request: PersonRequest, template: UUID) -> TemplateFacts:
    try:
        return facts.one(template, unit=request.person.unit)
    except facts.UnknownTemplate:
        raise Http404 from None
