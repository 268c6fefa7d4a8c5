"""The certificate that a program showed to the proxy before us (RFC 8705, RFC 9440)."""

import base64
import binascii
import re
from hashlib import sha256
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest

from gongxin.web.shared.rate import OURS

HEADER = "HTTP_CLIENT_CERT"
LONGEST = 16_384
PEM = re.compile(r"-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----", re.DOTALL)


def certificate_shown(request: HttpRequest) -> str:
    """Return the SHA-256 of the certificate in hexadecimal; empty where none was shown.

    The header is believed only where the operator says that the proxy sets it, and only from this machine:
    anybody else could write anything into it.
    """
    text: str = request.META.get(HEADER, "")
    if not settings.GONGXIN_CLIENT_CERTIFICATES or request.META.get("REMOTE_ADDR") not in OURS:
        return ""
    der = _der(text) if 0 < len(text) <= LONGEST else b""
    return sha256(der).hexdigest() if der else ""


def _der(text: str) -> bytes:
    """Read `:base64:` as RFC 9440 has it, or PEM in percent signs as nginx writes it."""
    pem = PEM.search(unquote(text)) if "BEGIN" in text else None
    encoded = pem.group(1) if pem else text.strip().strip(":")
    try:
        return base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""
