"""Faulty codes in the browser: found by the centre, answered by the unit."""

from datetime import UTC, datetime

import pytest

from gongxin.store.models import CodeFault

MARKET = "11310000000000035N"
THEN = datetime(2026, 5, 6, tzinfo=UTC)


@pytest.fixture
def fault(people):
    return CodeFault.objects.create(
        kind="two_codes", key="x", codes=["91310000MA0000015F", "91310114MA1GT00019"], unit=MARKET,
        registering_unit="示范市市场监管局", state="open", found_at=THEN, seen_at=THEN,
    )  # fmt: skip


def step(browser, fault, step, note="", of="register/codes"):
    way = "step" if of.startswith("register") else "answer"
    answer = browser.post(f"/office/{of}/{fault.id}/{way}/", {"step": step, "note": note})
    fault.refresh_from_db()
    return answer


def test_from_the_centre_to_the_unit_and_back(signed_in, fault):
    operator, alice = signed_in("operator"), signed_in("alice")
    assert alice.get(f"/office/codes/{fault.id}/").status_code == 404

    operator.post("/office/register/codes/send/", {"fault": [fault.id, "x", "9" * 30]})
    assert str(fault.id) in alice.get("/office/codes/").content.decode()
    step(alice, fault, "explain", "分立后两个主体都存在", of="codes")
    assert fault.state == "explained"
    step(operator, fault, "close")

    assert fault.state == "closed"
    assert "分立后两个主体都存在" in operator.get(f"/office/register/codes/{fault.id}/").content.decode()


def test_another_unit_knows_nothing_of_it(signed_in, fault):
    CodeFault.objects.update(state="sent")

    assert signed_in("charlie").get(f"/office/codes/{fault.id}/").status_code == 404
    assert step(signed_in("charlie"), fault, "correct", of="codes").status_code == 404
    assert fault.state == "sent"


@pytest.mark.parametrize(
    ("name", "status"), [("close", 302), ("correct", 400), ("nothing", 400), ("reopen", 400)]
)
def test_a_step_that_is_not_the_centres_or_not_possible_changes_nothing(signed_in, fault, name, status):
    assert step(signed_in("operator"), fault, name).status_code == status
    assert fault.state == "open"


def test_a_note_with_a_persons_number_is_refused(signed_in, fault):
    CodeFault.objects.update(state="sent")

    answer = signed_in("alice").post(
        f"/office/codes/{fault.id}/answer/", {"step": "explain", "note": "请联系 13900000000"}, follow=True
    )
    fault.refresh_from_db()

    assert 'class="notice bad"' in answer.content.decode()
    assert fault.state == "sent"


def test_the_list_shows_the_rate_beside_its_bound_and_exports(signed_in, fault):
    page = signed_in("operator").get("/office/register/codes/?kind=two_codes").content.decode()
    table = signed_in("operator").get("/office/register/codes.csv?state=open").content.decode()

    assert "0.01 %" in page
    assert "示范市市场监管局" in table
    assert (
        "示范市市场监管局"
        not in signed_in("operator").get("/office/register/codes.csv?state=sent").content.decode()
    )


def test_a_search_is_queued_once(signed_in, fault):
    from procrastinate.contrib.django.models import ProcrastinateJob

    for _ in range(2):
        signed_in("operator").post("/office/register/codes/look/")

    assert ProcrastinateJob.objects.filter(task_name="code_fault.look").count() == 1
