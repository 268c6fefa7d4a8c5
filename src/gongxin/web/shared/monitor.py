"""Who may see the state of the machine: a program on it, or one that shows the monitor's token."""

from hmac import compare_digest

from django.conf import settings
from django.http import HttpRequest

from gongxin.web.shared.rate import OURS, client_address


def is_monitor(request: HttpRequest) -> bool:
    """Say whether to trust the request. What a proxy on this machine passes on comes from elsewhere."""
    said = request.headers.get("Authorization", "")
    token = settings.GONGXIN_MONITOR_TOKEN
    if token and compare_digest(said.encode(), f"Bearer {token}".encode()):
        return True
    is_passed_on = any(
        f"HTTP_{name}" in request.META for name in ("X_FORWARDED_FOR", "X_FORWARDED_PROTO", "FORWARDED")
    )
    return client_address(request) in OURS and not is_passed_on
