"""The pre-check: the same rules, nothing kept."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongxin.intake.unreadable import Unreadable
from gongxin.web.office.batch import FINDINGS_SHOWN, Upload
from gongxin.web.shared.access import PersonRequest, staff, takes_files
from gongxin.web.shared.precheck import Checked, precheck
from gongxin.web.shared.upload import received


@staff()
@takes_files
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: PersonRequest) -> HttpResponse:
    """Show the form, or what the checks say about the file."""
    form = Upload(request.POST, request.FILES) if request.method == "POST" else Upload()
    checked = _checked(form) if form.is_bound and form.is_valid() else None
    context = {
        "form": form,
        "checked": checked,
        "findings": checked.findings[:FINDINGS_SHOWN] if checked else [],
        "findings_shown": FINDINGS_SHOWN,
    }
    status = 422 if form.is_bound and checked is None else 200
    return render(request, "office/check/check.html", context, status=status)


def _checked(form: Upload) -> Checked | None:
    with received(form.cleaned_data["file"]) as source:
        try:
            return precheck(source, item=form.cleaned_data["item"], on=localdate())
        except Unreadable as refusal:
            form.add_error("file", str(refusal))
            return None
