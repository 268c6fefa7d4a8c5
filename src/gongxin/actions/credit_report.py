"""Issued reports: numbered, and on record for good before anybody gets one."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, fields
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localtime

from gongxin.actions.event import Event, append_events
from gongxin.actions.log import writing
from gongxin.actions.look import Look, note
from gongxin.actions.notice import notify
from gongxin.disclosure.notice_kind import ValueOfNotice
from gongxin.law.label import Label
from gongxin.ledger.credit_report import number_of
from gongxin.store.models import CreditReport, Unit

KIND = "report"  # of the entry in the ledger
TOLD = {
    "full": Label("完整版信用报告", "full credit report"),
    "no_violation": Label(
        "代替无违法违规证明的专项信用报告", "report in place of a certificate of no violation"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A report as it goes on record: what it is and its digests, never what it says."""

    number: str
    kind: str
    language: str
    uscc: str
    as_of: datetime.date
    known_at: datetime.datetime | None
    period_from: datetime.date | None
    period_to: datetime.date | None
    areas: Sequence[str]
    issued_at: datetime.datetime
    channel: str
    by: str
    unit: str = ""
    authority: str = ""
    batch: UUID | None = None
    entries: int
    facts_digest: str
    content_digest: str
    pdf_digest: str
    json_digest: str


class ReportIssuedMeanwhile(Exception):
    """The batch already has a report on the organisation."""

    def __init__(self, uscc: str) -> None:
        super().__init__(
            f"本批次已为 {uscc} 出具报告，未重复出具。 / This batch has a report on {uscc}; none was added."
        )


def next_number(on: datetime.date) -> str:
    """Return a number that no report has; one that is not used in the end is never given again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('credit_report_number')")
        (place,) = cursor.fetchone()
    return number_of(place, on)


def record(issue: Issue, look: Look | None = None) -> int:
    """Put the report on record, with the look of the staff who saw it; return its entry in the ledger.

    Raises:
        ReportIssuedMeanwhile: the batch has one on this organisation.
        NoPurpose: the look does not say what it is for.
    """
    try:
        with transaction.atomic():
            if look:
                note([look])
            return _record(issue)
    except IntegrityError as error:
        if issue.batch is None:
            raise
        raise ReportIssuedMeanwhile(issue.uscc) from error


def _record(issue: Issue) -> int:
    facts = {field.name: getattr(issue, field.name) for field in fields(issue)}
    with writing() as head:
        sequence = head.size + 1
        facts["areas"] = list(issue.areas)
        CreditReport.objects.create(sequence=sequence, **facts)
        append_events(head, [_event(issue)])
        _tell(issue)
    return sequence


def _tell(issue: Issue) -> None:
    """Tell the organisation of a report that says what the public does not see."""
    if issue.kind not in TOLD:
        return
    label = TOLD[issue.kind]
    named = Unit.objects.filter(uscc=issue.unit).values_list("name", flat=True).first()
    values: dict[str, ValueOfNotice] = {
        "issued_on": localtime(issue.issued_at).date().isoformat(),
        "kind": {"zh": label.zh, "en": label.en},
        "number": issue.number,
        "by": named or issue.by or {"zh": "运行人员", "en": "the operator"},
    }
    notify("report_issued", values, to_organisation=issue.uscc, about=_record_of(issue))


def _record_of(issue: Issue) -> UUID:
    return uuid5(NAMESPACE_URL, f"report:{issue.number}")


def _event(issue: Issue) -> Event:
    period = None
    if issue.period_from and issue.period_to:
        period = [issue.period_from.isoformat(), issue.period_to.isoformat()]
    return Event(
        kind=KIND,
        item=issue.kind,
        uscc=issue.uscc,
        unit=issue.unit,
        record=_record_of(issue),
        batch=issue.batch,
        content={
            "number": issue.number,
            "kind": issue.kind,
            "language": issue.language,
            "as_of": issue.as_of.isoformat(),
            "period": period,
            "areas": list(issue.areas),
            "channel": issue.channel,
            "by": issue.by,
            "authority": issue.authority,
            "content_digest": issue.content_digest,
            "pdf_digest": issue.pdf_digest,
            "json_digest": issue.json_digest,
        },
    )
