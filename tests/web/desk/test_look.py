"""Who looked, and a complaint about it."""

import csv
import io

from django.utils.timezone import localdate

from gongxin.actions.look import note
from gongxin.queries import complaint


def test_a_look_is_listed_with_unit_matter_article_and_purpose(desk, looked_at):
    page = desk("looks/").content.decode()

    for text in (
        "示范市市场监督管理局",
        "行政许可、行政审批",
        "第18条",
        "办理道路运输许可",
        "示运许〔2026〕7号",
        "看到 3 条",
    ):
        assert text in page
    assert "clerk" not in page  # the account is between the unit and the auditor


def test_one_click_complains_and_the_page_says_so(desk, looked_at):
    answer = desk(f"looks/{looked_at.record}/complaint/", post={})

    assert answer.status_code == 302
    (waiting,) = complaint.listed(is_open=True)
    assert (waiting.look, waiting.text) == (looked_at.record, "")
    page = desk("looks/").content.decode()
    assert "正在处理" in page
    assert "投诉这次查询" not in page


def test_a_second_click_makes_no_second_complaint(desk, looked_at):
    for _ in range(2):
        desk(f"looks/{looked_at.record}/complaint/", post={"text": "为什么？"})

    assert len(complaint.listed(is_open=True)) == 1


def test_a_complaint_with_a_person_s_number_is_refused(desk, looked_at):
    desk(f"looks/{looked_at.record}/complaint/", post={"text": "请打 13812345678"})

    assert complaint.listed(is_open=True) == ()
    assert "手机号码" in desk("looks/").content.decode()


def test_nobody_complains_about_a_look_that_was_not(desk):
    assert desk("looks/00000000-0000-0000-0000-000000000000/complaint/", post={}).status_code == 404


def test_looks_are_filtered_by_month(desk, looked_at):
    month = localdate().strftime("%Y-%m")

    assert "办理道路运输许可" in desk(f"looks/?month={month}").content.decode()
    assert "没有人查询过" in desk("looks/?month=2020-02").content.decode()
    for odd in ("2026-13", "x", "9999-99"):
        assert desk(f"looks/?month={odd}&after={odd}").status_code == 200


def test_the_file_has_the_same_looks_and_no_cell_that_runs(desk, looked_at):
    note([type(looked_at)(**{**fields(looked_at), "purpose": "=cmd|' /C calc'!A1"})])

    answer = desk("looks/looks.csv")

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["时间", "查询单位", "办理事项"]
    assert rows[1][3] == "'=cmd|' /C calc'!A1"
    assert rows[2][1:5] == [
        "示范市市场监督管理局",
        "行政许可、行政审批",
        "办理道路运输许可",
        "示运许〔2026〕7号",
    ]
    assert "attachment" in answer.headers["Content-Disposition"]


def fields(look):
    return {name: getattr(look, name) for name in look.__dataclass_fields__ if name != "record"}
