"""Models in the office: read, tried over everybody, proposed and released by two persons."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from gongxin.actions.trial import run
from gongxin.queries.release import in_use, waiting
from gongxin.store.models import Trial

CODE = "comprehensive_enterprise"
MODEL = f"/office/models/{CODE}/"
TOMORROW = localdate() + timedelta(days=1)


@pytest.fixture
def done(signed_in, people):
    answer = signed_in("operator").post(f"{MODEL}trials/", {"edition": "2026"})
    number = Trial.objects.values_list("id", flat=True).get()
    assert answer.headers["Location"] == f"/office/models/trials/{number}/"
    assert run(number) == "done"
    return f"/office/models/trials/{number}/"


def text(answer):
    return answer.content.decode()


def test_the_models_are_listed_and_say_that_weights_are_the_citys_decision(signed_in, people):
    listed = text(signed_in("operator").get("/office/models/"))
    shown = text(signed_in("operator").get(MODEL))

    assert "企业公共信用综合评价" in listed
    assert "尚未放行" in listed
    assert "由城市决定" in shown
    assert "一票否决" in shown


def test_a_model_that_nobody_wrote_does_not_exist(signed_in, people):
    assert signed_in("operator").get("/office/models/nothing/").status_code == 404


def test_a_trial_shows_how_many_get_which_grade(signed_in, done):
    page = text(signed_in("operator").get(done))

    assert "等次分布" in page
    assert "没有可以比较的等次" in page


def test_the_report_of_a_trial_is_a_pdf(signed_in, done):
    answer = signed_in("reviewer2").get(f"{done}report.pdf")

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_before_it_is_done_there_is_no_report(signed_in, people):
    signed_in("operator").post(f"{MODEL}trials/", {"edition": "2026"})
    number = Trial.objects.values_list("id", flat=True).get()
    page = signed_in("operator").get(f"/office/models/trials/{number}/")

    assert "还没有算完" in text(page)
    assert signed_in("operator").get(f"/office/models/trials/{number}/report.pdf").status_code == 404


def test_one_proposes_and_another_releases(signed_in, done):
    proposed = {"effective_on": str(TOMORROW), "reasons": "试算平稳，已公开征求意见"}
    signed_in("operator").post(f"{done}proposal/", proposed)
    (release,) = waiting()
    decide = f"/office/models/releases/{release.id}/decision/"

    assert signed_in("operator").post(decide, {"decision": "confirm"}).status_code == 403
    signed_in("reviewer2").post(decide, {"decision": "confirm"})
    assert in_use(CODE, TOMORROW).edition == "2026"
    assert "已放行" in text(signed_in("operator").get(MODEL))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"effective_on": str(localdate()), "reasons": "理由"}, "最早为明天"),
        ({"effective_on": "soon", "reasons": "理由"}, "日期"),
        ({"effective_on": str(TOMORROW), "reasons": "由13800138000同意"}, "个人信息"),
    ],
)
def test_what_was_wrong_stands_in_the_form_again(signed_in, done, sent, said):
    answer = signed_in("operator").post(f"{done}proposal/", sent)

    assert answer.status_code == 422
    assert said in text(answer)
    assert sent["reasons"] in text(answer)


def test_a_refusal_says_why(signed_in, done):
    signed_in("operator").post(f"{done}proposal/", {"effective_on": str(TOMORROW), "reasons": "理由"})
    (release,) = waiting()
    decide = f"/office/models/releases/{release.id}/decision/"

    assert "写明理由" in text(signed_in("reviewer2").post(decide, {"decision": "refuse"}, follow=True))
    answer = signed_in("reviewer2").post(decide, {"decision": "refuse", "said": "先征求意见"}, follow=True)
    assert "先征求意见" in text(answer)
    assert not waiting()


def test_every_page_of_it_is_there_in_english(signed_in, done):
    reader = signed_in("operator")
    reader.post("/language/en/")

    for address in ("/office/models/", MODEL, done):
        assert "Evaluation models" in text(reader.get(address, headers={"Accept-Language": "en"}))
