"""Sealed certificates on one page, all of one layout."""

import datetime
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from gongxin.law.label import Label
from gongxin.reports.entry_content import both
from gongxin.reports.sealing import seal_pdf
from gongxin.reports.section import layout
from gongxin.reports.typst import compile_pdf

TEMPLATE = "certificate"


@dataclass(frozen=True, slots=True)
class Certificate:
    """`sequence` is the ledger entry that says so; `facts` are label and value."""

    title: Label
    number: str
    statement: Label
    facts: tuple[tuple[Label, Label], ...]
    on: datetime.date
    at: datetime.datetime
    sequence: int


def certificate_pdf(one: Certificate, *, language: str) -> bytes:
    """Return the sealed PDF; `language` is zh or en.

    Raises:
        NoSeal: there is nothing to seal with.
    """
    content: dict[str, Any] = {
        "title": both(one.title),
        "number": one.number,
        "statement": both(one.statement),
        "facts": [{"label": both(label), "value": both(value)} for label, value in one.facts],
        "issuer": both(layout(settings.GONGXIN_CITY).issuer),
        "on": str(one.on),
        "at": f"{one.at.astimezone(ZoneInfo(settings.TIME_ZONE)):%Y-%m-%d %H:%M:%S} (UTC+8)",
        "sequence": one.sequence,
    }
    pdf = compile_pdf(TEMPLATE, content, language=language, at=one.at)
    return seal_pdf(pdf, reason=f"{one.title.text(language)} {one.number}", at=one.at)


def same(text: str) -> Label:
    """Return a value that reads alike in both languages."""
    return Label(text, text)
