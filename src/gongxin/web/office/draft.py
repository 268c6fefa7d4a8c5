"""The editor of the city's catalogue: write, check, see the effect, and have somebody else release it."""

from collections.abc import Callable, Iterable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin.actions import draft as actions
from gongxin.catalogue.application import Application, Measure
from gongxin.catalogue.behaviour import Behaviour
from gongxin.catalogue.draft import (
    APPLICATIONS,
    BEHAVIOURS,
    EDITION,
    ITEMS,
    LONGEST,
    MEASURES,
    DraftRefused,
)
from gongxin.catalogue.edition import Edition
from gongxin.catalogue.item import Item
from gongxin.disclosure.role import Role
from gongxin.intake.free_text import PersonalInText, refuse_personal
from gongxin.queries import draft as facts
from gongxin.queries.effect import effects
from gongxin.queries.item import catalogue
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.day_input import DayInput
from gongxin.web.shared.templatetags.wording import plain, refusal

REFUSALS = (
    *(actions.NoCityFolder, actions.UnknownDraft, actions.DraftMoved),
    *(DraftRefused, PersonalInText),
)

KINDS = {ITEMS: _("事项"), BEHAVIOURS: _("失信行为与分档"), MEASURES: _("措施"), APPLICATIONS: _("应用事项")}


class Writing(forms.Form):
    text = forms.CharField(
        label=_("内容（TOML）"),
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"class": "code source", "rows": 24, "spellcheck": "false"}),
    )
    note = forms.CharField(
        label=_("为什么改"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class Proposing(forms.Form):
    edition = forms.RegexField(
        label=_("版本代码"),
        regex=EDITION,
        max_length=16,
        help_text=_("小写字母、数字和连字符，如 2027-1；写入后不能改。"),
    )
    from_day = forms.DateField(label=_("施行日期"), widget=DayInput())


@staff(Role.CENTRE_OPERATOR, Role.CENTRE_REVIEWER)
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    context = {"drafts": facts.drafts(), "lists": _lists(catalogue(localdate())), "kinds": KINDS.items()}
    return render(request, "office/draft/list.html", context)


def _lists(edition: Edition) -> list[tuple[Promise, list[tuple[str, str]]]]:
    """Return what can be changed, list by list: the name of a draft and what people call it."""
    tables: dict[str, Iterable[Item | Behaviour | Measure | Application]] = {
        ITEMS: edition.items.values(),
        BEHAVIOURS: edition.behaviours,
        MEASURES: edition.measures.values(),
        APPLICATIONS: edition.applications.values(),
    }
    return [
        (KINDS[kind], [(_name(kind, one.code), plain(one.name)) for one in table])
        for kind, table in tables.items()
    ]


def _name(kind: str, code: str) -> str:
    return code if kind == ITEMS else f"{kind}/{code}"


@staff(Role.CENTRE_OPERATOR)
@require_POST
def begin(request: PersonRequest) -> HttpResponse:
    item, new = request.POST.get("item", ""), request.POST.get("new", "").strip()
    if new:
        item = _name(request.POST.get("kind", ITEMS), new)
    try:
        return redirect("office:draft", draft_id=actions.begin(item[:80], by=request.person.account))
    except REFUSALS as odd:
        messages.error(request, str(refusal(odd)))
        return redirect("office:drafts")


@staff(Role.CENTRE_OPERATOR, Role.CENTRE_REVIEWER)
@never_cache
@require_http_methods(["GET", "HEAD"])
def draft(request: PersonRequest, draft_id: int) -> HttpResponse:
    """Show a draft with what the check says of it, and, where asked for, its effect."""
    found = _known(draft_id)
    checked = facts.checked(found, on=localdate()) if found.state in ("draft", "proposed") else None
    made = checked.edition if checked else None
    item = made.items.get(found.item) if made else None
    is_own = found.author == request.person.account
    wants = bool(request.GET.get("effect")) and made is not None and not (checked and checked.findings)
    context = {
        "draft": found,
        "form": Writing(initial={"text": found.text, "note": found.note}) if is_own else None,
        "proposing": Proposing(),
        "checked": checked,
        "item": item,
        "kind": KINDS[found.kind],
        "lines": _lines(found.text, checked),
        "is_own": is_own,
        "may_release": not is_own and request.person.holds(Role.CENTRE_REVIEWER),
        "effects": effects(found.item, made, on=localdate()) if wants and made else None,
    }
    return render(request, "office/draft/draft.html", context)


def _lines(text: str, checked: object) -> list[tuple[int, str, list[object]]]:
    """Return the lines of the text, counted from 1, each with what was found there."""
    found: dict[int, list[object]] = {}
    for finding in getattr(checked, "findings", ()):
        found.setdefault(finding.line, []).append(finding.refusal)
    return [(place, line, found.get(place, [])) for place, line in enumerate(text.splitlines(), 1)]


@staff(Role.CENTRE_OPERATOR)
@require_POST
def save(request: PersonRequest, draft_id: int) -> HttpResponse:
    _known(draft_id)
    form = Writing(request.POST)
    if not form.is_valid():
        messages.error(request, say("内容不能为空，也不能过长。"))
        return redirect("office:draft", draft_id=draft_id)
    asked = form.cleaned_data
    return _done(
        request,
        draft_id,
        lambda: _save(draft_id, asked["text"], asked["note"], request.person.account),
        say("已保存并检查。"),
    )


def _save(draft_id: int, text: str, note: str, by: str) -> None:
    refuse_personal(note, on=localdate())
    actions.save(draft_id, text, note=note, by=by)


@staff(Role.CENTRE_OPERATOR)
@require_POST
def propose(request: PersonRequest, draft_id: int) -> HttpResponse:
    _known(draft_id)
    form = Proposing(request.POST)
    if not form.is_valid():
        messages.error(request, say("请填写版本代码和施行日期。"))
        return redirect("office:draft", draft_id=draft_id)
    asked, by = form.cleaned_data, request.person.account
    return _done(
        request,
        draft_id,
        lambda: actions.propose(draft_id, **asked, by=by, on=localdate()),
        say("已提交审核。"),
    )


@staff(Role.CENTRE_OPERATOR)
@require_POST
def withdraw(request: PersonRequest, draft_id: int) -> HttpResponse:
    _known(draft_id)
    by = request.person.account
    return _done(request, draft_id, lambda: actions.withdraw(draft_id, by=by), say("已撤回。"))


@staff(Role.CENTRE_REVIEWER)
@require_POST
def decide(request: PersonRequest, draft_id: int) -> HttpResponse:
    """Release a proposed draft, or send it back."""
    _known(draft_id)
    by, said = request.person.account, request.POST.get("said", "")[:2000]
    if request.POST.get("decision") == "release":
        return _done(
            request,
            draft_id,
            lambda: actions.release(draft_id, by=by, on=localdate()),
            say("已写入城市文件夹。"),
        )
    return _done(request, draft_id, lambda: _send_back(draft_id, said, by), say("已退回起草人。"))


def _send_back(draft_id: int, said: str, by: str) -> None:
    refuse_personal(said, on=localdate())
    actions.send_back(draft_id, said=said, by=by)


def _done(request: PersonRequest, draft_id: int, step: Callable[[], None], told: str) -> HttpResponse:
    try:
        step()
        messages.success(request, told)
    except REFUSALS as odd:
        messages.error(request, str(refusal(odd)))
    return redirect("office:draft", draft_id=draft_id)


def _known(draft_id: int) -> facts.DraftFacts:
    found = facts.one(draft_id) if draft_id < 1 << 62 else None
    if found is None:
        raise Http404
    return found
