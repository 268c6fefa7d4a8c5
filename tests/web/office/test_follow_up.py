"""Who is graded fair or poor, what was done about it, and how many handed in a credit report."""

import pytest
from django.utils.timezone import localdate

from gongxin.actions.case import take
from gongxin.actions.case_document import Document
from gongxin.disclosure.role import Role
from gongxin.procedures.case import Actor
from gongxin.queries.case import of_organisation
from gongxin.queries.evaluation import grade_of

CODE, BIRCH = "comprehensive_enterprise", "91310114MA1GT00019"
PAGE = "/office/follow-ups/"

pytestmark = pytest.mark.usefixtures("published")


@pytest.fixture
def graded(signed_in, people, evaluate):
    evaluate()
    return grade_of(BIRCH, CODE, localdate())


def text(answer):
    return answer.content.decode()


def test_before_a_model_is_released_nobody_is_followed_up(signed_in, people):
    assert "还没有放行的模型" in text(signed_in("operator").get(PAGE))


def test_those_graded_fair_or_poor_are_listed(signed_in, graded):
    assert graded in ("fair", "poor")
    page = text(signed_in("operator").get(PAGE))

    assert BIRCH in page
    assert "尚未告知" in page
    assert "80%" in page


def test_whoever_is_chosen_is_told_once(signed_in, graded):
    operator = signed_in("operator")
    for _ in range(2):
        operator.post(f"{PAGE}ask/", {"uscc": [BIRCH]})

    (case,) = of_organisation(BIRCH)
    assert (case.procedure.code, case.state) == ("follow_up", "asked")
    assert case.number in text(operator.get(PAGE))


def test_nobody_chosen_is_told_what_to_do(signed_in, graded):
    assert "请先勾选" in text(signed_in("operator").post(f"{PAGE}ask/", {}, follow=True))


def test_a_credit_report_handed_in_counts(signed_in, graded):
    signed_in("operator").post(f"{PAGE}ask/", {"uscc": [BIRCH]})
    (case,) = of_organisation(BIRCH)
    paper = b"%PDF-1.4\n1 0 obj <<>> endobj\n%%EOF"
    owner = Actor("owner", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({BIRCH}))
    kinds = ("rectification_report", "credit_report")
    documents = tuple(Document(kind, "paper.pdf", paper) for kind in kinds)
    take(case.id, "report", seen=1, by=owner, on=localdate(), documents=documents)

    page = text(signed_in("operator").get(PAGE))
    assert "待核实" in page


def test_the_list_is_handed_out_as_shown(signed_in, graded):
    sheet = text(signed_in("operator").get("/office/follow-ups.csv", {"grade": str(graded)}))

    assert BIRCH in sheet
    assert len(text(signed_in("operator").get("/office/follow-ups.csv?grade=nothing")).splitlines()) >= 2
