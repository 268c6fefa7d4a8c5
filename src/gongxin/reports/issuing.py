"""Issue a credit report: both files made, kept, and put on record, in this order."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from gongxin.actions import credit_report as record
from gongxin.actions.credit_report import Issue
from gongxin.actions.key import signer
from gongxin.actions.look import Look
from gongxin.ledger import credit_report as twins
from gongxin.ledger.credit_report import Twin
from gongxin.queries.credit_report import Held
from gongxin.reports import kept
from gongxin.reports.credit_report import Making, contents, facts_digest, gather
from gongxin.reports.printing import printed
from gongxin.reports.report_order import ReportKind, ReportOrder

MATTER = "report"  # what a look of staff at a report that is not public was for
DESK = "desk"  # the organisation asks for its own


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues, and in which way: `channel` is command, desk, window or batch.

    `unit` is that of staff and empty for the organisation itself; `purpose` is theirs to say where the report
    is not public. `authority` says how the applicant at a window was entitled: a letter, or an agent's.
    """

    channel: str
    by: str
    unit: str = ""
    purpose: str = ""
    authority: str = ""
    batch: UUID | None = None


@dataclass(frozen=True, slots=True)
class Issued:
    """The report as handed out; `sequence` is its entry in the ledger."""

    number: str
    sequence: int
    content: Mapping[str, Any]
    pdf: bytes
    twin: str


def issue(order: ReportOrder, issuer: Issuer, *, at: datetime.datetime) -> Issued:
    """Make, keep and record a report.

    Raises:
        UnknownOrganisation, UnknownArea, PeriodMissing: the order cannot be met.
        NoPurpose: staff issue what is not public without saying what for.
        NoSeal: there is nothing to sign with.
    """
    held = gather(order)
    digest = facts_digest(order, held)
    number = record.next_number(order.as_of)
    content = contents(order, held, Making(number, at))
    pdf = printed(content, language=order.language, at=at)
    twin = _twin(order, held, content, pdf)
    kept.keep(number, pdf, twin)
    facts = Issue(
        number=number,
        kind=str(order.kind),
        language=order.language,
        uscc=order.uscc,
        as_of=order.as_of,
        known_at=order.known_at,
        period_from=order.period[0] if order.period else None,
        period_to=order.period[1] if order.period else None,
        areas=order.areas,
        issued_at=at,
        channel=issuer.channel,
        by=issuer.by,
        unit=issuer.unit,
        authority=issuer.authority,
        batch=issuer.batch,
        entries=len(held.entries),
        facts_digest=digest,
        content_digest=twins.digest_of(content),
        pdf_digest=sha256(pdf).hexdigest(),
        json_digest=sha256(twin.encode()).hexdigest(),
    )
    sequence = record.record(facts, _look(order, issuer, held, facts))
    return Issued(number, sequence, content, pdf, twin)


def _twin(order: ReportOrder, held: Held, content: Mapping[str, Any], pdf: bytes) -> str:
    return twins.write(
        Twin(
            number=content["number"],
            kind=content["kind"],
            language=order.language,
            uscc=order.uscc,
            issued_at=content["issued_at"],
            content_digest=twins.digest_of(content),
            pdf_digest=sha256(pdf).hexdigest(),
            log_size=held.log_size,
            checkpoint=held.checkpoint,
            content=content,
        ),
        signer(),
    )


def _look(order: ReportOrder, issuer: Issuer, held: Held, facts: Issue) -> Look | None:
    """Whoever prints what is not public sees it; the organisation at its own desk does not look."""
    if issuer.channel == DESK or order.kind is ReportKind.PUBLIC:
        return None
    return Look(
        uscc=order.uscc,
        unit=issuer.unit,
        by=issuer.by,
        channel="report",
        matter=MATTER,
        purpose=issuer.purpose,
        case_number=facts.number,
        items=sorted({entry.item for entry in held.entries}),
        edition="",
        found=len(held.entries),
        entries=[entry.sequence for entry in held.entries],
        answer=facts.content_digest,
        batch=issuer.batch,
    )
