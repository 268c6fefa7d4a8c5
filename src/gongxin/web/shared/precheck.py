"""Check a file by the same rules as intake, and keep nothing of it."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings

from gongxin.catalogue.judging import judging
from gongxin.intake.finding import finding_count, first
from gongxin.intake.screening import check
from gongxin.intake.source import Source

FINDINGS_SHOWN = 1_000


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks say; `findings` are the first, with personal data masked."""

    item: str
    digest: str
    counts: Mapping[str, int]
    unknown_columns: Sequence[str]
    held: str | None
    findings: Sequence[Mapping[str, Any]]
    findings_truncated: bool


def precheck(source: Source, *, item: str, on: datetime.date) -> Checked:
    """Return what intake would find in the file.

    Raises:
        UnknownItem: the catalogue has no such item.
        Unreadable: the file is no table of such records.
    """
    edition = judging(on, settings.GONGXIN_CITY)
    with check(source, edition.item(item), edition, on=on) as screening:
        reason = screening.held_because()
        return Checked(
            item=item,
            digest=screening.digest,
            counts=asdict(screening.counts),
            unknown_columns=list(screening.unknown_columns),
            held=None if reason is None else str(reason),
            findings=first(screening, FINDINGS_SHOWN),
            findings_truncated=finding_count(screening) > FINDINGS_SHOWN,
        )
