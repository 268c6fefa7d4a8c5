"""The centre's queue of letters."""

import pytest
from django.utils.timezone import localdate

from gongxin.actions.account import user_of
from gongxin.actions.representation import ask
from gongxin.queries.person import person
from gongxin.queries.representation import one
from gongxin.store.models import Organisation, RoleGrant

CEDAR = "92310114MA1GT001XX"
LETTER = b"\xff\xd8\xff a letter \xff\xd9"


@pytest.fixture
def asked(people, settings, tmp_path):
    settings.GONGXIN_DATA = tmp_path
    Organisation.objects.create(uscc=CEDAR, name="雪松", kind="sole_trader", is_registered=True)
    return ask(user_of("dora"), CEDAR, content=LETTER, on=localdate())


def organisations(account):
    return person(user_of(account), on=localdate()).organisations


def test_a_letter_goes_from_the_queue_to_a_representative(signed_in, asked):
    browser, address = signed_in("operator"), f"/office/representations/{asked}/"
    assert "dora" in browser.get("/office/representations/").content.decode()
    browser.post(f"{address}open/")
    browser.post(f"{address}decision/", {"decision": "approve", "reason": "授权书相符"})

    assert organisations("dora") == {CEDAR}
    page = browser.get(address).content.decode()
    assert "已通过" in page
    assert "授权书相符" in page


def test_the_letter_is_handed_to_the_centre_and_runs_nothing(signed_in, asked):
    answer = signed_in("reviewer2").get(f"/office/representations/{asked}/letter/")

    assert b"".join(answer.streaming_content) == LETTER
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")


def test_a_refusal_needs_its_reason_and_an_approval_somebody_who_took_it_up(signed_in, asked):
    browser, address = signed_in("operator"), f"/office/representations/{asked}/"
    browser.post(f"{address}decision/", {"decision": "approve", "reason": "x"})
    assert one(asked).state == "waiting"
    browser.post(f"{address}open/")
    browser.post(f"{address}decision/", {"decision": "refuse", "reason": ""})
    assert one(asked).state == "opened"
    assert browser.post(f"{address}decision/", {"decision": "maybe"}).status_code == 404


def test_who_only_reviews_does_not_decide(signed_in, asked):
    browser = signed_in("reviewer2")

    assert browser.get(f"/office/representations/{asked}/").status_code == 200
    assert browser.post(f"/office/representations/{asked}/open/").status_code == 403


def test_the_centre_revokes_a_representative(signed_in, people):
    grant = RoleGrant.objects.get(user__username="representative").pk
    browser = signed_in("operator")
    browser.post(f"/office/representations/grants/{grant}/revoke/", {"reason": ""})
    assert organisations("representative")
    browser.post(f"/office/representations/grants/{grant}/revoke/", {"reason": "组织来函"})

    assert organisations("representative") == frozenset()


def test_a_grant_in_a_unit_is_not_the_centre_s_to_revoke_here(signed_in, people):
    grant = RoleGrant.objects.get(user__username="alice", role="data_officer").pk

    address = f"/office/representations/grants/{grant}/revoke/"
    assert signed_in("operator").post(address, {"reason": "x"}).status_code == 404
