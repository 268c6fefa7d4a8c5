"""The unit's plan of verification, and what is found of each commitment."""

import csv
import io

import pytest
from django.utils.timezone import localdate

from gongxin.actions.unit_setting import release_apart
from gongxin.store.models import Case, Commitment

OFFICE = "/office/commitments/"
BROKEN = {
    "performance": "none", "unkept": "场所使用证明不实。", "action": "责令改正。",
    "reason": "现场核查发现不符。",
}  # fmt: skip


@pytest.fixture
def one(published, people):
    """The one commitment in the small city: Amber's to the market bureau."""
    return Commitment.objects.get()


def test_the_list_begins_with_what_nobody_has_planned(one, signed_in):
    shown = signed_in("alice").get(OFFICE).content.decode()

    assert one.number in shown
    assert "未排期" in shown


def test_another_unit_sees_none_of_it(one, signed_in):
    browser = signed_in("charlie")

    assert one.number not in browser.get(f"{OFFICE}?state=").content.decode()
    assert browser.get(f"{OFFICE}{one.record}/").status_code == 404
    assert browser.post(f"{OFFICE}{one.record}/kept/").status_code == 404


def test_a_term_by_kind_gives_every_open_one_its_day(one, signed_in):
    browser = signed_in("alice")

    answer = browser.post(f"{OFFICE}plan/", {"kind": one.kind, "working_days": "20"}, follow=True)

    assert "1 项待核查承诺" in answer.content.decode()
    one.refresh_from_db()
    assert one.due_by == "plan"
    assert "核查逾期" in browser.get(f"{OFFICE}?state=overdue").content.decode()


@pytest.mark.parametrize(
    "sent", [{"kind": "主动型", "working_days": "20"}, {"kind": "证明事项型", "working_days": "0"}]
)
def test_an_odd_plan_is_refused(one, signed_in, sent):
    assert signed_in("alice").post(f"{OFFICE}plan/", sent).status_code == 422


def test_a_commitment_found_kept_is_so_for_everybody(one, signed_in, client):
    signed_in("alice").post(f"{OFFICE}{one.record}/kept/")

    one.refresh_from_db()
    assert (one.performance, one.found_on) == ("full", localdate())
    assert "全部履行" in client.get(f"/records/{one.record}/").content.decode()


def test_where_two_persons_are_wanted_the_first_one_only_proposes(one, people, signed_in):
    release_apart(one.unit, wanted=True, by="unit_admin")
    browser = signed_in("alice")

    shown = browser.post(f"{OFFICE}{one.record}/kept/", follow=True).content.decode()
    again = browser.post(f"{OFFICE}{one.record}/kept/", follow=True).content.decode()

    assert "请本单位另一人确认" in shown
    assert "由他人确认" in again
    one.refresh_from_db()
    assert one.performance == ""


def test_a_breach_opens_a_case_and_changes_nothing_yet(one, signed_in):
    answer = signed_in("alice").post(f"{OFFICE}{one.record}/", BROKEN)

    case = Case.objects.get(procedure="commitment")
    assert (case.subject, case.provider, case.state) == (one.record, one.unit, "hearing")
    assert answer.headers["Location"].endswith(f"{case.id}/")
    assert "认定全部履行" not in signed_in("alice").get(f"{OFFICE}{one.record}/").content.decode()
    one.refresh_from_db()
    assert one.performance == ""


@pytest.mark.parametrize(
    ("change", "said"),
    [({"unkept": ""}, "必填"), ({"reason": "电话 13800138000"}, "手机"), ({"performance": "full"}, "选")],
)
def test_a_breach_says_what_it_must_and_names_no_person(one, signed_in, change, said):
    answer = signed_in("alice").post(f"{OFFICE}{one.record}/", {**BROKEN, **change})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Case.objects.exists()


def test_the_list_goes_along_as_a_table(one, signed_in):
    answer = signed_in("alice").get("/office/commitments.csv?state=open")

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert rows[1][0] == one.number
