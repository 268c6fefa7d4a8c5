"""Every adverse record with the day of its repair, what is missing for it, and its notice."""

import html
import re

import pytest
from django.utils.timezone import localdate

from gongxin.actions import case as actions
from gongxin.actions.case import Document, Filing
from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.role import Role
from gongxin.procedures.case import Actor
from gongxin.queries import entry
from gongxin.store.models import Case

BIRCH, CEDAR = "91310114MA1GT00019", "92310114MA1GT001XX"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
MATERIAL = tuple(Document(kind, "a.pdf", PDF) for kind in ("proof_of_fulfilment", "commitment_letter"))
OWNER = Actor("representative", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({BIRCH}))
OPERATOR = Actor("operator", frozenset({Role.CENTRE_OPERATOR}), unit="12310000000000019X")
OFFICER = Actor("alice", frozenset({Role.DATA_OFFICER}), unit="11310000000000035N")
OFFICER2 = Actor("second", frozenset({Role.DATA_REVIEWER}), unit="11310000000000035N")


@pytest.fixture
def penalties(desk):
    held = entry.of_organisation(BIRCH, viewer=Viewer.organisation(BIRCH), on=localdate())
    return {int(re.search(r"(\d)号", one.document_number)[1]): one for one in held if one.tier}


def words(answer):
    return html.unescape(re.sub(r"<[^>]+>|\s+", "", answer.content.decode()))


def test_the_list_says_of_each_record_from_when_and_what_is_missing(desk, penalties):
    said = words(desk("repair/"))

    assert "现在可以申请2" in said
    assert "时间未到或者条件未满足2" in said
    assert f"自{penalties[2].repairable_on}起可申请" in said
    assert said.count("作出信用修复承诺") == 4


def test_an_application_under_way_and_a_repaired_record_stand_apart(desk, penalties):
    minor, old = penalties[3], penalties[4]
    for record in (minor.record, old.record):
        case = actions.file(Filing("repair", BIRCH, record, documents=MATERIAL), by=OWNER, on=localdate())
    for step, by in (("forward", OPERATOR), ("propose_repair", OFFICER), ("repair", OFFICER2)):
        seen = Case.objects.get(id=case).version
        actions.take(case, step, seen=seen, by=by, on=localdate())

    said = words(desk("repair/"))

    assert "现在可以申请0" in said
    assert "办理中1" in said
    assert "已修复1" in said
    assert "信用修复：已受理" in said


def test_the_page_of_a_record_shows_each_condition_and_whether_it_is_met(desk, penalties):
    severe, old = (words(desk(f"records/{penalties[n].record}/")) for n in (2, 4))

    assert "尚未满足最短公示期届满后" in severe
    assert "申请时提交作出信用修复承诺" in severe
    assert "现在就可以申请修复" in old
    assert "已满足最短公示期届满后" in old


def test_a_decision_from_before_the_new_measures_shows_both_days(desk, penalties):
    said = words(desk(f"records/{penalties[4].record}/"))

    assert "不同时期规定的最短公示期届满日" in said
    assert "失信行为纠正后的信用信息修复管理办法（试行）" in said


def test_what_is_not_adverse_has_neither_prospect_nor_notice(desk):
    held = entry.of_organisation(BIRCH, viewer=Viewer.organisation(BIRCH), on=localdate())
    registration = next(one for one in held if one.item == "organisation_registration")

    assert "尚未满足" not in words(desk(f"records/{registration.record}/"))
    assert desk(f"records/{registration.record}/repair-notice.pdf").status_code == 404


def test_the_notice_is_a_file_of_the_organisation_and_of_nobody_else(desk, client, penalties):
    own = desk(f"records/{penalties[1].record}/repair-notice.pdf")

    assert (own.status_code, own["Content-Type"]) == (200, "application/pdf")
    assert own.content.startswith(b"%PDF")
    assert "no-store" in own["Cache-Control"]
    address = f"/desk/{BIRCH}/records/{penalties[1].record}/repair-notice.pdf"
    assert client.get(address).status_code == 302


def test_a_record_of_somebody_else_has_no_notice_here(desk, penalties):
    held = entry.page(entry.EntryFilter(item="administrative_penalty"), viewer=Viewer.CENTRE, on=localdate())
    others = [one for one in held.entries if one.uscc != BIRCH]

    assert desk("records/00000000-0000-0000-0000-000000000000/repair-notice.pdf").status_code == 404
    assert all(desk(f"records/{one.record}/repair-notice.pdf").status_code == 404 for one in others)


def test_the_form_says_from_which_day_it_can_be_sent_and_has_no_button_until_then(desk, penalties):
    early, ready = penalties[2], penalties[3]
    page, said = desk(f"records/{early.record}/repair/"), words(desk(f"records/{early.record}/repair/"))

    assert page.status_code == 200
    assert "起可以申请信用修复" in said
    assert f"自{early.repairable_on}起可申请" in said
    assert "信用修复承诺书" in said
    assert 'enctype="multipart/form-data"' not in page.content.decode()
    assert 'enctype="multipart/form-data"' in desk(f"records/{ready.record}/repair/").content.decode()


def test_a_form_for_what_is_asked_already_leads_to_the_case(desk, penalties):
    minor = penalties[3]
    case = actions.file(Filing("repair", BIRCH, minor.record, documents=MATERIAL), by=OWNER, on=localdate())
    page = desk(f"records/{minor.record}/repair/").content.decode()

    assert f"/cases/{case}/" in page
    assert 'enctype="multipart/form-data"' not in page
