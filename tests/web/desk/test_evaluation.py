"""The organisation's own grade: why, what would lift it, and objection to it."""

import re

import pytest
from django.utils.timezone import localdate

from gongxin.queries import case as cases
from gongxin.queries.evaluation import result

BIRCH, CODE = "91310114MA1GT00019", "comprehensive_enterprise"


@pytest.fixture
def page(evaluated):
    return evaluated("evaluation/").content.decode()


def test_before_anybody_was_evaluated_the_page_says_so(desk):
    assert "还没有对本组织的评价结果" in desk("evaluation/").content.decode()


def test_the_grade_stands_with_its_score_and_every_reason(evaluated, page):
    found = result(BIRCH, CODE, localdate())

    assert f">{found.grade.label.zh}<" in page
    assert f"<dd>{found.score}</dd>" in page
    assert len(found.reasons) > 0
    for reason in found.reasons:
        assert reason.contribution.reason.zh in page


def test_each_reason_leads_to_the_records_that_count(evaluated, page):
    records = {one.record for reason in result(BIRCH, CODE, localdate()).reasons for one in reason.entries}

    assert {str(record) for record in records} <= set(re.findall(r"/records/([0-9a-f-]{36})/", page))


def test_it_says_until_when_a_record_counts_and_from_when_it_can_be_repaired(page):
    assert "此后自动不计" in page
    assert "可以申请修复，修复后不计" in page


def test_the_history_is_a_chart_and_a_table(page):
    assert 'class="chart course"' in page
    assert "用表格看" in page


def test_an_objection_goes_to_the_centre_with_a_day(evaluated, page):
    found = result(BIRCH, CODE, localdate())
    address = f"evaluation/{found.id}/objection/"
    assert "最迟" in evaluated(address).content.decode()

    answer = evaluated(address, post={"ground": "calculation", "reason": "罚款已经缴清"})
    assert answer.status_code == 302
    (case,) = cases.of_record(found.id)
    assert (case.procedure.code, case.state, case.due_on is not None) == (
        "evaluation_objection", "verifying", True
    )  # fmt: skip
    assert "企业公共信用综合评价" in case.title.zh
    assert "提出异议</a>" not in evaluated("evaluation/").content.decode()


@pytest.mark.parametrize("sent", [{}, {"ground": "calculation"}, {"ground": "x", "reason": "理由"}])
def test_what_is_missing_stands_in_the_form_again(evaluated, page, sent):
    found = result(BIRCH, CODE, localdate())

    answer = evaluated(f"evaluation/{found.id}/objection/", post=sent)
    assert answer.status_code == 422
    assert not cases.of_record(found.id)


def test_a_result_of_somebody_else_does_not_exist(evaluated, page):
    other = result("91310000MA0000015F", CODE, localdate())

    assert evaluated(f"evaluation/{other.id}/objection/").status_code == 404
