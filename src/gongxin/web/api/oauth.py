"""Access tokens for programs: OAuth 2 client credentials (RFC 6749, 7009, 8414, 8705), spoken by oauthlib."""

import binascii
from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from oauthlib.oauth2 import BackendApplicationServer, RequestValidator, RevocationEndpoint

from gongxin.actions import client as clients
from gongxin.disclosure.scope import NotAScope, Scope, chosen
from gongxin.queries import client as facts
from gongxin.queries.client import Bearer
from gongxin.web.shared.access import public
from gongxin.web.shared.certificate import certificate_shown
from gongxin.web.shared.upload import content_length

LARGEST = 8192  # bytes of a request for a token
FORM = "application/x-www-form-urlencoded"
HEADERS = {"Cache-Control": "no-store", "Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Authenticated:
    """The program that showed who it is, as oauthlib hands it on."""

    client_id: str
    bearer: Bearer


class Validator(RequestValidator):  # type: ignore[misc]
    """Answers what the protocol asks about our programs, in one request."""

    def __init__(self, certificate: str) -> None:
        super().__init__()
        self.certificate = certificate

    def authenticate_client(self, request: Any, *_: Any, **__: Any) -> bool:
        """Let in by the secret, or by the certificate the program is bound to; that one has to be shown."""
        name, secret = credentials(request)
        found = facts.known(name)
        if found is None or (found.certificate and found.certificate != self.certificate):
            return False
        request.client = Authenticated(name, found)
        if not secret:
            return bool(found.certificate)
        return facts.has_secret(name, clients.digest_of(secret), at=timezone.now())

    def validate_grant_type(self, *_: Any, **__: Any) -> bool:
        return True  # oauthlib knows no other here

    def get_default_scopes(self, client_id: str, request: Any, *_: Any, **__: Any) -> list[str]:
        return sorted(request.client.bearer.client.scopes)

    def validate_scopes(self, client_id: str, scopes: Sequence[str], client: Authenticated, *_: Any) -> bool:
        try:
            return bool(chosen(" ".join(scopes), client.bearer.client.scopes))
        except NotAScope:
            return False

    def save_bearer_token(self, token: Mapping[str, Any], request: Any, *_: Any, **__: Any) -> None:
        bound = request.client.bearer.certificate
        clients.issue(request.client.client_id, token["access_token"], request.scopes, certificate=bound)

    def revoke_token(self, token: str, token_type_hint: str, request: Any, *_: Any, **__: Any) -> None:
        clients.forget(request.client.client_id, token)


def credentials(request: Any) -> tuple[str, str]:
    """Return name and secret of the program, from the header or else from the form (RFC 6749, 2.3.1)."""
    kind, _, encoded = (request.headers.get("Authorization") or "").partition(" ")
    if kind.lower() == "basic":
        try:
            name, _, secret = b64decode(encoded, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeError):
            return "", ""
        return unquote_plus(name)[:64], unquote_plus(secret)[:200]
    return (request.client_id or "")[:64], (request.client_secret or "")[:200]


@public
def token(request: HttpRequest) -> HttpResponse:
    """Give a program a short-lived access token."""
    server = BackendApplicationServer(
        Validator(certificate_shown(request)),
        token_generator=clients.new_token,
        token_expires_in=int(clients.TOKEN_LIFE.total_seconds()),
    )
    return _answered(request, server.create_token_response)


@public
def revocation(request: HttpRequest) -> HttpResponse:
    """End an access token before its time, at the program's own wish."""
    endpoint = RevocationEndpoint(
        Validator(certificate_shown(request)), supported_token_types=["access_token"]
    )
    return _answered(request, endpoint.create_revocation_response)


def _answered(request: HttpRequest, ask: Callable[..., tuple[dict[str, str], str, int]]) -> HttpResponse:
    if content_length(request) > LARGEST or request.content_type != FORM:
        return JsonResponse(
            {"error": "invalid_request", "error_description": f"{FORM}, {LARGEST} bytes at most"}, status=400
        )
    sent = {"Content-Type": FORM, "Authorization": request.headers.get("Authorization", "")}
    headers, body, status = ask(
        request.get_full_path(), request.method, request.body.decode("utf-8", "replace"), sent
    )
    response = HttpResponse(body, status=status)
    for name, value in {**headers, **HEADERS}.items():
        response.headers[name] = value
    return response


@public
def metadata(request: HttpRequest) -> HttpResponse:
    """Describe the server to programs that set themselves up (RFC 8414)."""
    methods = ["client_secret_basic", "client_secret_post"]
    if settings.GONGXIN_CLIENT_CERTIFICATES:
        methods.append("self_signed_tls_client_auth")
    return JsonResponse(
        {
            "issuer": settings.GONGXIN_PUBLIC_URL,
            "token_endpoint": f"{settings.GONGXIN_PUBLIC_URL}/oauth/token",
            "revocation_endpoint": f"{settings.GONGXIN_PUBLIC_URL}/oauth/revoke",
            "grant_types_supported": ["client_credentials"],
            "response_types_supported": [],
            "scopes_supported": [scope.value for scope in Scope],
            "token_endpoint_auth_methods_supported": methods,
            "tls_client_certificate_bound_access_tokens": settings.GONGXIN_CLIENT_CERTIFICATES,
            "service_documentation": f"{settings.GONGXIN_PUBLIC_URL}/api/v1/openapi.json",
        }
    )
