"""Feedback on many queries by one file: a list to take along, filled in, and answered row by row."""

from collections import Counter
from collections.abc import Iterator

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gongxin.actions.feedback_list import MOST, RECORDED, REFUSED, Answered, report_list
from gongxin.disclosure.role import Role
from gongxin.intake.feedback import filled_rows
from gongxin.intake.unreadable import Unreadable
from gongxin.queries import feedback as reported
from gongxin.queries.look import LookFacts
from gongxin.reports import feedback_list as lists
from gongxin.web.shared.access import PersonRequest, staff, takes_files
from gongxin.web.shared.templatetags.wording import refusal
from gongxin.web.shared.upload import received

SHOWN = 500  # rows of an answer on the page


class FilledIn(forms.Form):
    file = forms.FileField(
        label=_("填好的反馈清单"),
        max_length=200,
        help_text=_("CSV 或 XLSX，最多一万行。"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )


@staff(Role.QUERY_CLERK)
@takes_files
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """Show how it is done; take a list, and answer every row of it. One refused row and none is recorded."""
    form = FilledIn(request.POST, request.FILES) if request.method == "POST" else FilledIn()
    answers = _answers(request, form) if form.is_bound and form.is_valid() else None
    counts = Counter(answer.state for answer in answers or ())
    context = {
        "form": form,
        "most": MOST,
        "awaited": reported.count_awaited(request.person.unit),
        "counts": dict(counts),
        "answers": sorted(answers or (), key=lambda one: (one.state != REFUSED, one.row))[:SHOWN],
        "hidden": max(0, len(answers or ()) - SHOWN),
    }
    if counts[RECORDED] and not counts[REFUSED]:
        messages.success(request, say("已登记反馈 %(count)s 条。") % {"count": counts[RECORDED]})
    is_refused = form.is_bound and (not answers or counts[REFUSED])
    return render(request, "office/feedback/many.html", context, status=422 if is_refused else 200)


@staff(Role.QUERY_CLERK)
@never_cache
@require_safe
def template(request: PersonRequest, form: str) -> HttpResponse:
    """Hand out the list to fill in, with the queries of the unit that await feedback, oldest first."""
    if form not in lists.FILES:
        raise Http404
    answer = HttpResponse(lists.template(_awaited(request.person.unit), form), content_type=lists.FILES[form])
    answer.headers["Content-Disposition"] = f'attachment; filename="feedback-{localdate()}.{form}"'
    return answer


def _answers(request: PersonRequest, form: FilledIn) -> tuple[Answered, ...] | None:
    on = localdate()
    try:
        with received(form.cleaned_data["file"]) as source:
            filled = filled_rows(source.path)
    except Unreadable as unreadable:
        form.add_error("file", str(refusal(unreadable)))
        return None
    rows = lists.reported_rows(filled, by=request.person.account, on=on)
    return report_list(rows, unit=request.person.unit, on=on)


def _awaited(unit: str) -> Iterator[LookFacts]:
    after: int | None = 0
    left = MOST
    while after is not None and left > 0:
        looks, after = reported.awaited(unit, after=after, size=reported.LARGEST_PAGE)
        yield from looks[:left]
        left -= len(looks)
