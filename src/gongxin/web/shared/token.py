"""Whom a personal API token stands for."""

from django.http import HttpRequest
from django.utils.timezone import localdate
from ninja.security import HttpBearer

from gongxin.actions.token import digest_of, note_use
from gongxin.queries.person import Person
from gongxin.queries.token import bearer

LONGEST = 200


class TokenAuth(HttpBearer):
    """Lets in the bearer of a token; the operation finds the person in `request.auth`."""

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        if len(token) > LONGEST or not token.isascii():
            return None
        digest = digest_of(token)
        found = bearer(digest, on=localdate())
        if found:
            note_use(digest)
        return found
