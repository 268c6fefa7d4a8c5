"""A recipient queries who authorised it, sees the purpose, and gets a receipt."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from gongxin.actions import authorisation
from gongxin.disclosure.authorisation import Authorisation
from gongxin.ledger import check_receipt
from gongxin.queries import authorised_query, look
from gongxin.store.models import Organisation

AMBER = "91310000MA0000015F"
BANK = "91310000000000027K"
PERSON = "110101199003074258"  # an identity number made up with a right check digit


@pytest.fixture
def given(people, recorded):
    recorded({"content": {"period_end": "2026-03-31", "sales": 1250000}, "tier": None}, item="financing_tax")
    assert Organisation.objects.filter(uscc=AMBER).exists()
    today = localdate()
    proposed = Authorisation(
        AMBER, BANK, frozenset({"financing_tax"}), "流动资金贷款审批", today, today + timedelta(days=30)
    )
    return authorisation.give(proposed, by="representative", on=today)


def test_the_unit_sees_who_authorised_it_with_the_purpose(signed_in, given):
    page = signed_in("banker").get("/office/authorised/").content.decode()

    assert AMBER in page
    assert "流动资金贷款审批" in page


def test_the_answer_names_the_purpose_and_the_place_in_the_log(signed_in, given):
    answer = signed_in("banker").post("/office/authorised/query/", {"uscc": AMBER.lower()})
    page = answer.content.decode()

    (seen,) = look.of_organisation(AMBER).looks
    assert answer.status_code == 200
    assert "流动资金贷款审批" in page
    assert "1,250,000" in page
    assert f"序号 {seen.sequence}" in page
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_page_loaded_again_is_one_look(signed_in, given):
    banker = signed_in("banker")
    pages = [
        banker.post("/office/authorised/query/", {"uscc": AMBER, "key": "k1"}).content.decode()
        for _ in range(2)
    ]

    assert len(look.of_organisation(AMBER).looks) == 1
    assert all("流动资金贷款审批" in page for page in pages)


def test_the_receipt_is_handed_to_the_unit_and_to_no_other(signed_in, given):
    signed_in("banker").post("/office/authorised/query/", {"uscc": AMBER})
    (query,) = authorised_query.of_recipient(BANK)
    path = f"/office/authorised/queries/{query.id}/receipt.json"

    receipt = check_receipt.read(signed_in("banker").get(path).content.decode())
    assert receipt.query == str(query.id)
    assert signed_in("agent").get(path).status_code == 404
    paper = signed_in("banker").get(path.replace(".json", ".pdf"))
    assert paper.content.startswith(b"%PDF")


@pytest.mark.parametrize("uscc", [AMBER, "91310114MA1GT00019", "nonsense", "", PERSON])
def test_without_an_authorisation_nothing_is_shown_and_the_attempt_is_on_record(signed_in, given, uscc):
    answer = signed_in("agent").post("/office/authorised/query/", {"uscc": uscc})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "有效授权" in page
    assert "1,250,000" not in page
    assert look.of_organisation(AMBER).looks == ()
    (attempt,) = authorised_query.page(authorised_query.QueryFilter(outcome="refused"))
    assert (attempt.by, attempt.uscc) == ("agent", uscc if len(uscc) == 18 and uscc != PERSON else "")
    assert PERSON not in page
    attempts = signed_in("auditor").get("/office/authorised/attempts/?outcome=refused").content.decode()
    assert "agent" in attempts


def test_after_a_revocation_the_list_is_empty_and_a_query_is_refused(signed_in, given):
    authorisation.revoke(given, uscc=AMBER, by="representative", on=localdate())
    banker = signed_in("banker")

    assert "目前没有组织授权本单位查询" in banker.get("/office/authorised/").content.decode()
    assert banker.post("/office/authorised/query/", {"uscc": AMBER}).status_code == 422
