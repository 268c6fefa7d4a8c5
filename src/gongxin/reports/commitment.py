"""A commitment as a sealed PDF: what was promised to whom, and which account signed it when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from gongxin.actions.batch_of_one import RowRefused
from gongxin.actions.commitment import Signature, Signed, TemplateMoved, number_for, sign
from gongxin.law.calendar import WorkingCalendar
from gongxin.procedures.commitment_template import Wording, wording
from gongxin.queries.commitment_template import VersionFacts
from gongxin.queries.organisation import OrganisationFacts
from gongxin.reports.sealing import seal_pdf
from gongxin.reports.typst import compile_pdf

TEMPLATE = "commitment"
OPENNESS = {
    "public": {"zh": "可向社会公开", "en": "open to the public"},
    "shared": {"zh": "特定范围内公开", "en": "open to public bodies"},
    "authorised": {"zh": "不可公开", "en": "only with authorisation"},
}


@dataclass(frozen=True, slots=True)
class Order:
    """Who signs which wording; `papers` follow later, `about` is the record to be repaired."""

    organisation: OrganisationFacts
    version: VersionFacts
    by: str
    papers: tuple[str, ...] = ()
    about: UUID | None = None


class PdfGone(Exception):
    """The file is not in the data folder."""

    def __init__(self) -> None:
        super().__init__(
            "签署文件已不在本机，请联系平台运行人员从备份恢复。"
            " / The signed file is not on this machine: ask the operator to restore it."
        )


def promised(order: Order, *, on: date) -> Wording:
    """Return what is promised if it is signed on a day.

    Raises:
        NoPaperChosen
    """
    calendar = WorkingCalendar.published(*settings.GONGXIN_CITY_FOLDERS)
    return wording(order.version.rule, order.papers, on=on, calendar=calendar)


def issue(order: Order, *, on: date, at: datetime) -> Signed:
    """Make, keep and record the signed commitment.

    Raises:
        NoPaperChosen, TemplateMoved, RowRefused: nothing is signed then.
        NoSeal: there is nothing to seal with.
    """
    said = promised(order, on=on)
    number = number_for(order.version.unit, on=on)
    pdf = printed(order, said, number, on=on, at=at)
    digest = sha256(pdf).hexdigest()
    _keep(pdf, digest)
    signature = Signature(
        uscc=order.organisation.uscc,
        version=order.version.id,
        number=number,
        papers=said.papers,
        about=order.about,
        pdf_digest=digest,
        by=order.by,
        at=at,
    )
    try:
        return sign(signature, on=on)
    except (TemplateMoved, RowRefused):
        place(digest).unlink(missing_ok=True)  # nothing on record names it
        raise


def printed(order: Order, said: Wording, number: str, *, on: date, at: datetime) -> bytes:
    """Return the sealed PDF, in Chinese: it is the Chinese words that bind."""
    content = {**_content(order, said, at), "number": number, "made_on": on.isoformat()}
    pdf = compile_pdf(TEMPLATE, content, language="zh", at=at)
    return seal_pdf(pdf, reason=f"{number} {order.by}", at=at)


def read(digest: str) -> bytes:
    """Return the file as it was signed.

    Raises:
        PdfGone
    """
    try:
        return place(digest).read_bytes()
    except FileNotFoundError:
        raise PdfGone from None


def place(digest: str) -> Path:
    folder: Path = settings.GONGXIN_DATA / "commitments" / digest[:2]
    return folder / f"{digest}.pdf"


def _keep(pdf: bytes, digest: str) -> None:
    file = place(digest)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_suffix(".draft")
    draft.touch(mode=0o600)
    draft.write_bytes(pdf)
    draft.replace(file)


def _content(order: Order, said: Wording, at: datetime) -> Mapping[str, Any]:
    version = order.version
    return {
        "kind": {"zh": version.kind_name.zh, "en": version.kind_name.en},
        "matter": version.matter,
        "organisation": order.organisation.name,
        "uscc": order.organisation.uscc,
        "unit": version.unit_name or version.unit,
        "unit_uscc": version.unit,
        "content": said.content.splitlines(),
        "liability": version.liability.splitlines(),
        "basis": version.basis,
        "openness": OPENNESS[version.openness],
        "valid_until": said.valid_until.isoformat() if said.valid_until else "",
        "version": version.number,
        "template": str(version.template),
        "by": order.by,
        "at": f"{at.astimezone(ZoneInfo(settings.TIME_ZONE)):%Y-%m-%d %H:%M:%S} (UTC+8)",
    }
