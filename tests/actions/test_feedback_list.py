"""Feedback on many queries: every row is answered, all are recorded or none, and again is no harm."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import localdate

from gongxin.actions.feedback import Feedback
from gongxin.actions.feedback_list import Reported, report_list
from gongxin.actions.query import Asked, asked_row
from gongxin.actions.verification import verify
from gongxin.disclosure.feedback import Decision
from gongxin.queries import feedback as facts
from gongxin.queries.matter import by_code
from gongxin.reports.query import ask
from gongxin.store.models import Entry

SHOP, OTHER = "91310000MA0000015F", "91310114MA1GT00019"
MARKET, HOUSING = "11310000000000035N", "11310114000000000J"
MATTER = "administrative_licensing"

pytestmark = pytest.mark.django_db


def asked(case_number="示许〔2026〕8号", codes=(SHOP,), unit=MARKET):
    on = localdate()
    return ask(
        Asked(
            unit=unit, account="clerk", channel="api", matter=MATTER, edition=by_code(MATTER, on).edition,
            purpose="办理许可", case_number=case_number, on=on,
            rows=[asked_row(place, code) for place, code in enumerate(codes, 1)],
        )
    )  # fmt: skip


def look(uscc=SHOP):
    return Entry.objects.get(kind="query", uscc=uscc, version=1).record


def granted(row=1, decision=Decision.GRANTED, note="", decided_on=None, **named):
    said = Feedback(decision=decision, decided_on=decided_on or localdate(), by="clerk", note=note)
    return Reported(row=row, feedback=said, **named)


def send(*rows, unit=MARKET):
    return report_list(rows, unit=unit, on=localdate())


def states(answers):
    return [one.state for one in answers]


def test_a_row_names_the_look_its_query_or_its_case(db):
    first, _ = asked("一"), asked("二", [OTHER])
    asked("三", [SHOP, OTHER])

    answers = send(
        granted(1, number=first),
        granted(2, case_number="二"),
        granted(3, case_number="三", uscc=SHOP, decision=Decision.TOLERATED),
        granted(4, case_number="三", uscc=OTHER, note="容缺一项材料"),
    )

    assert states(answers) == ["recorded"] * 4
    assert [one.sequence for one in answers] == sorted(one.sequence for one in answers)
    assert facts.count_awaited(MARKET) == 0
    assert list(verify()) == []


def test_the_same_list_again_changes_nothing(db):
    asked()
    rows = [granted(number=look(), note="同意")]

    assert (states(send(*rows)), states(send(*rows))) == (["recorded"], ["unchanged"])
    assert Entry.objects.filter(kind="feedback").count() == 1


def test_one_refused_row_and_none_is_recorded(db):
    asked()

    answers = send(granted(1, number=look()), granted(2, case_number="没有这个"))

    assert states(answers) == ["ready", "refused"]
    assert "没有这次查询" in answers[1].reason
    assert not Entry.objects.filter(kind="feedback").exists()


def test_a_row_does_not_change_what_was_reported_unless_it_says_which_version(db):
    asked()
    send(granted(number=look()))

    refused = send(granted(number=look(), decision=Decision.REFUSED))
    assert (states(refused), "不同的反馈" in refused[0].reason) == (["refused"], True)
    assert states(send(granted(number=look(), decision=Decision.REFUSED, version=2))) == ["recorded"]
    assert facts.one(look(), unit=MARKET).version == 3


def test_a_row_without_decision_is_passed_over(db):
    asked()

    assert states(send(Reported(row=1, number=look()))) == ["empty"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"number": uuid4()}, "没有这次查询"),
        ({"case_number": "三"}, "多次查询"),
        ({"case_number": "三", "uscc": "91310000MA0000023A"}, "没有这次查询"),
        ({"case_number": "三", "uscc": SHOP, "decided_on": date(2020, 1, 1)}, "查询之日"),
        ({"case_number": "三", "uscc": SHOP, "note": "联系电话13812345678"}, "手机号码"),
        ({"case_number": "三", "uscc": SHOP, "fault": "决定日期不是日期"}, "不是日期"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_of_that_row(db, row, said):
    asked("三", [SHOP, OTHER])
    asked("二", [OTHER])

    answers = send(granted(1, case_number="二", note="编号 91310114MA1GT00019"), granted(2, **row))

    assert states(answers) == ["ready", "refused"]
    assert said in answers[1].reason


def test_two_rows_about_one_look_are_refused(db):
    asked()

    assert states(send(granted(1, number=look()), granted(2, case_number="示许〔2026〕8号"))) == [
        "ready",
        "refused",
    ]


def test_queries_of_another_unit_are_nobodys(db):
    query = asked(unit=HOUSING)

    answers = send(
        granted(1, number=query), granted(2, number=look()), granted(3, case_number="示许〔2026〕8号")
    )

    assert states(answers) == ["refused"] * 3


def test_a_day_before_the_query_or_after_today_is_refused(db):
    asked()
    for day in (localdate() - timedelta(days=1), localdate() + timedelta(days=1)):
        assert states(send(granted(number=look(), decided_on=day))) == ["refused"]
