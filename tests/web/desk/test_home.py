"""The desk's first page, and who may come in."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.timezone import localdate

from gongxin.actions import authorisation, credit_report, unit
from gongxin.actions.notice import notify
from gongxin.actions.representation import bind
from gongxin.disclosure.authorisation import Authorisation
from gongxin.disclosure.role import UnitKind
from gongxin.queries.notice import of_organisation

BANK = "91310000000000027K"
BIRCH, CEDAR = "91310114MA1GT00019", "92310114MA1GT001XX"
ISSUED = {"issued_on": "2026-11-02", "kind": "完整版", "number": "R-1", "by": "centre"}


def test_the_first_page_says_what_is_held_and_what_needs_attention(desk):
    notify("report_issued", ISSUED, to_organisation=BIRCH, about=uuid4())

    page = desk().content.decode()

    for text in (
        "示范市白桦运输有限公司",
        "1 条未读消息",
        "已出具一份信用报告",
        "现在可以申请修复",
        "起可申请修复",
    ):
        assert text in page
    assert "R-1" not in page  # the list of messages says no more than their titles


def test_figures_count_what_the_public_does_not_see_too(desk):
    """Registration and four penalties; the minor one and the one whose term is over are not public."""
    page = desk().content.decode()

    figures = [int(part.split("</dd>")[0]) for part in page.split("<dd>")[1:7]]
    assert figures == [5, 3, 1, 4, 0, 0]


def test_a_calm_page_when_nothing_needs_attention(published, signed_in, people):
    bind(User.objects.get(username="dora").pk, CEDAR, by="operator", reason="授权书", on=localdate())

    page = signed_in("dora").get(f"/desk/{CEDAR}/").content.decode()

    assert "目前没有需要处理的事" in page


def test_the_desk_of_another_organisation_does_not_exist(published, signed_in):
    for account in ("representative", "alice", "auditor", "platform_admin"):
        assert signed_in(account).get(f"/desk/{CEDAR}/").status_code == 404


@pytest.mark.parametrize("part", ["", "records/", "looks/", "messages/", "contact/"])
def test_no_page_of_the_desk_may_be_kept_by_anybody(desk, part):
    assert "no-store" in desk(part).headers["Cache-Control"]


def test_who_represents_one_is_led_there_and_who_represents_several_picks(published, signed_in):
    browser = signed_in("representative")
    assert browser.get("/desk/").headers["Location"] == f"/desk/{BIRCH}/"

    bind(
        User.objects.get(username="representative").pk, CEDAR, by="operator", reason="授权书", on=localdate()
    )
    page = browser.get("/desk/").content.decode()
    assert f"/desk/{BIRCH}/" in page
    assert f"/desk/{CEDAR}/" in page


def test_who_represents_nobody_learns_how_to(published, signed_in):
    assert "还没有代表任何组织" in signed_in("dora").get("/desk/").content.decode()


def test_unread_messages_are_counted_in_the_tab(desk):
    notify("report_issued", ISSUED, to_organisation=BIRCH, about=uuid4())
    assert 'class="badge accent">1<' in desk("contact/").content.decode()

    desk(f"messages/{of_organisation(BIRCH)[0].id}/")
    assert 'class="badge accent">1<' not in desk("contact/").content.decode()


def test_reports_issued_lately_and_authorisations_that_end_are_named(desk):
    credit_report.record(
        credit_report.Issue(
            number="202611220000000017", kind="no_violation", language="zh", uscc=BIRCH, as_of=localdate(),
            known_at=None, period_from=None, period_to=None, areas=(), issued_at=timezone.now(),
            channel="desk", by="representative", entries=1, facts_digest="ab" * 32,
            content_digest="ab" * 32, pdf_digest="ab" * 32, json_digest="ab" * 32,
        )
    )  # fmt: skip
    unit.add(BANK, "示范银行", kind=UnitKind.BANK)
    until = localdate() + timedelta(days=20)
    given = Authorisation(BIRCH, BANK, frozenset({"financing_tax"}), "贷款审批", localdate(), until)
    authorisation.give(given, by="representative", on=localdate())

    page = desk().content.decode()

    for text in ("最近出具的信用报告", "1 项授权即将到期", "示范银行", "已出具一份信用报告"):
        assert text in page
