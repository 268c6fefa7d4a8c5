"""Authorisations on paper: entered from a signed letter by one person of the centre, confirmed by another."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin.actions import authorisation as actions
from gongxin.actions import letter
from gongxin.disclosure.authorisation import NotGrantable
from gongxin.disclosure.role import Role
from gongxin.intake.free_text import PersonalInText
from gongxin.organisations.uscc import normalise
from gongxin.queries import authorisation as facts
from gongxin.queries import authorised_query
from gongxin.queries.authorised_query import QueryFilter
from gongxin.web.shared.access import PersonRequest, staff, takes_files
from gongxin.web.shared.authorisation_form import AuthorisationForm, longest
from gongxin.web.shared.templatetags.wording import refusal

CENTRE = (Role.CENTRE_OPERATOR, Role.CENTRE_REVIEWER)
READERS = (*CENTRE, Role.AUDITOR)
SHOWN = 200


class LetterForm(AuthorisationForm):
    uscc = forms.CharField(
        label=_("组织的统一社会信用代码"),
        max_length=32,
        widget=forms.TextInput(attrs={"class": "code", "autocomplete": "off"}),
    )
    letter = forms.FileField(
        label=_("签字盖章的授权书"),
        help_text=_("PDF、PNG 或 JPEG 扫描件，不超过 5 MB。"),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )


@staff(*READERS)
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    context = {"authorisations": facts.by_letter(on=localdate())}
    return render(request, "office/authorisation/list.html", context)


@staff(Role.CENTRE_OPERATOR)
@takes_files
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """Show the form, or enter what the letter says; it waits for a second person."""
    form = LetterForm(request.POST, request.FILES) if request.method == "POST" else LetterForm()
    made = _enter(request, form) if form.is_bound and form.is_valid() else None
    if made:
        messages.success(request, say("已录入，请另一名审核人员对照授权书复核。复核前不生效。"))
        return redirect("office:letter_authorisation", authorisation_id=made)
    context = {"form": form, "longest": longest()}
    return render(request, "office/authorisation/new.html", context, status=422 if form.is_bound else 200)


@staff(*READERS)
@never_cache
@require_safe
def one(request: PersonRequest, authorisation_id: UUID) -> HttpResponse:
    """Show what was entered beside its letter."""
    found = _found(authorisation_id)
    may_decide = request.person.holds(Role.CENTRE_REVIEWER) and found.given_by != request.person.account
    context = {"one": found, "may_decide": may_decide}
    return render(request, "office/authorisation/one.html", context)


@staff(*CENTRE)
@never_cache
@require_safe
def letter_file(request: PersonRequest, authorisation_id: UUID) -> HttpResponseBase:
    """Hand out the letter, for somebody to compare."""
    found = _found(authorisation_id)
    path = letter.path_of(found.letter)
    if not path.is_file():
        raise Http404
    kind = letter.KINDS[found.letter_kind]
    name = f"letter-{found.letter[:12]}.{found.letter_kind}"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=kind)


@staff(Role.CENTRE_REVIEWER)
@require_POST
def decide(request: PersonRequest, authorisation_id: UUID) -> HttpResponse:
    """Confirm what was entered, or refuse with a reason."""
    try:
        _decide(request, authorisation_id)
    except (actions.NothingToConfirm, actions.SecondPersonNeeded, actions.NoReason) as refused:
        messages.error(request, refusal(refused))
    return redirect("office:letter_authorisation", authorisation_id=authorisation_id)


@staff(Role.AUDITOR)
@never_cache
@require_safe
def attempts(request: PersonRequest) -> HttpResponse:
    """Show the queries on authorisations, answered and refused, of every unit."""
    narrow = QueryFilter(
        recipient=normalise(request.GET.get("recipient", ""))[:18],
        uscc=normalise(request.GET.get("uscc", ""))[:18],
        outcome=request.GET.get("outcome", "")
        if request.GET.get("outcome") in ("answered", "refused")
        else "",
    )
    context = {"queries": authorised_query.page(narrow, size=SHOWN), "narrow": narrow, "shown": SHOWN}
    return render(request, "office/authorisation/attempts.html", context)


def _enter(request: PersonRequest, form: LetterForm) -> UUID | None:
    try:
        digest, kind = letter.keep(form.cleaned_data["letter"].read())
        return actions.enter(
            form.proposed(normalise(form.cleaned_data["uscc"])),
            actions.Letter(digest, kind),
            by=request.person.account,
            on=localdate(),
        )
    except letter.LetterRefused as refused:
        form.add_error("letter", refusal(refused))
    except NotGrantable as refused:
        form.add_error(refused.field, refusal(refused))
    except PersonalInText as refused:
        form.add_error("purpose", refusal(refused))
    return None


def _decide(request: PersonRequest, authorisation: UUID) -> None:
    _found(authorisation)
    if request.POST.get("decision") == "confirm":
        actions.confirm(authorisation, by=request.person.account)
        messages.success(request, say("已复核，授权即时生效，并已告知该组织。"))
    elif request.POST.get("decision") == "refuse":
        actions.refuse(authorisation, reason=request.POST.get("reason", ""), by=request.person.account)
        messages.success(request, say("未通过，授权不生效。"))
    else:
        raise Http404


def _found(authorisation: UUID) -> facts.AuthorisationFacts:
    """Return an authorisation that was entered from a letter; those given at a desk are not the centre's."""
    try:
        found = facts.one(authorisation, on=localdate())
    except facts.UnknownAuthorisation:
        raise Http404 from None
    if not found.letter:
        raise Http404
    return found
