"""Cases over the API: filed for who signed, waiting for the unit, taken step by step, with documents."""

import tomllib
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from gongxin.actions import account, batch_of_one
from gongxin.actions import client as clients
from gongxin.actions.account import user_of
from gongxin.actions.token import issue
from gongxin.disclosure.role import Role
from gongxin.disclosure.scope import Scope
from gongxin.procedures.case import Actor
from gongxin.queries import case as facts

ITEMS = Path(__file__).parents[2] / "cases" / "items"
AMBER, BIRCH = "91310000MA0000015F", "91310114MA1GT00019"
MARKET, CENTRE = "11310000000000035N", "12310000000000019X"
PARTY = Actor("alice", frozenset({Role.DATA_OFFICER}), unit=MARKET)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def record(people, recorded):
    (record,) = recorded({"content": {"CF_WSH": "示市监处罚〔2026〕1号"}})
    return record


@pytest.fixture
def penalty(people):
    """Return a record that the checks took whole, and somebody who can confirm what alice proposes."""
    account.add(
        "daniel", "a long password of a person", unit=MARKET, roles=(Role.DATA_REVIEWER,), on=localdate()
    )
    row = tomllib.loads((ITEMS / "administrative_penalty.toml").read_text("utf-8"))["accepted"]
    entered = batch_of_one.enter(row, item="administrative_penalty", unit=MARKET, by="alice", on=localdate())
    return entered.record


@pytest.fixture
def call(client, people):
    """Ask as somebody with a personal token; fields and files as a form sends them."""
    today = localdate()

    def send(who, path, sent=None):
        token = issue(user_of(who), label="test", until=today + timedelta(days=1), on=today)
        header = {"HTTP_AUTHORIZATION": f"Bearer {token}"}
        address = f"/api/v1/cases{path}"
        return client.get(address, **header) if sent is None else client.post(address, sent, **header)

    return send


@pytest.fixture
def program(client, people):
    """Ask as a program of a unit."""

    def send(unit, path, sent):
        made = clients.add(unit, clients.Wanted("window", Scope.CASE.value), by="unit_admin")
        token = f"{clients.TOKEN_PREFIX}{uuid4()}"
        clients.issue(made.client, token, [Scope.CASE])
        return client.post(f"/api/v1/cases{path}", sent, HTTP_AUTHORIZATION=f"Bearer {token}")

    return send


def paper():
    return SimpleUploadedFile("异议申请.pdf", PDF, content_type="application/pdf")


def objection(record, **changes):
    given = {"procedure": "objection", "uscc": AMBER, "subject": str(record), "ground": "error"}
    return {**given, "reason": "罚款金额有误。", "document-grounds": paper(), **changes}


def test_a_window_files_for_who_signed_and_the_case_tells_its_terms(call, record):
    answer = call("operator", "", objection(record))
    told = answer.json()

    assert (answer.status_code, answer["Location"]) == (201, f"/api/v1/cases/{told['id']}")
    assert (told["state"], told["version"], told["channel"], told["unit"]) == ("comparing", 1, "api", MARKET)
    assert [one["code"] for one in told["terms"]] == ["comparison"]
    assert "工作日" in told["terms"][0]["derivation"][-1]
    assert told["due_on"] == told["terms"][0]["due_on"]
    assert {one["step"] for one in told["possible"]} >= {"forward", "withdraw"}
    assert call("operator", f"/{told['id']}").json() == told


def test_a_program_of_the_centre_files_and_one_of_a_unit_does_not(program, record):
    assert program(MARKET, "", objection(record)).status_code == 403
    assert program(CENTRE, "", objection(record)).status_code == 201


def test_what_waits_for_a_unit_is_listed_to_it_and_taken_by_it(call, record):
    case = call("operator", "", objection(record)).json()["id"]
    assert call("alice", "").json()["cases"] == []
    call("operator", f"/{case}/steps", {"step": "forward", "seen": 1})

    assert [one["id"] for one in call("alice", "").json()["cases"]] == [case]
    assert call("charlie", "").json()["cases"] == []
    answer = call("alice", f"/{case}/steps", {"step": "dismiss", "seen": 2, "reason": "与决定书一致。"})
    assert (answer.status_code, answer.json()["state"]) == (200, "dismissed")


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"procedure": "appeal"}, 422, "没有程序"),
        ({"ground": ""}, 422, "请选择理由"),
        ({"uscc": BIRCH}, 404, "没有可以办理的记录"),
        ({"subject": str(uuid4())}, 404, "没有可以办理的记录"),
        ({"reason": "身份证 110101199003074514"}, 422, "身份证"),
        ({"document-photo": paper()}, 422, "不认识材料"),
        ({"document-grounds": SimpleUploadedFile("x.pdf", b"MZ")}, 422, "只收 PDF"),
        ({"step": "recognise"}, 422, "没有步骤"),
        ({"subject": "x"}, 422, "errors"),
        ({"values": "no json"}, 422, "errors"),
    ],
)
def test_what_cannot_be_filed_is_answered_with_what_to_do(call, record, changes, status, said):
    answer = call("operator", "", objection(record, **changes))

    assert answer.status_code == status
    assert said in answer.content.decode()
    assert facts.of_organisation(AMBER) == ()


def test_without_the_paper_of_the_organisation_nothing_is_filed_for_it(call, record):
    sent = {name: value for name, value in objection(record).items() if name != "document-grounds"}

    assert call("operator", "", sent).status_code == 422
    case = call("operator", "", objection(record)).json()["id"]
    assert call("operator", f"/{case}/steps", {"step": "withdraw", "seen": 1}).status_code == 422
    with_paper = {"step": "withdraw", "seen": 1, "document-application": paper()}
    assert call("operator", f"/{case}/steps", with_paper).json()["state"] == "withdrawn"


def test_a_case_moved_meanwhile_a_second_filing_and_a_step_from_elsewhere_are_conflicts(call, record):
    case = call("operator", "", objection(record)).json()["id"]

    assert call("operator", "", objection(record)).status_code == 409
    assert call("operator", f"/{case}/steps", {"step": "correct", "seen": 1}).status_code == 409
    call("operator", f"/{case}/steps", {"step": "forward", "seen": 1})
    assert call("alice", f"/{case}/steps", {"step": "dismiss", "seen": 1, "reason": "x"}).status_code == 409


def test_what_a_record_ought_to_say_goes_with_the_proposal_as_json(call, penalty):
    case = call("operator", "", objection(penalty)).json()["id"]
    call("operator", f"/{case}/steps", {"step": "forward", "seen": 1})
    sent = {"step": "propose_upholding", "seen": 2, "reason": "录入有误。", "values": '{"CF_SY": "事实"}'}

    assert call("alice", f"/{case}/steps", sent).status_code == 200
    view = facts.one(case, PARTY, on=localdate())
    assert view.steps[-1].values == {"CF_SY": "事实"}


def test_a_correction_that_the_checks_would_not_take_is_refused_when_it_is_proposed(call, penalty):
    case = call("operator", "", objection(penalty)).json()["id"]
    call("operator", f"/{case}/steps", {"step": "forward", "seen": 1})
    sent = {"step": "propose_upholding", "seen": 2, "reason": "录入有误。", "values": '{"CF_JDRQ": "昨天"}'}
    answer = call("alice", f"/{case}/steps", sent)

    assert (answer.status_code, "处罚决定日期" in answer.content.decode()) == (422, True)
    assert facts.one(case, PARTY, on=localdate()).facts.version == 2


@pytest.mark.parametrize("values", ['{"CF_SY": "别的"}', '{"until": "2030-01-01"}'])
def test_whoever_confirms_changes_nothing_of_what_was_proposed(call, penalty, values):
    case = call("operator", "", objection(penalty)).json()["id"]
    call("operator", f"/{case}/steps", {"step": "forward", "seen": 1})
    proposed = {"step": "propose_upholding", "seen": 2, "reason": "录入有误。", "values": '{"CF_SY": "事实"}'}
    call("alice", f"/{case}/steps", proposed)
    answer = call("daniel", f"/{case}/steps", {"step": "uphold_with_correction", "seen": 3, "values": values})

    assert (answer.status_code, "不能改动内容" in answer.content.decode()) == (422, True)


def test_nobody_confirms_an_own_proposal(call, record):
    case = call("operator", "", objection(record)).json()["id"]
    call("operator", f"/{case}/steps", {"step": "forward", "seen": 1})
    call("alice", f"/{case}/steps", {"step": "propose_upholding", "seen": 2, "reason": "录入有误。"})
    answer = call("alice", f"/{case}/steps", {"step": "uphold_with_withdrawal", "seen": 3})

    assert (answer.status_code, "另一人" in answer.content.decode()) == (409, True)


def test_a_repair_before_its_day_is_answered_with_the_day_and_what_is_missing(call, people, recorded):
    (early,) = recorded({"content": {"CF_WSH": "9"}, "decided_on": localdate()})
    sent = {"procedure": "repair", "uscc": AMBER, "subject": str(early)}
    papers = {f"document-{kind}": paper() for kind in ("proof_of_fulfilment", "commitment_letter")}
    answer = call("operator", "", {**sent, **papers})

    (missing,) = answer.json()["errors"]
    assert (answer.status_code, missing["need"]) == (409, "time")
    assert missing["from_on"] in missing["message"]


def test_a_program_proposes_and_a_person_confirms(call, program, penalty):
    case = call("operator", "", objection(penalty)).json()["id"]
    call("operator", f"/{case}/steps", {"step": "forward", "seen": 1})
    proposed = {"step": "propose_upholding", "seen": 2, "reason": "录入有误。"}
    told = program(MARKET, f"/{case}/steps", proposed)
    confirmed = {"step": "uphold_with_withdrawal", "seen": 3}

    assert (told.status_code, told.json()["possible"]) == (200, [])
    assert program(MARKET, f"/{case}/steps", confirmed).status_code == 403
    assert call("alice", f"/{case}/steps", confirmed).json()["state"] == "upheld"


def test_a_document_goes_to_the_parties_and_a_case_to_nobody_else(call, record):
    told = call("operator", "", objection(record)).json()
    (document,) = told["documents"]
    path = f"/{told['id']}/documents/{document['digest']}"

    assert b"".join(call("alice", path).streaming_content) == PDF
    assert call("charlie", path).status_code == 404
    assert call("charlie", f"/{told['id']}").status_code == 404
    assert call("alice", f"/{told['id']}/documents/{'0' * 64}").status_code == 404
    assert call("clerk", f"/{told['id']}").status_code == 403
