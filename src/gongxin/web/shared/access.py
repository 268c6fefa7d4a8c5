"""Every view says who may open it; what says nothing stays shut."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.timezone import localdate

from gongxin.actions.grant import note_use
from gongxin.disclosure.role import STAFF, Role
from gongxin.queries.person import Person, person
from gongxin.web.shared.sign_in_step import step_first

View = Callable[..., HttpResponseBase]


class PersonRequest(HttpRequest):
    """A request of somebody signed in: what a view under `staff`, `representative` or `signed_in` gets."""

    person: Person


PUBLIC = "public"
TOKEN = "token"  # noqa: S105 a word, not a secret
SIGNED_IN = "signed_in"
REPRESENTATIVE = "representative"


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


def staff(*roles: Role) -> Callable[[View], View]:
    """Open the view to accounts of a unit that hold any of the roles; no role named: to every account of one.

    The view finds `request.person`. That a right was used is noted with its grant.
    """
    if odd := set(roles) - STAFF:
        raise ValueError(f"no role of staff: {odd}")
    wanted = frozenset(roles)

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return sign_in_first(request)
            found = _person(request)
            used = found.roles & wanted
            if not found.unit or (wanted and not used):
                raise PermissionDenied
            if first := step_first(request, is_staff=True):
                return HttpResponseRedirect(first)
            if used:
                note_use(found.user, used)
            return view(request, *arguments, **named)

        guarded.access = f"staff:{','.join(roles)}"  # type: ignore[attr-defined]
        return guarded

    return declare


def representative(view: View) -> View:
    """Open the view to representatives of the organisation in its argument `uscc`, and to nobody else.

    For everybody else the page does not exist: who represents whom is nobody's business.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, uscc: str, **named: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return sign_in_first(request)
        found = _person(request)
        if uscc not in found.organisations:
            raise Http404
        if first := step_first(request, is_staff=False):
            return HttpResponseRedirect(first)
        note_use(found.user, frozenset({Role.REPRESENTATIVE}), uscc)
        return view(request, *arguments, uscc=uscc, **named)

    guarded.access = REPRESENTATIVE  # type: ignore[attr-defined]
    return guarded


def signed_in(view: View) -> View:
    """Open the view to every account; the view finds `request.person`, which may hold nothing."""

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return sign_in_first(request)
        _person(request)
        return view(request, *arguments, **named)

    guarded.access = SIGNED_IN  # type: ignore[attr-defined]
    return guarded


def _person(request: HttpRequest) -> Person:
    """Find who is asking and leave it on the request.

    Raises:
        PermissionDenied: the account was closed.
    """
    assert request.user.pk is not None
    found = person(request.user.pk, on=localdate())
    if found is None:
        raise PermissionDenied
    request.person = found  # type: ignore[attr-defined]
    return found


def person_of(request: HttpRequest) -> dict[str, Person | None]:
    """Context processor: every template finds who is asking as `person`."""
    return {"person": getattr(request, "person", None)}


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
