"""Cases at the desk: filed from a record, followed, taken on; nobody else's business."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localdate

from gongxin.actions import case as actions
from gongxin.actions.case import Document, Filing
from gongxin.actions.representation import bind
from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.role import Role
from gongxin.procedures.case import Actor
from gongxin.queries import case as facts
from gongxin.queries.entry import of_organisation

BIRCH, CEDAR, MARKET = "91310114MA1GT00019", "92310114MA1GT001XX", "11310000000000035N"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
OWNER = Actor("representative", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({BIRCH}))
OPERATOR = Actor("operator", frozenset({Role.CENTRE_OPERATOR}), unit="12310000000000019X")


@pytest.fixture
def records(desk):
    """Birch's penalties by their documents."""
    shown = of_organisation(BIRCH, viewer=Viewer.organisation(BIRCH), on=localdate())
    return {one.document_number: one for one in shown if one.item == "administrative_penalty"}


@pytest.fixture
def penalty(records):
    return next(one for number, one in sorted(records.items()) if number.endswith("1号"))


def evidence(name="处罚决定书.pdf", content=PDF):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def filed(record, **changes):
    given = {"ground": "error", "documents": (Document("grounds", "证据.pdf", PDF),), **changes}
    filing = Filing("objection", BIRCH, record.record, **given)
    return actions.file(filing, by=OWNER, on=localdate())


def test_a_record_says_what_can_be_asked_and_by_when_there_is_an_answer(desk, penalty):
    page = desk(f"records/{penalty.record}/").content.decode()

    assert f"records/{penalty.record}/objection/" in page
    assert "比对最迟" in page
    assert f"records/{penalty.record}/deletion/" not in page  # it is no honour


def test_an_objection_is_filed_with_ground_and_evidence(desk, penalty):
    form = desk(f"records/{penalty.record}/objection/").content.decode()
    sent = {"ground": "error", "reason": "罚款金额与决定书不一致。", "document-grounds": evidence()}
    answer = desk(f"records/{penalty.record}/objection/", post=sent)
    (case,) = facts.of_organisation(BIRCH)
    page = desk(f"cases/{case.id}/").content.decode()

    assert all(
        words in form for words in ("记载错误或者有遗漏", "异议申请及证据", "填写样张", "怎样算出来的")
    )
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/{BIRCH}/cases/{case.id}/")
    assert (case.procedure.code, case.state, case.channel) == ("objection", "comparing", "desk")
    assert all(words in page for words in (case.number, "比对中", "处罚决定书.pdf", "撤回异议", "工作日"))
    assert case.number in desk("cases/").content.decode()
    assert f"cases/{case.id}/" in desk(f"records/{penalty.record}/").content.decode()


def test_without_evidence_the_form_comes_back_with_what_was_written(desk, penalty):
    answer = desk(f"records/{penalty.record}/objection/", post={"ground": "error", "reason": "金额不对"})

    assert answer.status_code == 422
    assert "金额不对" in answer.content.decode()
    assert facts.of_organisation(BIRCH) == ()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"reason": "经办人身份证 110101199003074514"}, "身份证"),
        ({"document-grounds": b"MZ not a letter"}, "只收 PDF"),
        ({"document-grounds": PDF.replace(b"<<>>", b"<</OpenAction 1 0 R>>")}, "自动动作"),
    ],
    ids=["a person in the text", "no letter", "a file that acts"],
)
def test_what_cannot_be_kept_is_refused_in_the_form(desk, penalty, sent, said):
    given = {"ground": "error", "reason": "", "document-grounds": PDF, **sent}
    given["document-grounds"] = evidence(content=given["document-grounds"])
    answer = desk(f"records/{penalty.record}/objection/", post=given)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert facts.of_organisation(BIRCH) == ()


def test_the_same_record_is_not_objected_to_twice_at_once(desk, penalty):
    filed(penalty)
    answer = desk(
        f"records/{penalty.record}/objection/",
        post={"ground": "error", "reason": "", "document-grounds": evidence()},
    )

    assert answer.status_code == 422
    assert "已有办理中的同类办件" in answer.content.decode()


def test_a_procedure_that_is_not_for_such_a_record_has_no_form(desk, penalty):
    assert desk(f"records/{penalty.record}/deletion/").status_code == 404
    assert desk(f"records/{penalty.record}/withdrawal/").status_code == 404
    assert desk(f"records/{uuid4()}/objection/").status_code == 404


def test_a_step_is_taken_and_the_page_says_where_the_case_stands(desk, penalty):
    case = filed(penalty)
    answer = desk(f"cases/{case}/steps/withdraw/", post={"seen": "1"})

    assert answer.status_code == 302
    page = desk(f"cases/{case}/").content.decode()
    assert "已撤回异议" in page
    assert "已办结，没有可以办理的步骤" in page


def test_who_acts_on_an_old_page_is_told_so_and_nothing_happens(desk, penalty):
    case = filed(penalty)
    actions.take(case, "forward", seen=1, by=OPERATOR, on=localdate())
    answer = desk(f"cases/{case}/steps/withdraw/", post={"seen": "1"})

    assert answer.status_code == 422
    assert "刚刚已由他人办理" in answer.content.decode()
    assert facts.of_organisation(BIRCH)[0].state == "verifying"


@pytest.mark.parametrize("step", ["forward", "correct", "dismiss"])
def test_a_step_of_somebody_else_is_refused(desk, penalty, step):
    case = filed(penalty)
    answer = desk(f"cases/{case}/steps/{step}/", post={"seen": "1", f"{step}-reason": "理由"})

    assert answer.status_code == 422
    assert re.search("不能|由.*办理", answer.content.decode())
    assert facts.of_organisation(BIRCH)[0].state == "comparing"


def test_a_document_goes_to_the_parties_as_a_file_that_runs_nothing(desk, penalty):
    case = filed(penalty)
    digest = facts.one(case, OWNER, on=localdate()).documents[0].digest
    answer = desk(f"cases/{case}/documents/{digest}/")

    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert desk(f"cases/{case}/documents/{'0' * 64}/").status_code == 404


def test_a_case_of_another_organisation_does_not_exist(desk, penalty, settings):
    case = filed(penalty)
    other = User.objects.create(username="other")
    bind(other.pk, CEDAR, by="operator", reason="授权书", on=localdate())
    browser = Client()
    browser.force_login(other)

    for part in (f"cases/{case}/", f"cases/{case}/documents/{'0' * 64}/"):
        assert browser.get(f"/desk/{CEDAR}/{part}").status_code == 404
        assert browser.get(f"/desk/{BIRCH}/{part}").status_code == 404
    assert browser.post(f"/desk/{CEDAR}/cases/{case}/steps/withdraw/", {"seen": "1"}).status_code == 404


def test_who_stands_for_two_finds_a_case_only_at_the_desk_of_its_own(desk, penalty):
    case = filed(penalty)
    user = User.objects.get(username="representative")
    bind(user.pk, CEDAR, by="operator", reason="授权书", on=localdate())
    browser = Client()
    browser.force_login(user)

    assert browser.get(f"/desk/{BIRCH}/cases/{case}/").status_code == 200
    assert browser.get(f"/desk/{CEDAR}/cases/{case}/").status_code == 404
    assert browser.post(f"/desk/{CEDAR}/cases/{case}/steps/withdraw/", {"seen": "1"}).status_code == 404


def test_a_case_that_nobody_answered_says_that_it_is_late(desk, penalty):
    given = Filing(
        "objection", BIRCH, penalty.record, ground="error", documents=(Document("grounds", "证据.pdf", PDF),)
    )
    case = actions.file(given, by=OWNER, on=localdate() - timedelta(days=20))
    page = desk(f"cases/{case}/").content.decode()

    assert "已超期" in page
    assert "已超期" in desk("cases/").content.decode()


def test_the_first_page_names_the_cases_that_wait_for_the_organisation(desk, penalty):
    case = filed(penalty)
    assert f"cases/{case}/" not in desk().content.decode()

    actions.take(case, "ask_for_material", seen=1, by=OPERATOR, on=localdate(), reason="请补充决定书。")
    page = desk().content.decode()
    assert "等您办理的案件" in page
    assert f"cases/{case}/" in page
