"""The proof says what was put before whom, by which ways it was sent, and who opened it when."""

import io
import re
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from gongxin.actions import case as actions
from gongxin.actions import unit
from gongxin.actions.case import Document, Filing
from gongxin.actions.notice import open_notice
from gongxin.disclosure.role import Role, UnitKind
from gongxin.procedures.case import Actor
from gongxin.queries import case as facts
from gongxin.queries import notice
from gongxin.reports.case_letter import Fetcher, fetch
from gongxin.reports.delivery_proof import Addressee, of_case, of_notice
from gongxin.store.models import Contact, Notice, Outbox

AMBER, MARKET, CENTRE = "91310000MA0000015F", "11310000000000035N", "12310000000000019X"
ON, AT = date(2026, 9, 28), datetime(2026, 9, 28, 3, tzinfo=UTC)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
OWNER = Actor("owner", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({AMBER}))
OPERATOR = Actor("operator", frozenset({Role.CENTRE_OPERATOR}), unit=CENTRE)


@pytest.fixture
def view(recorded):
    """An objection that was forwarded; Amber has an e-mail address."""
    Contact.objects.create(
        id="00000000-0000-0000-0000-000000000001", uscc=AMBER, channel="email",
        address="office@amber.example", nonce=b"x", set_by="owner", set_at=AT, confirmed_at=AT,
    )  # fmt: skip
    unit.add(CENTRE, "示范市公共信用信息中心", kind=UnitKind.CENTRE)
    (record,) = recorded({"content": {"CF_WSH": "示市监处罚〔2026〕1号"}})
    evidence = (Document("grounds", "证据.pdf", PDF),)
    filing = Filing("objection", AMBER, record, ground="error", reason="有误", documents=evidence)
    case = actions.file(filing, by=OWNER, on=ON)
    actions.take(case, "forward", seen=1, by=OPERATOR, on=ON)
    return facts.one(case, OPERATOR, on=ON)


def text_of(pdf):
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def test_the_proof_of_a_case_names_every_notice_with_the_entry_of_its_step(view):
    text = text_of(of_case(view, language="zh", at=AT))

    for words in ("收到一件异议", "请核查一件异议", "异议已转信息提供单位核查", view.facts.number):
        assert words in text
    assert text.count("尚未打开") == 3
    assert str(view.steps[0].sequence) in text


def test_what_was_sent_opened_and_fetched_is_in_it_and_addresses_are_not(view):
    told = Notice.objects.get(kind="objection_forwarded")
    Outbox.objects.filter(notice=told).update(sent_at=AT, next_at=None, attempts=1)
    open_notice(told.id, uscc=AMBER, by="owner")
    fetch(view, 1, "zh", by=Fetcher("owner"), at=AT)

    text = text_of(of_case(view, language="zh", at=AT))

    assert "由账号 owner 打开" in text
    assert "2026-09-28 11:00:00 已发出" in text
    assert "由账号 owner 取得" in text
    assert "office@amber.example" not in text


def test_the_addressee_s_own_proof_names_the_address(view):
    told = Notice.objects.get(kind="objection_forwarded")
    Outbox.objects.filter(notice=told).update(attempts=3)

    found = notice.one_of_organisation(told.id, AMBER)
    text = text_of(of_notice(found, Addressee(AMBER, "琥珀食品有限公司"), language="en", at=AT))

    assert "office@amber.example" in text
    assert "tried 3 time(s)" in text
    assert "琥珀食品有限公司" in text
