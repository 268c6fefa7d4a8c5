"""Cases in the office: who finds what waiting, who takes which step, what is entered at the window."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from gongxin.actions import account
from gongxin.actions import case as actions
from gongxin.actions.case import Document, Filing
from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.role import Role
from gongxin.procedures.case import Actor
from gongxin.queries import case as facts
from gongxin.queries.entry import of_organisation
from gongxin.queries.look import of_organisation as looks_of

BIRCH, MARKET, CENTRE = "91310114MA1GT00019", "11310000000000035N", "12310000000000019X"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
OWNER = Actor("representative", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({BIRCH}))
OPERATOR = Actor("operator", frozenset({Role.CENTRE_OPERATOR}), unit=CENTRE)


@pytest.fixture
def office(published, signed_in, settings):
    """Return what a page of the office answers somebody."""
    account.add(
        "daniel", "a long password of a person", unit=MARKET, roles=(Role.DATA_REVIEWER,), on=localdate()
    )

    def ask(who, part="", post=None):
        browser = signed_in(who)
        address = f"/office/cases/{part}"
        return browser.get(address) if post is None else browser.post(address, post)

    return ask


@pytest.fixture
def penalty(office):
    shown = of_organisation(BIRCH, viewer=Viewer.organisation(BIRCH), on=localdate())
    penalties = [one for one in shown if one.item == "administrative_penalty"]
    return next(one for one in penalties if one.document_number.endswith("1号"))


@pytest.fixture
def case(penalty):
    filing = Filing(
        "objection", BIRCH, penalty.record, ground="error", reason="罚款金额有误。",
        documents=(Document("grounds", "证据.pdf", PDF),),
    )  # fmt: skip
    return actions.file(filing, by=OWNER, on=localdate())


def text(answer):
    return answer.content.decode()


def paper(name="申请书.pdf"):
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def test_a_case_waits_for_the_centre_and_then_for_the_unit(office, case):
    assert f"/office/cases/{case}/" in text(office("operator"))
    assert f"/office/cases/{case}/" not in text(office("alice"))

    assert office("operator", f"{case}/steps/forward/", {"seen": "1"}).status_code == 302
    assert f"/office/cases/{case}/" not in text(office("operator"))
    assert f"/office/cases/{case}/" in text(office("alice"))
    assert f"/office/cases/{case}/" in text(office("operator", "?show=all"))
    assert f"/office/cases/{case}/" not in text(office("operator", "?procedure=repair&show=all"))


def test_a_case_is_nobodys_business_but_its_parties(office, case):
    assert office("charlie", f"{case}/").status_code == 404  # of another unit
    assert office("charlie", f"{case}/documents/{'0' * 64}/").status_code == 404
    assert office("charlie", f"{case}/steps/dismiss/", {"seen": "1"}).status_code == 404
    assert office("clerk", f"{case}/").status_code == 403
    assert office("alice", f"{case}/").status_code == 200


def test_a_page_shows_the_steps_that_its_reader_may_take_and_no_other(office, case):
    operator, alice = text(office("operator", f"{case}/")), text(office("alice", f"{case}/"))

    assert f"/office/cases/{case}/steps/forward/" in operator
    assert f"/office/cases/{case}/steps/dismiss/" not in operator
    assert "/steps/" not in alice
    assert "现在由信用中心办理" in alice


def test_what_the_organisation_takes_at_the_window_needs_its_paper(office, case):
    page = text(office("operator", f"{case}/"))
    assert "凭当事组织签章的材料代办" in page

    without = office("operator", f"{case}/steps/withdraw/", {"seen": "1"})
    assert without.status_code == 422
    sent = {"seen": "1", "withdraw-document-application": paper()}
    assert office("operator", f"{case}/steps/withdraw/", sent).status_code == 302
    view = facts.one(case, OWNER, on=localdate())
    assert (view.facts.state, view.documents[-1].kind) == ("withdrawn", "application")


def test_a_second_person_confirms_what_one_proposed(office, case):
    office("operator", f"{case}/steps/forward/", {"seen": "1"})
    proposed = {"seen": "2", "propose_upholding-reason": "录入有误。"}
    assert office("alice", f"{case}/steps/propose_upholding/", proposed).status_code == 302

    alone = office("alice", f"{case}/steps/uphold_with_withdrawal/", {"seen": "3"})
    assert alone.status_code == 422
    assert "须由另一人办理" in text(alone)
    assert office("daniel", f"{case}/steps/uphold_with_withdrawal/", {"seen": "3"}).status_code == 302
    assert facts.one(case, OWNER, on=localdate()).facts.state == "upheld"


def test_a_refusal_without_a_reason_comes_back(office, case):
    office("operator", f"{case}/steps/forward/", {"seen": "1"})
    answer = office("alice", f"{case}/steps/dismiss/", {"seen": "2", "dismiss-reason": " "})

    assert answer.status_code == 422
    assert facts.one(case, OWNER, on=localdate()).facts.state == "verifying"


def test_whoever_may_correct_opens_the_record_in_the_form_and_only_the_centres_is_a_look(
    office, case, penalty
):
    before = len(looks_of(BIRCH).looks)
    page = text(office("operator", f"{case}/steps/propose_correction/"))
    assert 'name="propose_correction-value-' in page
    assert len(looks_of(BIRCH).looks) == before + 1
    assert looks_of(BIRCH).looks[0].case_number == facts.one(case, OWNER, on=localdate()).facts.number

    office("operator", f"{case}/steps/forward/", {"seen": "1"})
    assert 'name="propose_upholding-value-' in text(office("alice", f"{case}/steps/propose_upholding/"))
    assert len(looks_of(BIRCH).looks) == before + 1
    assert office("alice", f"{case}/steps/dismiss/").status_code == 302  # nothing to open there


def test_only_what_was_changed_goes_with_the_proposal(office, case, penalty):
    code = "CF_SY"
    sent = {
        "seen": "1",
        "propose_correction-reason": "录入时少一位。",
        f"propose_correction-value-{code}": "更正后的值",
    }
    assert office("operator", f"{case}/steps/propose_correction/", sent).status_code == 302

    (step,) = facts.one(case, OWNER, on=localdate()).steps[1:]
    assert step.values == {code: "更正后的值"}
    page = text(office("operator", f"{case}/"))
    assert all(words in page for words in ("应当改为", "违法事实", "更正后的值"))


def test_an_operator_files_at_the_window_what_an_organisation_signed(office, penalty):
    listed = text(office("operator", f"window/?uscc={BIRCH}"))
    assert f"/office/cases/window/{penalty.record}/objection/" in listed
    assert looks_of(BIRCH).looks[0].purpose == "窗口代为录入"

    address = f"window/{penalty.record}/objection/"
    assert office("operator", address, {"ground": "error", "reason": "x"}).status_code == 422
    sent = {"ground": "error", "reason": "", "document-grounds": paper()}
    assert office("operator", address, sent).status_code == 302
    (case,) = facts.of_organisation(BIRCH)
    assert (case.channel, case.filed_by, case.state) == ("window", "operator", "comparing")


def test_an_unknown_code_at_the_window_is_answered_and_leaves_no_look(office):
    assert office("operator", "window/?uscc=91310000MA0000099X").status_code == 200
    assert office("alice", "window/").status_code == 403


def test_a_unit_begins_what_is_its_own_to_begin_about_its_own_records(office, penalty):
    address = f"own/{penalty.record}/withdrawal/"
    assert office("charlie", address).status_code == 404
    assert office("alice", f"own/{penalty.record}/objection/").status_code == 404

    sent = {"reason": "决定已被撤销。", "document-changed_decision": paper()}
    assert office("alice", address, sent).status_code == 302
    (case,) = facts.of_organisation(BIRCH)
    assert (case.procedure.code, case.channel, case.state) == ("withdrawal", "office", "reported")


def test_figures_count_a_term_in_the_month_of_its_last_day(office, penalty):
    def filed(days_ago):
        filing = Filing(
            "objection", BIRCH, penalty.record, ground="error",
            documents=(Document("grounds", "证据.pdf", PDF),),
        )  # fmt: skip
        return actions.file(filing, by=OWNER, on=localdate() - timedelta(days=days_ago))

    actions.take(filed(80), "forward", seen=1, by=OPERATOR, on=localdate() - timedelta(days=80))
    month = (localdate() - timedelta(days=80)).strftime("%Y-%m")
    shown = office("operator", f"figures.json?month={month}").json()["terms"]
    own = office("alice", f"figures.json?month={month}").json()["terms"]

    assert {(one["term"], one["kept"], one["late"]) for one in shown} >= {("verification", 0, 1)}
    assert [one["term"] for one in own] == ["verification"]
    assert office("charlie", f"figures.json?month={month}").json()["terms"] == []
    assert "按期率" in text(office("auditor", f"figures/?month={month}"))
    assert "按期" in office("operator", f"figures.csv?month={month}").content.decode("utf-8-sig")


def test_an_auditor_finds_under_all_the_cases_in_which_auditors_have_a_part_and_no_other(office, case):
    everything = text(office("auditor", "?show=all"))

    assert f"/office/cases/{case}/" not in everything
    assert f"/office/cases/{case}/" in text(office("reviewer2", "?show=all"))


def test_a_case_whose_answer_is_late_says_that_its_record_shows_nowhere(office, penalty):
    filing = Filing(
        "objection", BIRCH, penalty.record, ground="error", documents=(Document("grounds", "证据.pdf", PDF),)
    )
    on = localdate() - timedelta(days=30)
    late = actions.file(filing, by=OWNER, on=on)
    assert "已自动中止展示" not in text(office("operator", f"{late}/"))  # its comparison is late, no more

    actions.take(late, "forward", seen=1, by=OPERATOR, on=on)
    assert "已自动中止展示" in text(office("alice", f"{late}/"))


def test_the_window_shows_what_can_be_asked_for_from_which_day(office, penalty):
    listed = text(office("operator", f"window/?uscc={BIRCH}"))

    assert "起可以申请信用修复" in listed
    assert 'enctype="multipart/form-data"' not in text(office("operator", f"window/{penalty.record}/repair/"))
