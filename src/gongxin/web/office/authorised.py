"""What organisations authorised this unit to see: the list, a query with its answer, and its receipt."""

from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gongxin.actions.authorised_query import Asking, KeyUsedOtherwise
from gongxin.disclosure.authorisation import AuthorisationState, NotAuthorised
from gongxin.disclosure.role import Role
from gongxin.organisations.uscc import normalise
from gongxin.queries import authorisation, authorised_query
from gongxin.reports.authorised_query import ask
from gongxin.reports.check_receipt import receipt_pdf
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.error import error_page
from gongxin.web.shared.templatetags.wording import is_chinese

RECIPIENTS = (Role.BANK_USER, Role.AGENCY_USER, Role.QUERY_CLERK)
SHOWN = 100


@staff(*RECIPIENTS)
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    """Show who authorised the unit, in force first, and the unit's own queries."""
    return _list(request)


@staff(*RECIPIENTS)
@never_cache
@require_POST
def query(request: PersonRequest) -> HttpResponse:
    """Answer at once, or refuse by name; either is on record before the page is."""
    uscc, key = normalise(request.POST.get("uscc", ""))[:18], request.POST.get("key", "")[:40]
    asking = Asking(
        uscc=uscc,
        recipient=request.person.unit,
        by=request.person.account,
        channel="page",
        key=f"page:{key}:{uscc}" if key else "",
    )
    try:
        shown = ask(asking, on=localdate())
    except (NotAuthorised, KeyUsedOtherwise) as refused:
        return _list(request, refused=str(refused), status=422)
    return render(request, "office/authorised/answer.html", {"shown": shown})


@staff(*RECIPIENTS)
@never_cache
@require_safe
def receipt(request: PersonRequest, authorised_query_id: UUID, form: str) -> HttpResponse:
    """Hand out the signed receipt of one of the unit's own queries: the JSON as signed, or on paper."""
    try:
        found = authorised_query.one(authorised_query_id, recipient=request.person.unit)
    except authorised_query.UnknownQuery as refused:
        return error_page(request, 404, str(refused))
    if found.is_refused or form not in ("json", "pdf"):
        raise Http404
    if form == "json":
        response = HttpResponse(found.receipt, content_type="application/json")
    else:
        pdf = receipt_pdf(found.receipt, language="zh" if is_chinese() else "en")
        response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="receipt-{authorised_query_id}.{form}"'
    return response


def _list(request: PersonRequest, *, refused: str = "", status: int = 200) -> HttpResponse:
    wanted, today = request.GET.get("q", "").strip()[:200], localdate()
    given = authorisation.of_recipient(request.person.unit, on=today)
    if wanted:
        given = tuple(one for one in given if wanted in one.organisation or wanted.upper() in one.uscc)
    standing = AuthorisationState.IN_FORCE
    context = {
        "in_force": [one for one in given if one.state is standing][:SHOWN],
        "others": [one for one in given if one.state is not standing][:SHOWN],
        "queries": authorised_query.of_recipient(request.person.unit),
        "q": wanted,
        "refused": refused,
        "key": uuid4().hex,  # a page loaded again, or a button pressed twice, is one look
    }
    return render(request, "office/authorised/list.html", context, status=status)
