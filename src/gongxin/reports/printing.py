"""A credit report's content as a signed PDF."""

import datetime
import io
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import segno
from django.conf import settings

from gongxin.ledger.credit_report import digest_of, grouped
from gongxin.reports.entry_rows import rows, stays_together
from gongxin.reports.sealing import seal_pdf
from gongxin.reports.typst import compile_pdf

TEMPLATE = "credit_report"
# How the standards write a day that never comes.
LAST_DAYS = {"2099-12-31", "2099/12/31"}
UNLIMITED = {"zh": "长期", "en": "no end"}
CHINA = ZoneInfo("Asia/Shanghai")


def verification_address(number: str) -> str:
    """Return where the portal says whether the report is genuine."""
    return f"{settings.GONGXIN_PUBLIC_URL}/reports/{number}/"


def printed(content: Mapping[str, Any], *, language: str, at: datetime.datetime) -> bytes:
    """Return the signed PDF of a report's content.

    Raises:
        NoSeal: there is nothing to sign with.
    """
    told = for_print(content, language)
    pdf = compile_pdf(TEMPLATE, told, language=language, at=at)
    return seal_pdf(pdf, reason=f"{content['number']} {told['content_digest']}", at=at)


def for_print(content: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Return the content with what stands on paper only, and its fields in rows of one language."""
    address = verification_address(content["number"])
    return {
        **content,
        **_entries(content, language),
        "registration_rows": list(rows(_pair(one, language) for one in content["registration"][1:])),
        "content_digest": digest_of(content),
        "number_grouped": grouped(content["number"]),
        "verify_url": address,
        "qr": _qr(address),
        "issued_at_local": _local(content["issued_at"]),
        "known_at_local": _local(content["known_at"]) if content["known_at"] else "",
    }


def _entries(content: Mapping[str, Any], language: str) -> dict[str, Any]:
    if "statements" in content:
        return {"statements": [_laid_out(one, language) for one in content["statements"]]}
    return {
        "sections": [
            {**section, "groups": [_laid_out(group, language) for group in section["groups"]]}
            for section in content["sections"]
        ]
    }


def _laid_out(group: Mapping[str, Any], language: str) -> dict[str, Any]:
    entries = [{**entry, **_in_rows(entry["fields"], language), "fields": ()} for entry in group["entries"]]
    return {**group, "entries": entries}


def _in_rows(fields: Sequence[Mapping[str, Any]], language: str) -> dict[str, Any]:
    laid_out = list(rows(_pair(field, language) for field in fields))
    return {"rows": laid_out, "together": stays_together(laid_out)}


def _pair(field: Mapping[str, Any], language: str) -> tuple[str, str]:
    value = field["value"] if language == "zh" else field["value_en"]
    return field["label"][language], UNLIMITED[language] if value in LAST_DAYS else value


def _qr(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", border=0, xmldecl=False)
    return out.getvalue().decode()


def _local(instant: str) -> str:
    return f"{datetime.datetime.fromisoformat(instant).astimezone(CHINA):%Y-%m-%d %H:%M:%S} (UTC+8)"
