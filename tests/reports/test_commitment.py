"""The signed commitment on paper: what was read is what is sealed, and its digest is on record."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from django.utils.timezone import localdate
from pypdf import PdfReader

from gongxin.actions import commitment_template as templates
from gongxin.actions import unit
from gongxin.actions.commitment import TemplateMoved
from gongxin.catalogue.publicity import Disclosure
from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.role import UnitKind
from gongxin.procedures.commitment_template import Template
from gongxin.queries import commitment_template as wordings
from gongxin.queries.commitment import one
from gongxin.queries.organisation import by_code
from gongxin.reports import commitment as signing
from gongxin.reports.commitment import Order, PdfGone, issue, place, promised, read

AMBER, MARKET = "91310000MA0000015F", "11310000000000035N"
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PLAIN = Template(
    "证明事项型", "申请 #运输 [经营]*许可*", "第一行。\n第二行 #panic()。", "撤销许可。", "依据甲",
    Disclosure.PUBLIC, 12,
)  # fmt: skip


@pytest.fixture
def order(published, db):
    unit.add(MARKET, "示范市市场监督管理局", kind=UnitKind.DEPARTMENT)
    made = templates.begin(PLAIN, unit=MARKET, by="alice", on=localdate())
    templates.release(made, unit=MARKET, by="anna")
    return Order(by_code(AMBER), wordings.one_to_sign(made), "owner")


def text_of(pdf):
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "".join(page.extract_text() for page in pages)


def test_the_file_says_what_was_promised_word_for_word_and_runs_nothing_of_it(order):
    on = localdate()
    pdf = signing.printed(order, promised(order, on=on), "31000020261123000001", on=on, at=AT)

    text = text_of(pdf)
    said = (
        "[经营]*许可*",
        "第二行 #panic()。",
        "撤销许可。",
        "依据甲",
        "31000020261123000001",
        "owner",
    )
    assert [part for part in (*said, "2026-11-23 10:00:00") if part not in text] == []
    assert b"ETSI.CAdES.detached" in pdf


def test_what_is_on_record_is_the_digest_of_the_kept_file(order):
    signed = issue(order, on=localdate(), at=AT)

    known = one(signed.record, viewer=Viewer.ANYONE, on=localdate())
    assert sha256(read(known.pdf_digest)).hexdigest() == known.pdf_digest
    assert known.number in text_of(read(known.pdf_digest))


def test_a_file_that_was_not_signed_in_the_end_is_not_kept(order):
    templates.revise(
        order.version.template, replace(PLAIN, content="新。"), unit=MARKET, by="a", on=localdate()
    )
    templates.release(order.version.template, unit=MARKET, by="b")
    before = set(place("00").parent.parent.rglob("*.pdf"))

    with pytest.raises(TemplateMoved):
        issue(order, on=localdate(), at=AT)

    assert set(place("00").parent.parent.rglob("*.pdf")) == before


def test_a_file_that_is_gone_says_so(db):
    with pytest.raises(PdfGone):
        read("ab" * 32)
