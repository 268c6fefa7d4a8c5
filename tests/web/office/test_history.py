"""Clerks ask what a matter would have shown then; the look is on record."""

from datetime import date

import pytest

from gongxin.store.models import Entry

SHOP = "91310000MA0000015F"
SAID = {
    "uscc": SHOP,
    "matter": "administrative_licensing",
    "purpose": "核查当时的信用状况",
    "case_number": "示许〔2026〕1号",
}
PAGE = "/office/queries/history/"


@pytest.fixture
def clerk(recorded, signed_in):
    recorded({"content": {"CF_WSH": "沪罚〔2026〕7号"}, "decided_on": date(2026, 5, 1)})
    return signed_in("clerk")


def test_the_page_shows_what_stood_on_the_day(clerk):

    assert "沪罚〔2026〕7号" in clerk.post(PAGE, {**SAID, "as_of": "2026-05-02"}).content.decode()
    assert "沪罚〔2026〕7号" not in clerk.post(PAGE, {**SAID, "as_of": "2026-04-30"}).content.decode()
    assert (
        list(Entry.objects.filter(kind="query").values_list("uscc", "item"))
        == [(SHOP, "administrative_licensing")] * 2
    )


def test_a_day_and_a_moment_are_asked_for_and_said(clerk):
    text = clerk.post(PAGE, {**SAID, "as_of": "2026-05-02", "known_at": "2026-05-02T09:00"}).content.decode()

    assert "2026-05-02 的情况，以 2026-05-02 09:00 已入库的为准" in text
    assert "当时没有可以查到的信息" in text  # it came in later


@pytest.mark.parametrize(
    "wrong",
    [{"uscc": "91310000MA0000015G"}, {"as_of": "2999-01-01"}, {"purpose": ""}, {"matter": "none"},
     {"purpose": "核查 13800138000 的情况"}],
)  # fmt: skip
def test_a_wrong_question_is_refused_and_leaves_no_look(clerk, wrong):

    assert clerk.post(PAGE, SAID | wrong).status_code == 422
    assert not Entry.objects.filter(kind="query").exists()
