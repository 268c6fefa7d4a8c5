"""Calling an organisation's webhook: signed, to the open internet only, over TLS, following no redirect.

The request is laid out and signed as Standard Webhooks says, so that existing verifiers work. It holds the
kind and the number of the notice and nothing of its words.
"""

import base64
import hashlib
import hmac
import http.client
import json
import re
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from threading import Timer
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from gongxin.actions.public_address import public_address

CONNECT_SECONDS, WHOLE_SECONDS = 10, 20
ADDRESS = re.compile(r"https://[A-Za-z0-9._~:/?%!$&'()*+,;=@\[\]-]+")
LONGEST = 500


class WebhookRefused(Exception):
    """The receiver did not take the call."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")


class NotAWebhook(Exception):
    """The text is no address that we would call."""

    def __init__(self) -> None:
        super().__init__(
            "请填写以 https:// 开头、不含用户名口令和 # 的网址。"
            " / Give an address that begins with https:// and holds no password and no '#'."
        )


@dataclass(frozen=True, slots=True)
class Call:
    """What is told: `id` of the notice, `kind`, and when the call is made."""

    id: UUID
    kind: str
    at: datetime

    @property
    def body(self) -> bytes:
        return json.dumps({"type": self.kind, "data": {"id": str(self.id)}}).encode()

    def headers(self, secret: str) -> dict[str, str]:
        """Return the signed headers; `secret` is `whsec_` and base64."""
        seconds = str(int(self.at.timestamp()))
        key = base64.b64decode(secret.removeprefix("whsec_"))
        signed = b".".join([str(self.id).encode(), seconds.encode(), self.body])
        seal = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
        return {
            "content-type": "application/json",
            "user-agent": "gongxin",
            "webhook-id": str(self.id),
            "webhook-timestamp": seconds,
            "webhook-signature": f"v1,{seal}",
        }


def checked(address: str) -> tuple[str, int, str]:
    """Return host, port and path of a webhook's address.

    Raises:
        NotAWebhook: not https, or with a password, or not plain ASCII.
    """
    if not ADDRESS.fullmatch(address) or len(address) > LONGEST or "@" in address:
        raise NotAWebhook
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port or 443
    except ValueError as error:
        raise NotAWebhook from error
    if not host:
        raise NotAWebhook
    return host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def call(address: str, told: Call, secret: str) -> None:
    """Make the call; a 2xx answer takes it.

    Raises:
        NotAWebhook, NotPublic: the address, as it resolves now, may not be called.
        WebhookRefused: no answer in time, no valid certificate, or another answer.
    """
    host, port, path = checked(address)
    line = _Pinned(host, port, public_address(host, port))
    watch = Timer(WHOLE_SECONDS, line.cut)  # a receiver that answers a byte at a time holds nobody up
    watch.start()
    try:
        line.request("POST", path, body=told.body, headers=told.headers(secret))
        status = line.getresponse().status
    except ssl.SSLError as error:
        raise WebhookRefused("对方的证书无效", "the receiver's certificate is not valid") from error
    except (OSError, http.client.HTTPException) as error:
        raise WebhookRefused("连接不上或没有按时答复", "no connection, or no answer in time") from error
    finally:
        watch.cancel()
        line.close()
    if not 200 <= status < 300:
        raise WebhookRefused(f"对方答复 {status}", f"the receiver answered {status}")


class _Pinned(http.client.HTTPSConnection):
    """A connection to the very address that was checked, under the certificate of the name."""

    def __init__(self, host: str, port: int, address: str) -> None:
        self.trust = ssl.create_default_context(cafile=settings.GONGXIN_WEBHOOK_TEST_CA)
        super().__init__(host, port, timeout=CONNECT_SECONDS, context=self.trust)
        self.address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), self.timeout)
        self.sock = self.trust.wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        with suppress(OSError):  # it may just have ended
            if self.sock is not None:
                self.sock.shutdown(socket.SHUT_RDWR)
