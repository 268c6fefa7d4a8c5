"""What failed sign-ins are counted by."""

from django.http import HttpRequest

from gongxin.web.shared.rate import client_address


def counted_account(request: HttpRequest, credentials: dict[str, str] | None = None) -> str:
    """Return the account's name in one spelling: signing in does not tell large from small letters either."""
    name = (credentials or {}).get("username") or request.POST.get("login", "")
    return name.strip().casefold()[:150]


def counted_address(request: HttpRequest) -> str:
    return client_address(request) or "0.0.0.0"  # noqa: S104 no address to listen on, but none known
