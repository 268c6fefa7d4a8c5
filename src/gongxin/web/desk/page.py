"""A page of the desk: whose it is, the tabs, and how many messages are unread."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise

from gongxin.queries import notice, organisation
from gongxin.web.desk.navigation import TABS


@dataclass(frozen=True, slots=True)
class Tab:
    """`count` is what waits behind the tab; 0 shows nothing."""

    address: str
    label: str | Promise
    is_here: bool
    count: int = 0


def desk_page(
    request: HttpRequest, uscc: str, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """Return a page of the organisation's desk; its template extends `desk/base.html`."""
    facts = organisation.by_code(uscc)
    unread = notice.unread_of_organisation(uscc)
    whole = {**context, "uscc": uscc, "facts": facts, "tabs": tabs(request, uscc, unread), "unread": unread}
    response = render(request, template, whole, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def tabs(request: HttpRequest, uscc: str, unread: int) -> tuple[Tab, ...]:
    """Return the tabs with the present place marked."""
    match = request.resolver_match
    here = match.url_name if match and match.namespace == "desk" and match.url_name else ""
    return tuple(
        Tab(
            address=reverse(f"desk:{name}", args=[uscc]),
            label=label,
            is_here=here.startswith(stem),
            count=unread if name == "notices" else 0,
        )
        for name, label, stem in TABS
    )
