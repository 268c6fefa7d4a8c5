"""How long somebody stays signed in: a session ends when it rests too long, and hours after it began anyhow.

Requests without a session cookie, so all that the public and programs ask, pass untouched.
"""

from collections.abc import Callable
from time import time

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse

from gongxin.web.shared.rate import client_address

# The table of sessions knows these by the same names.
BEGAN, SEEN, ADDRESS, BROWSER = "began", "seen", "address", "browser"
SEEN_KEPT_TO = 60  # seconds; a session is not written at every request


def end_old_sessions(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, after sign-in: end a session that is over, and note that one is in use."""

    def answer(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and auth.SESSION_KEY in request.session:
            _end_or_note(request, time())
        return get_response(request)

    return answer


def begin(request: HttpRequest) -> None:
    """Start counting anew for who has just signed in, and note from where."""
    request.session[BEGAN] = request.session[SEEN] = time()
    request.session[ADDRESS] = client_address(request)
    request.session[BROWSER] = request.headers.get("User-Agent", "")[:200]


def _end_or_note(request: HttpRequest, now: float) -> None:
    session = request.session
    began, seen = session.setdefault(BEGAN, now), session.get(SEEN, 0)
    if now - began > settings.GONGXIN_SESSION_LONGEST or (
        seen and now - seen > settings.GONGXIN_SESSION_IDLE
    ):
        auth.logout(request)
    elif now - seen > SEEN_KEPT_TO:
        session[SEEN] = now
