"""A check receipt on paper: the signed JSON made readable, sealed like every PDF of the platform."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from gongxin.ledger import check_receipt
from gongxin.ledger.check_receipt import CheckedOrganisation, CheckReceipt
from gongxin.queries.matter import matter_name
from gongxin.queries.organisation import by_codes
from gongxin.reports.sealing import seal_pdf
from gongxin.reports.typst import compile_pdf

TEMPLATE = "check_receipt"
LARGEST = 200  # organisations on paper; the JSON names every one
LARGEST_ENTRIES = 60  # entries of one organisation on paper
TITLE = {"zh": "政务查询核查凭证", "en": "Receipt of a government query"}
TITLES = {  # of looks that were for no matter of the application list
    "authorised": {"zh": "授权查询核查凭证", "en": "Receipt of an authorised query"},
}


def receipt_pdf(text: str, *, language: str) -> bytes:
    """Return the sealed PDF of a receipt as it was signed; `language` is zh or en."""
    receipt, sealed = check_receipt.read(text), json.loads(text)
    at = datetime.fromisoformat(receipt.at)
    names = {
        code: facts.name for code, facts in by_codes([one.uscc for one in receipt.organisations]).items()
    }
    shown = receipt.organisations[:LARGEST]
    title = TITLES.get(receipt.matter, TITLE)
    content = {
        "title": title,
        "query": receipt.query,
        "unit": f"{receipt.unit_name} {receipt.unit}",
        "account": receipt.account,
        "matter": {"zh": matter_name(receipt.matter).zh, "en": matter_name(receipt.matter).en},
        "case_number": receipt.case_number,
        "purpose": receipt.purpose,
        "at": f"{at.astimezone(ZoneInfo(settings.TIME_ZONE)):%Y-%m-%d %H:%M:%S}",
        "edition": receipt.edition,
        "span": _span(receipt),
        "log_size": receipt.log_size,
        "checkpoint": receipt.checkpoint,
        "organisations": [_organisation(one, names.get(one.uscc, "")) for one in shown],
        "count": len(receipt.organisations),
        "key": sealed["key"],
        "signature": sealed["signature"],
    }
    pdf = compile_pdf(TEMPLATE, content, language=language, at=at)
    return seal_pdf(pdf, reason=title[language], at=at)


def _span(receipt: CheckReceipt) -> str:
    first, last = receipt.sequence
    return str(first) if first == last else f"{first} – {last}"


def _organisation(one: CheckedOrganisation, name: str) -> dict[str, object]:
    return {
        "uscc": one.uscc,
        "name": name,
        "sequence": one.sequence,
        "found": len(one.entries),
        "entries": [
            [str(entry.sequence), entry.digest, entry.disputed] for entry in one.entries[:LARGEST_ENTRIES]
        ],
        "answer": one.answer,
    }
