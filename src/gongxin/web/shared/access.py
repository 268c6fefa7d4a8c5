"""Every view says who may open it; what says nothing stays shut."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from gongxin.queries.unit import Member, member

View = Callable[..., HttpResponseBase]


class MemberRequest(HttpRequest):
    """A request of a signed-in user of a unit: what a view under `members` gets."""

    member: Member


PUBLIC = "public"
TOKEN = "token"  # noqa: S105 a word, not a secret
RIGHTS = ("may_submit", "may_decide")


def public(view: View) -> View:
    """Open the view to everybody."""
    view.access = PUBLIC  # type: ignore[attr-defined]
    return view


def by_token(view: View) -> View:
    """Say that the view lets in whom its own API token lets in."""
    view.access = TOKEN  # type: ignore[attr-defined]
    return view


def takes_files(view: View) -> View:
    """Let a request to the view be as large as an upload may be; every other is held to that of a form."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def members(*rights: str) -> Callable[[View], View]:
    """Open the view to signed-in users of a unit who hold the rights; the view finds `request.member`."""
    if odd := set(rights) - set(RIGHTS):
        raise ValueError(f"no such right: {odd}")

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return sign_in_first(request)
            request.member = member_with(request.user.pk, rights)  # type: ignore[attr-defined]
            return view(request, *arguments, **named)

        guarded.access = f"members:{','.join(rights)}"  # type: ignore[attr-defined]
        return guarded

    return declare


def member_with(user: int, rights: tuple[str, ...]) -> Member:
    """Return the user's place in a unit.

    Raises:
        PermissionDenied: the account has no unit, or lacks a right.
    """
    found = member(user)
    if found is None or not all(getattr(found, right) for right in rights):
        raise PermissionDenied
    return found


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """Send the visitor to the sign-in page; htmx follows with a whole page."""
    target = f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)


def refuse_undeclared(get_response: Callable[[HttpRequest], HttpResponse]) -> "Undeclared":
    """Middleware: a view without a declaration answers nobody."""
    return Undeclared(get_response)


class Undeclared:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, arguments: Any, named: Any) -> None:
        if not hasattr(view, "access"):
            raise PermissionDenied
