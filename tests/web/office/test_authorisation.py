"""A signed letter: entered by one person, compared and confirmed by another."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from gongxin.disclosure.authorisation import AuthorisationState
from gongxin.queries.authorisation import by_letter
from gongxin.store.models import Organisation

AMBER, BANK = "91310000MA0000015F", "91310000000000027K"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def filled_in(**changes):
    today = localdate()
    return {
        "uscc": AMBER,
        "recipient": BANK,
        "items": "financing_tax",
        "purpose": "流动资金贷款审批",
        "valid_from": today.isoformat(),
        "valid_until": (today + timedelta(days=30)).isoformat(),
        "letter": SimpleUploadedFile("授权书.pdf", PDF),
        **changes,
    }


@pytest.fixture
def entered(signed_in):
    Organisation.objects.create(uscc=AMBER, name="琥珀食品有限公司", kind="enterprise", is_registered=True)
    answer = signed_in("operator").post("/office/letters/new/", filled_in())
    assert answer.status_code == 302
    (one,) = by_letter(on=localdate())
    assert one.state is AuthorisationState.AWAITING
    return one


def decide(browser, one, **said):
    return browser.post(f"/office/letters/{one.id}/decision/", said)


def test_a_letter_is_in_force_once_another_person_has_confirmed_it(signed_in, entered):
    reviewer = signed_in("reviewer2")
    page = reviewer.get(f"/office/letters/{entered.id}/").content.decode()
    assert "相符，生效" in page

    decide(reviewer, entered, decision="confirm")

    (one,) = by_letter(on=localdate())
    assert (one.state, one.confirmed_by) == (AuthorisationState.IN_FORCE, "reviewer2")


def test_who_entered_it_is_not_asked_to_confirm_it(signed_in, entered):
    operator = signed_in("operator")

    assert "相符，生效" not in operator.get(f"/office/letters/{entered.id}/").content.decode()
    assert decide(operator, entered, decision="confirm").status_code == 403


def test_a_refusal_says_why_and_opens_nothing(signed_in, entered):
    reviewer = signed_in("reviewer2")
    decide(reviewer, entered, decision="refuse", reason=" ")
    assert by_letter(on=localdate())[0].state is AuthorisationState.AWAITING

    decide(reviewer, entered, decision="refuse", reason="签章不符")

    assert by_letter(on=localdate())[0].state is AuthorisationState.REFUSED


def test_the_letter_is_handed_to_the_centre_as_it_was(signed_in, entered):
    path = f"/office/letters/{entered.id}/file/"
    answer = signed_in("reviewer2").get(path)

    assert b"".join(answer.streaming_content) == PDF
    assert "attachment" in answer.headers["Content-Disposition"]
    assert signed_in("auditor").get(path).status_code == 403


@pytest.mark.parametrize(
    "changes",
    [
        {"letter": SimpleUploadedFile("a.pdf", b"%PDF-1.4 /JavaScript (x) %%EOF")},
        {"letter": SimpleUploadedFile("a.exe", b"MZ")},
        {"letter": ""},
        {"uscc": "91310114MA1GT00019"},
        {"purpose": "身份证110101199003074258"},
    ],
)
def test_what_is_no_letter_or_of_nobody_is_not_entered(signed_in, changes):
    Organisation.objects.create(uscc=AMBER, name="琥珀食品有限公司", kind="enterprise", is_registered=True)

    answer = signed_in("operator").post("/office/letters/new/", filled_in(**changes))

    assert answer.status_code == 422
    assert by_letter(on=localdate()) == ()
