"""Letters and proofs at the desk: the organisation's own, and nobody else's."""

from uuid import uuid4

import pytest
from django.utils.timezone import localdate

from gongxin.actions import case as actions
from gongxin.actions.case import Document, Filing
from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.role import Role
from gongxin.procedures.case import Actor
from gongxin.queries.entry import of_organisation
from gongxin.store.models import LetterFetch, Notice

BIRCH = "91310114MA1GT00019"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
OWNER = Actor("representative", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({BIRCH}))
OPERATOR = Actor("operator", frozenset({Role.CENTRE_OPERATOR}), unit="12310000000000019X")


@pytest.fixture
def case(desk):
    shown = of_organisation(BIRCH, viewer=Viewer.organisation(BIRCH), on=localdate())
    penalty = next(one for one in shown if one.item == "administrative_penalty")
    evidence = (Document("grounds", "证据.pdf", PDF),)
    filing = Filing("objection", BIRCH, penalty.record, ground="error", documents=evidence)
    case = actions.file(filing, by=OWNER, on=localdate())
    actions.take(case, "ask_for_material", seen=1, by=OPERATOR, on=localdate(), reason="请提供发票")
    return case


def test_the_page_of_a_case_leads_to_its_letters_and_to_the_proof(desk, case):
    page = desk(f"cases/{case}/").content.decode()

    for words in ("letters/1.pdf", "letters/2.pdf", "受理通知书", "补正材料通知书", "delivery.pdf"):
        assert words in page


def test_a_letter_comes_as_a_file_in_the_language_asked_for(desk, case):
    answer = desk(f"cases/{case}/letters/2.pdf?language=en")

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"].endswith('-2-en.pdf"')
    assert answer.content.startswith(b"%PDF")
    assert LetterFetch.objects.get().by == "representative"


def test_what_is_not_there_is_not_found(desk, case):
    for address in (
        f"cases/{case}/letters/9.pdf",
        f"cases/{uuid4()}/letters/1.pdf",
        f"messages/{uuid4()}/proof.pdf",
    ):
        assert desk(address).status_code == 404


def test_the_proof_of_a_case_and_of_a_message_are_files(desk, case):
    told = Notice.objects.get(kind="material_wanted")

    assert "proof.pdf" in desk(f"messages/{told.id}/").content.decode()
    for address in (f"cases/{case}/delivery.pdf", f"messages/{told.id}/proof.pdf"):
        answer = desk(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")


def test_a_message_about_a_case_leads_to_the_case(desk, case):
    told = Notice.objects.get(kind="material_wanted")

    assert f"/desk/{BIRCH}/cases/{case}/" in desk(f"messages/{told.id}/").content.decode()
