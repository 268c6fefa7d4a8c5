"""Government queries: ask in the course of a matter, see what it opens, take the receipt."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gongxin.actions.look import NoPurpose
from gongxin.actions.query import (
    LONGEST_CASE_NUMBER,
    LONGEST_PURPOSE,
    MOST_CODES,
    Asked,
    KeyUsedOtherwise,
    NoCaseNumber,
    TextTooLong,
    TooManyCodes,
    asked_row,
)
from gongxin.disclosure.feedback import DECISIONS
from gongxin.disclosure.role import Role
from gongxin.intake.asked_codes import asked_codes, pasted
from gongxin.intake.free_text import PersonalInText
from gongxin.intake.unreadable import Unreadable
from gongxin.organisations.uscc import is_valid, normalise
from gongxin.queries import query as queries
from gongxin.queries.feedback import reported
from gongxin.queries.matter import UnknownMatter, by_code, matters
from gongxin.queries.query import AnswerNotKept, QueryFacts, UnknownQuery
from gongxin.queries.search import Hit, search
from gongxin.reports.check_receipt import receipt_pdf
from gongxin.reports.query import ask
from gongxin.reports.query_file import FILES, query_file
from gongxin.web.office.feedback_term import term_from
from gongxin.web.office.query_answer import shown_answer, shown_rows
from gongxin.web.shared.access import PersonRequest, staff, takes_files
from gongxin.web.shared.error import error_page
from gongxin.web.shared.templatetags.wording import is_chinese, plain, refusal
from gongxin.web.shared.upload import received

REFUSED = (
    NoPurpose, NoCaseNumber, TextTooLong, TooManyCodes, KeyUsedOtherwise, PersonalInText, UnknownMatter,
    Unreadable,
)  # fmt: skip
CANDIDATES = 10


class Ask(forms.Form):
    """What every query says."""

    matter = forms.ChoiceField(label=_("办理事项"), help_text=_("只显示该事项可以查阅的信息。"))
    case_number = forms.CharField(label=_("办件编号或案号"), max_length=LONGEST_CASE_NUMBER)
    purpose = forms.CharField(
        label=_("查询用途"),
        max_length=LONGEST_PURPOSE,
        help_text=_("写明为什么需要查询；被查询的主体会看到。不要填写个人信息。"),
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        listed = [(one.code, plain(one.application.name)) for one in matters(localdate())]
        self.fields["matter"].choices = [("", _("请选择")), *listed]  # type: ignore[attr-defined]


class AskOne(Ask):
    organisation = forms.CharField(
        label=_("主体"), max_length=200, help_text=_("统一社会信用代码，或名称中任意两字以上。")
    )
    field_order = ("organisation", "matter", "case_number", "purpose")


class AskMany(Ask):
    file = forms.FileField(
        label=_("名单文件"),
        required=False,
        max_length=200,
        help_text=_("CSV 或 XLSX，有“统一社会信用代码”一列，最多一万个。"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )
    codes = forms.CharField(
        label=_("或者粘贴代码"),
        required=False,
        max_length=MOST_CODES * 25,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("每行一个，也可以用逗号、空格分开。"),
    )
    field_order = ("file", "codes", "matter", "case_number", "purpose")


@staff(Role.QUERY_CLERK)
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    own = queries.of_account(request.person.account, unit=request.person.unit)
    return render(request, "office/query/list.html", {"queries": own})


@staff(Role.QUERY_CLERK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """Ask about one organisation, named by its code or picked from those whose name fits."""
    if request.method != "POST":
        return _form(request, AskOne(initial=_initial(request)))
    form = AskOne(request.POST)
    if not form.is_valid():
        return _form(request, form, status=422)
    code = normalise(request.POST.get("uscc") or form.cleaned_data["organisation"])
    if not is_valid(code):
        return _form(request, form, search(form.cleaned_data["organisation"], size=CANDIDATES).hits)
    return _ask(request, form, [code], "page", _form)


@staff(Role.QUERY_CLERK)
@takes_files
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def many(request: PersonRequest) -> HttpResponse:
    """Ask about a list of organisations."""
    if request.method != "POST":
        return _list_form(request, AskMany(initial=_initial(request)))
    form = AskMany(request.POST, request.FILES)
    if not form.is_valid():
        return _list_form(request, form, status=422)
    try:
        codes = _codes(form)
    except Unreadable as unreadable:
        form.add_error("file", str(refusal(unreadable)))
        return _list_form(request, form, status=422)
    return _ask(request, form, codes, "file", _list_form)


def _codes(form: AskMany) -> list[str]:
    file = form.cleaned_data.get("file")
    if file is None:
        return pasted(form.cleaned_data["codes"])
    with received(file) as source:
        return asked_codes(source.path)


def _ask(
    request: PersonRequest,
    form: Ask,
    codes: list[str],
    channel: str,
    again: Callable[..., HttpResponse],
) -> HttpResponse:
    said, on = form.cleaned_data, localdate()
    try:
        query = ask(
            Asked(
                unit=request.person.unit,
                account=request.person.account,
                channel=channel,
                matter=said["matter"],
                edition=by_code(said["matter"], on).edition,
                purpose=said["purpose"],
                case_number=said["case_number"],
                on=on,
                rows=[asked_row(place, code) for place, code in enumerate(codes, 1)],
                key=said["key"] and f"page:{said['key']}",
            )
        )
    except REFUSED as refused:
        form.add_error(None, str(refusal(refused)))
        return again(request, form, status=422)
    return redirect("office:query", query_id=query)


def _initial(request: HttpRequest) -> dict[str, str]:
    """Pages that lead here fill in what they know; a form sent twice is one query."""
    given = {name: request.GET.get(name, "")[:200] for name in ("organisation", "matter")}
    return {**given, "key": str(uuid4())}


def _form(
    request: HttpRequest, form: AskOne, hits: tuple[Hit, ...] | None = None, status: int = 200
) -> HttpResponse:
    return render(request, "office/query/new.html", {"form": form, "hits": hits}, status=status)


def _list_form(request: HttpRequest, form: AskMany, status: int = 200) -> HttpResponse:
    return render(request, "office/query/many.html", {"form": form, "most": MOST_CODES}, status=status)


@staff(Role.QUERY_CLERK)
@never_cache
@require_safe
def query(request: PersonRequest, query_id: UUID) -> HttpResponse:
    """Show the answer to whoever asked; while a large one is under way htmx asks again."""
    try:
        facts = queries.one(query_id, account=request.person.account)
        context = _context(facts, request.GET.get("uscc", ""))
    except (UnknownQuery, AnswerNotKept) as refused:
        return error_page(request, 410 if isinstance(refused, AnswerNotKept) else 404, str(refused))
    is_part = bool(request.headers.get("HX-Request")) and not facts.is_answered
    return render(request, "office/query/_progress.html" if is_part else "office/query/query.html", context)


def _context(facts: QueryFacts, uscc: str) -> dict[str, Any]:
    context: dict[str, Any] = {"query": facts, "matter": by_code(facts.matter, facts.on)}
    if not facts.is_answered:
        return context
    rows = queries.head(facts.id)["rows"]
    chosen = uscc or (rows[0]["code"] if len(rows) == 1 else "")
    line = next((one["line"] for one in rows if "line" in one and one["code"] == chosen), None)
    if line:
        shown = shown_answer(facts, queries.about(facts.id, line))
        context["shown"] = shown
        context["decision"] = reported([UUID(shown.look)]).get(UUID(shown.look))
        context["term"] = term_from(facts.on)
    elif uscc:
        raise Http404
    return context | {"rows": shown_rows(rows), "decisions": list(DECISIONS.items())}


@staff(Role.QUERY_CLERK)
@never_cache
@require_safe
def file(request: PersonRequest, query_id: UUID, name: str) -> HttpResponse:
    """Hand out a result file."""
    try:
        facts = queries.one(query_id, account=request.person.account)
        if name not in FILES or not facts.is_answered:
            raise Http404
        content = query_file(facts, name)
    except (UnknownQuery, AnswerNotKept) as refused:
        return error_page(request, 410 if isinstance(refused, AnswerNotKept) else 404, str(refused))
    response = HttpResponse(content, content_type=FILES[name])
    response["Content-Disposition"] = f'attachment; filename="{query_id}-{name}"'
    return response


@staff(Role.QUERY_CLERK)
@never_cache
@require_safe
def receipt(request: PersonRequest, query_id: UUID, form: str) -> HttpResponse:
    """Hand out the signed receipt: the JSON exactly as signed, or on paper."""
    try:
        queries.one(query_id, account=request.person.account)
    except UnknownQuery as refused:
        return error_page(request, 404, str(refused))
    text = queries.receipt(query_id)
    if not text or form not in ("json", "pdf"):
        raise Http404
    if form == "json":
        response = HttpResponse(text, content_type="application/json")
    else:
        pdf = receipt_pdf(text, language="zh" if is_chinese() else "en")
        response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{query_id}-receipt.{form}"'
    return response
