"""Sites of a unit that may show its public commitments in a frame."""

import re

from django.utils import timezone

from gongxin.store.models import CommitmentSite

MOST = 10
# Scheme, host, maybe a port: what a browser compares, and nothing that a header could be broken with.
ORIGIN = re.compile(r"https?://[a-z0-9](?:[a-z0-9.-]{0,180}[a-z0-9])?(?::[0-9]{1,5})?", re.ASCII)


class OddSite(Exception):
    """That is no address of a site."""

    def __init__(self) -> None:
        super().__init__(
            f"请填网站地址，形如 https://www.example.gov.cn，不带路径；每个单位最多 {MOST} 个。"
            f" / Give the site as https://www.example.gov.cn without a path, at most {MOST} for a unit."
        )


def allow(unit: str, origin: str, *, by: str) -> None:
    """Let a site show the unit's commitments.

    Raises:
        OddSite: it is no origin, or there are too many.
    """
    plain = origin.strip().lower().rstrip("/")
    known = CommitmentSite.objects.filter(unit=unit)
    if not ORIGIN.fullmatch(plain) or known.exclude(origin=plain).count() >= MOST:
        raise OddSite
    CommitmentSite.objects.get_or_create(
        unit=unit, origin=plain, defaults={"said_by": by, "said_at": timezone.now()}
    )


def forbid(unit: str, origin: str) -> None:
    """Let a site show them no more."""
    CommitmentSite.objects.filter(unit=unit, origin=origin).delete()
