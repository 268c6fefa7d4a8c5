"""Contracts: entered by one person, released by another, cancelled by either."""

import json
from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from gongxin.actions.delivery_request import Request, request_delivery
from gongxin.disclosure.contract import ContractState
from gongxin.queries.contract import contracts
from gongxin.reports.delivery import work_through
from gongxin.store.models import Entry

AMBER, AGENCY = "91310000MA0000015F", "91310000000000035E"


def filled_in(**changes):
    today = localdate()
    return {
        "unit": AGENCY,
        "number": "示信合〔2026〕1号",
        "items": "administrative_penalty",
        "monthly_quota": "100",
        "valid_from": today.isoformat(),
        "valid_until": (today + timedelta(days=300)).isoformat(),
        **changes,
    }


@pytest.fixture
def concluded(signed_in):
    assert signed_in("operator").post("/office/contracts/new/", filled_in()).status_code == 302
    (one,) = contracts(on=localdate())
    return one


def state():
    (one,) = contracts(on=localdate())
    return one.state


def test_a_contract_is_in_force_once_another_person_has_released_it(signed_in, concluded):
    assert concluded.state is ContractState.AWAITING
    decision = f"/office/contracts/{concluded.id}/decision/"

    assert signed_in("operator").post(decision, {"decision": "release"}).status_code == 403
    signed_in("reviewer2").post(decision, {"decision": "release"})

    assert state() is ContractState.IN_FORCE


def test_each_step_is_an_entry_of_the_ledger_that_the_page_names(signed_in, concluded):
    path = f"/office/contracts/{concluded.id}/"
    signed_in("reviewer2").post(f"{path}decision/", {"decision": "release"})
    operator = signed_in("operator")
    operator.post(f"{path}cancel/", {"reason": "超出用途使用"})

    entries = Entry.objects.filter(record=concluded.id).order_by("sequence")
    said = [json.loads(entry.content) for entry in entries]
    assert [(one["step"], one["by"]) for one in said] == [
        ("concluded", "operator"),
        ("released", "reviewer2"),
        ("cancelled", "operator"),
    ]
    assert {(one.kind, one.uscc, one.unit) for one in entries} == {("contract", AGENCY, AGENCY)}
    assert (said[0]["monthly_quota"], said[2]["reason"]) == (100, "超出用途使用")
    page = operator.get(path).content.decode()
    assert "、".join(str(one.sequence) for one in entries) in page


def test_a_refused_contract_says_so_in_the_ledger(signed_in, concluded):
    path = f"/office/contracts/{concluded.id}/decision/"
    signed_in("reviewer2").post(path, {"decision": "refuse", "reason": "额度过大"})

    last = Entry.objects.filter(record=concluded.id).order_by("sequence").last()
    assert (json.loads(last.content)["step"], last.version) == ("refused", 2)


def test_a_cancellation_says_why(signed_in, concluded):
    signed_in("reviewer2").post(f"/office/contracts/{concluded.id}/decision/", {"decision": "release"})
    operator, path = signed_in("operator"), f"/office/contracts/{concluded.id}/cancel/"

    operator.post(path, {"reason": " "})
    assert state() is ContractState.IN_FORCE
    operator.post(path, {"reason": "超出用途使用"})

    assert state() is ContractState.CANCELLED
    assert "超出用途使用" in operator.get(f"/office/contracts/{concluded.id}/").content.decode()


def test_the_trace_of_a_delivery_names_each_organisation_with_its_entries(signed_in, concluded, recorded):
    recorded({"content": {"XK_WSH": "1"}, "decided_on": localdate() - timedelta(days=30)})
    signed_in("reviewer2").post(f"/office/contracts/{concluded.id}/decision/", {"decision": "release"})
    made = request_delivery(
        [AMBER], Request(concluded.id, AGENCY, "agent", "page", "客户信用评估"), on=localdate()
    )
    work_through(made)

    auditor = signed_in("auditor")
    page = auditor.get(f"/office/contracts/deliveries/{made}/").content.decode()

    assert AMBER in page
    assert "客户信用评估" in page
    assert (
        f"/office/contracts/deliveries/{made}/"
        in auditor.get(f"/office/contracts/{concluded.id}/").content.decode()
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"items": "financing_tax"},
        {"items": []},
        {"monthly_quota": "0"},
        {"unit": "91310000000000027K"},
        {"valid_until": "2020-01-01"},
    ],
)
def test_a_contract_that_does_not_fit_is_not_entered(signed_in, changes):
    answer = signed_in("operator").post("/office/contracts/new/", filled_in(**changes))

    assert answer.status_code == 422
    assert contracts(on=localdate()) == ()


def test_a_number_is_used_once_by_an_agency(signed_in, concluded):
    assert signed_in("operator").post("/office/contracts/new/", filled_in()).status_code == 422
