"""Figures of repair on a page and as JSON, and the certificate of a repaired record for its parties."""

import html
import io
import json
import re
from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from pypdf import PdfReader

from gongxin.actions import case as actions
from gongxin.actions.case import Document, Filing
from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.role import Role
from gongxin.procedures.case import Actor
from gongxin.queries import entry
from gongxin.store.models import Case

BIRCH, MARKET, CENTRE = "91310114MA1GT00019", "11310000000000035N", "12310000000000019X"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
MATERIAL = tuple(Document(kind, "a.pdf", PDF) for kind in ("proof_of_fulfilment", "commitment_letter"))
OWNER = Actor("representative", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({BIRCH}))
OPERATOR = Actor("operator", frozenset({Role.CENTRE_OPERATOR}), unit=CENTRE)
OFFICER = Actor("alice", frozenset({Role.DATA_OFFICER}), unit=MARKET)
OFFICER2 = Actor("second", frozenset({Role.DATA_REVIEWER}), unit=MARKET)


@pytest.fixture
def repaired(published, signed_in):
    """Birch's minor penalty, repaired today."""
    on = localdate()
    held = entry.of_organisation(BIRCH, viewer=Viewer.organisation(BIRCH), on=on)
    record = next(one.record for one in held if one.tier == "minor")
    case = actions.file(Filing("repair", BIRCH, record, documents=MATERIAL), by=OWNER, on=on)
    for step, by in (("forward", OPERATOR), ("propose_repair", OFFICER), ("repair", OFFICER2)):
        seen = Case.objects.get(id=case).version
        actions.take(case, step, seen=seen, by=by, on=on)
    return case


def words(answer):
    return html.unescape(re.sub(r"<[^>]+>|\s+", "", answer.content.decode()))


def test_the_page_counts_the_year_so_far_and_says_what_is_asked_for(repaired, signed_in):
    said = words(signed_in("operator").get("/office/repairs/"))

    assert "收到申请1" in said
    assert "同意修复1" in said
    assert "按期办结率100.0%" in said
    assert "名单退出率" in said
    assert "≥30.0%" in said


def test_a_period_narrows_and_an_odd_one_falls_back(repaired, signed_in):
    before = localdate() - timedelta(days=2)
    earlier = f"?first={before - timedelta(days=9)}&last={before}"

    assert "收到申请0" in words(signed_in("operator").get(f"/office/repairs/{earlier}"))
    assert "收到申请1" in words(signed_in("operator").get("/office/repairs/?first=x&last=y"))


def test_programs_read_the_same_figures_as_json(repaired, signed_in):
    found = json.loads(signed_in("alice").get("/office/repairs/figures.json").content)

    assert (found["applied"], found["granted"], found["in_time_share"]) == (1, 1, 1.0)
    assert found["unit"] == MARKET
    assert json.loads(signed_in("charlie").get("/office/repairs/figures.json").content)["applied"] == 0


def test_a_party_fetches_the_sealed_certificate_and_nobody_else(repaired, signed_in):
    file = signed_in("alice").get(f"/office/cases/{repaired}/certificate.pdf")
    said = re.sub(r"\s+", "", PdfReader(io.BytesIO(file.content)).pages[0].extract_text())

    assert "信用修复证明" in said
    assert BIRCH in said
    assert b"/ByteRange" in file.content
    assert signed_in("charlie").get(f"/office/cases/{repaired}/certificate.pdf").status_code == 404


def test_a_revoked_repair_has_no_certificate_any_more(repaired, signed_in):
    for step, by in (("propose_revocation", OFFICER), ("revoke", OFFICER2)):
        seen = Case.objects.get(id=repaired).version
        actions.take(repaired, step, seen=seen, by=by, on=localdate(), reason="材料虚假")

    assert signed_in("alice").get(f"/office/cases/{repaired}/certificate.pdf").status_code == 404


def test_the_organisation_finds_its_certificate_on_the_page_of_the_case(repaired, signed_in):
    browser = signed_in("representative")

    page = browser.get(f"/desk/{BIRCH}/cases/{repaired}/").content.decode()
    assert f"/desk/{BIRCH}/cases/{repaired}/certificate.pdf" in page
    assert browser.get(f"/desk/{BIRCH}/cases/{repaired}/certificate.pdf").content.startswith(b"%PDF")
