"""Requests a minute and client, by token bucket in the memory of each worker process.

With two workers a client gets at most twice the rate: the limit protects the server, it meters nobody.
"""

import math
from collections import OrderedDict
from dataclasses import dataclass
from time import monotonic

from django.http import HttpRequest

CLIENTS = 50_000  # the longest unseen are forgotten beyond
OURS = ("127.0.0.1", "::1")


@dataclass(slots=True)
class Bucket:
    left: float
    at: float


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left for a client; `wait` is 0 where the request may go on, else seconds to wait."""

    limit: int
    seconds: int
    left: int
    reset: int
    wait: int

    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Policy": f'"client";q={self.limit};w={self.seconds}',
            "RateLimit": f'"client";r={self.left};t={self.reset}',
        }


class RateLimit:
    """One bucket for each client; full at `limit`, refilled evenly within `seconds`."""

    def __init__(self, limit: int, *, seconds: int = 60) -> None:
        self.limit, self.seconds = limit, seconds
        self.buckets: OrderedDict[str, Bucket] = OrderedDict()

    def take(self, client: str, now: float | None = None) -> Allowance:
        """Take one request from the client's bucket."""
        now = monotonic() if now is None else now
        bucket = self.buckets.pop(client, None) or Bucket(self.limit, now)
        self.buckets[client] = bucket
        if len(self.buckets) > CLIENTS:
            self.buckets.popitem(last=False)
        bucket.left = min(self.limit, bucket.left + (now - bucket.at) * self.limit / self.seconds)
        bucket.at = now
        if bucket.left < 1:
            return self._allowance(bucket, wait=self._time(1 - bucket.left))
        bucket.left -= 1
        return self._allowance(bucket, wait=0)

    def forget(self, client: str) -> None:
        """Fill the client's bucket again."""
        self.buckets.pop(client, None)

    def _allowance(self, bucket: Bucket, *, wait: int) -> Allowance:
        reset = self._time(self.limit - bucket.left)
        return Allowance(self.limit, self.seconds, int(bucket.left), reset, wait)

    def _time(self, tokens: float) -> int:
        return math.ceil(tokens * self.seconds / self.limit)


def client_address(request: HttpRequest) -> str:
    """Return whom a request comes from: what a proxy on this machine says, or else the connection."""
    address: str = request.META.get("REMOTE_ADDR", "")
    forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if forwarded and address in OURS:
        return forwarded.rpartition(",")[2].strip()[:64]
    return address
