"""What somebody asks a credit report for."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from gongxin.disclosure.policy import Viewer


class ReportKind(StrEnum):
    """What a report is for, and so what it may say."""

    PUBLIC = "public"
    FULL = "full"
    NO_VIOLATION = "no_violation"


LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """`as_of` and `known_at` as every query has them.

    `period` (first and last day) and `areas` (codes, none: all) are for the report in place of a certificate
    of no violation.
    """

    uscc: str
    kind: ReportKind
    language: str
    as_of: datetime.date
    known_at: datetime.datetime | None = None
    period: tuple[datetime.date, datetime.date] | None = None
    areas: tuple[str, ...] = ()

    @property
    def viewer(self) -> Viewer:
        """Only the public version is for everybody; the others are for the organisation itself."""
        return Viewer.ANYONE if self.kind is ReportKind.PUBLIC else Viewer.report(self.uscc)

    @property
    def days(self) -> tuple[datetime.date, datetime.date]:
        """The period of a report in place of a certificate.

        Raises:
            PeriodMissing: there is none, or it is none.
        """
        if self.period is None or not self.period[0] <= self.period[1] <= self.as_of:
            raise PeriodMissing
        return self.period


class PeriodMissing(Exception):
    """A report in place of a certificate speaks about a period."""

    def __init__(self) -> None:
        super().__init__(
            "代替无违法违规证明的报告须写明起止日期：起始日不晚于截止日，截止日不晚于报告所述日期。"
            " / A report in place of a certificate of no violation needs a first and a last day, in order and"
            " not after the day it speaks of."
        )
