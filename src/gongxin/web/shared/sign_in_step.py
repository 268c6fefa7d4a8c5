"""What somebody who has signed in still has to do before anything else opens."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

SECOND_FACTOR = "second_factor"  # in the session: of whom it was shown or set up in it
OWN_PASSWORD = "own_password"  # noqa: S105 in the session: where the password is one that somebody else made

SET_UP = "mfa_index"
CHANGE = "account_change_password"


def step_first(request: HttpRequest, *, is_staff: bool) -> str | None:
    """Return the address of the page that comes first; None where nothing is left to do."""
    if request.session.get(OWN_PASSWORD):
        return reverse(CHANGE)
    is_required = is_staff and settings.GONGXIN_SECOND_FACTOR == "required"
    if is_required and request.session.get(SECOND_FACTOR) != request.user.pk:
        return reverse(SET_UP)
    return None
