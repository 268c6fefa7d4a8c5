"""Channels and marks in one table: none shows what another hides, each says that a record is disputed."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.timezone import localdate
from pypdf import PdfReader

from gongxin.disclosure.policy import Capacity, Viewer
from gongxin.disclosure.sight_sql import condition
from gongxin.ledger.seal import canonical
from gongxin.queries import delivered_entry, entry
from gongxin.queries.answer import answers
from gongxin.reports.check_receipt import receipt_pdf
from gongxin.reports.credit_report import Making, contents, gather
from gongxin.reports.delivery import _rows
from gongxin.reports.report_order import ReportKind, ReportOrder
from gongxin.store.models import Entry, Query

BIRCH, MARKET, AGENCY = "91310114MA1GT00019", "11310000000000035N", "91310000000000035E"
ITEM, NUMBER = "administrative_penalty", "示市监处罚〔2026〕77号"
ON = localdate()
DISPUTED = ("异议标注", "annotated", '"disputed"')
MATTER = {
    "matter": "administrative_licensing", "case_number": "示许〔2026〕8号", "purpose": "办理食品经营许可",
}  # fmt: skip


@pytest.fixture
def record(recorded, people):
    facts = {
        "CF_WSH": NUMBER,
        "CF_WFXW": "超限运输",
        "CF_CFLB": "罚款",
        "CF_XDR_MC": "示范市白桦运输有限公司",
    }
    (record,) = recorded({"content": facts, "uscc": BIRCH, "decided_on": ON - timedelta(40)})
    return record


def page(account, address):
    """Return a channel that is an address, read by an account; None for somebody without one."""

    def read(record, signed_in):
        browser = signed_in(account) if account else Client()
        answer = browser.get(address.format(record=record))
        body = answer.getvalue() if answer.streaming else answer.content
        return body.decode() if answer.status_code == 200 else ""

    return read


def report(kind):
    def read(_record, _signed_in):
        period = (ON - timedelta(365), ON) if kind is ReportKind.NO_VIOLATION else None
        order = ReportOrder(BIRCH, kind, "zh", ON, period=period)
        return canonical(contents(order, gather(order), Making("GX1", Entry.objects.first().known_at)))

    return read


def answered(viewer):
    def read(_record, _signed_in):
        (answer,) = answers([BIRCH], viewer=viewer, on=ON)
        return canonical(answer.as_json())

    return read


def delivered(_record, _signed_in):
    return "".join(_rows(delivered_entry.read([BIRCH], unit=AGENCY, items=[ITEM], on=ON)[0]))


def checked(_record, signed_in):
    """A query of a clerk as the page tells it, with its receipt."""
    clerk = signed_in("clerk")
    asked = {**MATTER, "organisation": BIRCH, "key": str(uuid4())}
    told = clerk.post("/office/queries/new/", asked, follow=True).content.decode()
    return told + Query.objects.latest("received_at").receipt


OUTSIDE = {
    "portal list": page(None, "/records/"),
    "portal organisation": page(None, f"/organisations/{BIRCH}/"),
    "portal record": page(None, "/records/{record}/"),
    "API list": page(None, f"/api/v1/records?uscc={BIRCH}"),
    "API record": page(None, "/api/v1/records/{record}"),
    "feed": page(None, "/api/v1/changes"),
    "download CSV": page(None, f"/data/{ITEM}.csv"),
    "download JSONL": page(None, f"/data/{ITEM}.jsonl"),
    "query of a matter": checked,
    "answer to a matter": answered(Viewer.matter([ITEM])),
    "answer to an agency": answered(Viewer.ANYONE),
    "delivery": delivered,
    **{f"report {kind}": report(kind) for kind in ReportKind},
}
INSIDE = {
    "desk list": page("representative", f"/desk/{BIRCH}/records/"),
    "desk record": page("representative", f"/desk/{BIRCH}/records/{{record}}/"),
    "office search": page("alice", f"/office/search/?q={BIRCH}"),
    "office record": page("alice", "/office/search/records/{record}/"),
    "answer to its own": answered(Viewer.organisation(BIRCH)),
}
NAMES = {"suspended": ("暂停公示和使用", "suspended"), "repaired": ("已修复", "repaired")}


@pytest.fixture
def told(record, signed_in):
    """Return what each of the channels tells."""

    def of(channels):
        return {name: read(record, signed_in) for name, read in channels.items()}

    return of


def named(texts, words):
    """Return the channels that show the record with one of the words."""
    return {name for name, text in texts.items() if NUMBER in text and any(word in text for word in words)}


def test_a_disputed_record_says_so_in_every_channel(record, told, marked):
    everywhere = OUTSIDE | INSIDE
    before = told(everywhere)
    assert {name for name, text in before.items() if NUMBER in text} == set(everywhere)
    assert named(before, DISPUTED) == set()

    marked(record, "annotated", ON)
    assert named(told(everywhere), DISPUTED) == set(everywhere)
    receipt = Query.objects.latest("received_at").receipt
    assert '"disputed": true' in receipt
    paper = PdfReader(io.BytesIO(receipt_pdf(receipt, language="zh"))).pages
    assert "异议标注" in "".join(one.extract_text() for one in paper)


@pytest.mark.parametrize("kind", NAMES)
def test_what_is_suspended_or_repaired_shows_to_its_parties_only_and_tells_them_why(
    record, told, marked, kind
):
    marked(record, kind, ON)

    assert {name for name, text in told(OUTSIDE).items() if NUMBER in text} == set()
    assert named(told(INSIDE), NAMES[kind]) == set(INSIDE)


@pytest.mark.parametrize("kind", NAMES)
def test_counts_leave_out_what_is_hidden(kind, record, marked):
    viewers = {Capacity.ANYONE: Viewer.ANYONE, Capacity.ORGANISATION: Viewer.organisation(BIRCH)}
    marked(record, kind, ON)

    held = {
        one: entry.counts_of_organisation(BIRCH, viewer=viewer, on=ON).get(ITEM, 0)
        for one, viewer in viewers.items()
    }
    assert held == {Capacity.ANYONE: 0, Capacity.ORGANISATION: 1}
    assert "record_mark" in condition(Viewer.ANYONE, on=ON).sql
