"""Who may use an operation of the API: a program with the scope, or a person's token and a role."""

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from gongxin.actions import token as tokens
from gongxin.actions.client import TOKEN_PREFIX, digest_of, note_use
from gongxin.disclosure.scope import SCOPES, Scope
from gongxin.queries import client as clients
from gongxin.queries import token as facts
from gongxin.queries.client import Client
from gongxin.queries.person import Person
from gongxin.web.shared.certificate import certificate_shown

LONGEST = 200
Caller = Person | Client


class ScopeMissing(Exception):
    """The caller is known and may not do this."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        super().__init__(
            f"需要范围 {scope} 或相应角色，请联系本单位管理员。"
            f" / The scope {scope}, or a role for it, is needed: ask the unit's administrator."
        )


class ClientAuth(HttpBearer):
    """Lets in for one scope; `request.auth` has `.account`, `.unit`, `.unit_name` and `.unit_kind`.

    With `everyone` a person of the unit needs no role, as for looking at the unit's own batches.
    """

    def __init__(self, scope: Scope | str, *, everyone: bool = False) -> None:
        super().__init__()
        self.scope = Scope(scope)
        self.roles = frozenset() if everyone else SCOPES[self.scope].roles

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """Return who calls; None where the token is unknown, over or shown without its certificate.

        Raises:
            ScopeMissing: the caller is known and may not do this.
        """
        if len(token) > LONGEST or not token.isascii():
            return None
        found = self._client(request, token) if token.startswith(TOKEN_PREFIX) else self._person(token)
        if found is None:
            return None
        if not self._covers(found):
            raise ScopeMissing(self.scope)
        return found

    def _client(self, request: HttpRequest, token: str) -> Client | None:
        now = timezone.now()
        found = clients.bearer(digest_of(token), at=now)
        if found is None or (found.certificate and found.certificate != certificate_shown(request)):
            return None
        note_use(found.id, at=now)
        return found.client

    def _person(self, token: str) -> Person | None:
        digest = tokens.digest_of(token)
        found = facts.bearer(digest, on=timezone.localdate())
        if found:
            tokens.note_use(digest)
        return found

    def _covers(self, found: Caller) -> bool:
        if isinstance(found, Client):
            return self.scope in found.scopes
        return bool(found.unit) and (not self.roles or found.holds(*self.roles))
