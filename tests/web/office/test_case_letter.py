"""Letters in the office: for the parties of the case; whoever fetches one is on record with the unit."""

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


@pytest.fixture
def case(published, people):
    shown = of_organisation(BIRCH, viewer=Viewer.organisation(BIRCH), on=localdate())
    penalty = next(one for one in shown if one.item == "administrative_penalty")
    evidence = (Document("grounds", "证据.pdf", PDF),)
    filing = Filing("objection", BIRCH, penalty.record, ground="error", documents=evidence)
    return actions.file(filing, by=OWNER, on=localdate())


def test_the_centre_fetches_letter_and_proof_of_a_case(case, signed_in):
    browser = signed_in("operator")

    page = browser.get(f"/office/cases/{case}/").content.decode()
    assert "letters/1.pdf" in page
    assert "delivery.pdf" in page
    for address in ("letters/1.pdf", "delivery.pdf"):
        answer = browser.get(f"/office/cases/{case}/{address}")
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    fetched = LetterFetch.objects.get()
    assert (fetched.by, bool(fetched.unit)) == ("operator", True)


def test_who_is_no_party_finds_nothing(case, signed_in):
    for account in ("auditor", "charlie"):
        for address in ("letters/1.pdf", "delivery.pdf"):
            assert signed_in(account).get(f"/office/cases/{case}/{address}").status_code in (403, 404)
    assert not LetterFetch.objects.exists()


def test_a_message_about_a_case_leads_to_the_case(case, signed_in):
    told = Notice.objects.get(kind="objection_filed")

    assert (
        f"/office/cases/{case}/" in signed_in("operator").get(f"/office/messages/{told.id}/").content.decode()
    )
