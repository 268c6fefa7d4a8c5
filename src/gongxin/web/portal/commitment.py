"""Commitments open to the public: by kind, of an organisation, and in a frame on a unit's own site."""

from collections.abc import Mapping

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from gongxin.disclosure.policy import Viewer
from gongxin.procedures.commitment_kind import KINDS
from gongxin.queries import commitment, commitment_site, unit
from gongxin.queries.commitment import CommitmentFilter
from gongxin.web.portal.record import QuotedSelect
from gongxin.web.shared.access import public
from gongxin.web.shared.error import error_page
from gongxin.web.shared.templatetags.wording import plain

PAGE = 20
FRAMED = 10
STATES = (("", _("全部")), ("kept", _("全部履行")), ("broken", _("没有全部履行")))
FRAME_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none';"
    " form-action 'none'; frame-ancestors {ancestors}"
)


class CommitmentForm(forms.Form):
    """What narrows the list. Every part may stay empty."""

    kind = forms.ChoiceField(label=_("承诺类型"), required=False)
    unit = forms.ChoiceField(label=_("受理单位"), required=False, widget=QuotedSelect)
    uscc = forms.CharField(label=_("统一社会信用代码"), required=False, max_length=18)
    state = forms.ChoiceField(label=_("履行情况"), required=False, choices=STATES)
    in_force = forms.BooleanField(label=_("只看有效期内的"), required=False)

    def __init__(self, values: object) -> None:
        super().__init__(values)  # type: ignore[arg-type]
        everything = [("", _("全部"))]
        kinds = [(kind.value, plain(one.name)) for kind, one in KINDS.items()]
        self.fields["kind"].choices = [*everything, *kinds]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [*everything, *((u.uscc, u.name) for u in unit.units())]  # type: ignore[attr-defined]

    def clean_uscc(self) -> str:
        return str(self.cleaned_data["uscc"]).strip().upper()

    @property
    def narrow(self) -> CommitmentFilter:
        kept = self.cleaned_data if self.is_valid() else {}
        return CommitmentFilter(**{name: kept[name] for name in kept if kept[name]})


@public
@require_safe
def commitments(request: HttpRequest) -> HttpResponse:
    """Show public commitments, newest first, and how many of each kind are in force."""
    on, form, start = localdate(), CommitmentForm(request.GET), _start(request)
    found = commitment.page(form.narrow, viewer=Viewer.ANYONE, on=on, start=start, size=PAGE)
    is_part = bool(request.headers.get("HX-Request"))
    context = {
        "form": form,
        "page": found,
        "start": start,
        "is_valid": form.is_valid(),
        "kinds": () if is_part else _kinds(commitment.by_kind(on=on)),
    }
    template = "portal/commitment/_list.html" if is_part else "portal/commitment/list.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@public
@xframe_options_exempt
@require_safe
def frame(request: HttpRequest, uscc: str) -> HttpResponse:
    """Show a unit's public commitments in force; only sites that the unit named may frame it."""
    on = localdate()
    try:
        facts = unit.by_code(uscc)
    except unit.UnknownUnit as refusal:
        return error_page(request, 404, str(refusal))
    narrow = CommitmentFilter(unit=uscc, in_force=True)
    context = {
        "unit": facts,
        "page": commitment.page(narrow, viewer=Viewer.ANYONE, on=on, size=FRAMED),
        "kinds": _kinds(commitment.by_kind(on=on, unit=uscc)),
        "on": on,
        "platform": settings.GONGXIN_PUBLIC_URL,
    }
    response = render(request, "portal/commitment/frame.html", context)
    ancestors = " ".join(commitment_site.origins(uscc)) or "'none'"
    response.headers["Content-Security-Policy"] = FRAME_POLICY.format(ancestors=ancestors)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _kinds(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return the seven kinds in their order, then those that units named themselves."""
    named = [(kind.value, counts.get(kind.value, 0)) for kind in KINDS]
    return [*named, *((code, count) for code, count in counts.items() if code not in frozenset(KINDS))]


def _start(request: HttpRequest) -> int:
    text = request.GET.get("start", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
