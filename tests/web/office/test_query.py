"""Government queries in the office: in the course of a matter, for whoever asked, always on record."""

import io
import json
from uuid import uuid4

import fastexcel
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from gongxin.ledger import check_receipt
from gongxin.queries.look import LookFilter, page
from gongxin.reports.query import work_through
from gongxin.store.models import Entry, Query

SHOP, STRANGER, MARKET = "91310000MA0000015F", "91310114MA1GT00019", "11310000000000035N"
SAID = {"matter": "administrative_licensing", "case_number": "示许〔2026〕8号", "purpose": "办理食品经营许可"}


@pytest.fixture
def penalised(recorded, people):
    (record,) = recorded({"content": {"CF_WSH": "示市监处罚〔2026〕1号", "CF_NR": "罚款"}})
    return record


def ask(browser, **said):
    return browser.post("/office/queries/new/", {"organisation": SHOP, **SAID, "key": str(uuid4()), **said})


def test_an_answer_names_what_was_found_what_not_and_what_may_follow(signed_in, penalised):
    browser = signed_in("clerk")

    shown = browser.get(ask(browser).headers["Location"]).content.decode()

    assert "示市监处罚〔2026〕1号" in shown
    assert "依法限制市场或行业准入" in shown
    assert "未查到" in shown
    assert "容缺受理" in shown
    assert "query.feedback" in shown  # which decision of the city is missing


def test_what_the_matter_does_not_open_is_not_on_the_page(signed_in, penalised):
    browser = signed_in("clerk")

    shown = browser.get(ask(browser, matter="tax_treatment").headers["Location"]).content.decode()

    assert "示市监处罚〔2026〕1号" not in shown


def test_a_name_gives_organisations_to_choose_from_and_looks_at_nobody(signed_in, penalised):
    browser = signed_in("clerk")

    offered = ask(browser, organisation="琥珀食品").content.decode()

    assert SHOP in offered
    assert Entry.objects.filter(kind="query").count() == 0
    assert ask(browser, organisation="琥珀食品", uscc=SHOP).status_code == 302
    assert [one.uscc for one in page(LookFilter()).looks] == [SHOP]


def test_a_form_sent_twice_is_one_query(signed_in, penalised):
    browser, key = signed_in("clerk"), str(uuid4())

    first, second = ask(browser, key=key), ask(browser, key=key)

    assert first.headers["Location"] == second.headers["Location"]
    assert Entry.objects.filter(kind="query").count() == 1


@pytest.mark.parametrize("missing", ["matter", "case_number", "purpose"])
def test_a_query_without_matter_case_or_purpose_is_refused(signed_in, penalised, missing):
    answer = ask(signed_in("clerk"), **{missing: ""})

    assert answer.status_code == 422
    assert Query.objects.count() == 0


def test_a_purpose_with_a_telephone_number_says_why_it_is_refused(signed_in, penalised):
    answer = ask(signed_in("clerk"), purpose="联系 13812345678")

    assert answer.status_code == 422
    assert "手机" in answer.content.decode()


def test_an_answer_does_not_exist_for_anybody_else(signed_in, penalised):
    address = ask(signed_in("clerk")).headers["Location"]

    assert signed_in("alice").get(address).status_code == 403
    for part in ("", "files/result.csv", "receipt.json"):
        assert signed_in("clerk").get(f"{address}{part}").status_code == 200


def test_the_receipt_is_handed_out_as_signed_and_on_paper(signed_in, penalised):
    browser = signed_in("clerk")
    address = ask(browser).headers["Location"]

    signed = browser.get(f"{address}receipt.json").content.decode()
    paper = browser.get(f"{address}receipt.pdf")

    assert check_receipt.read(signed).organisations[0].uscc == SHOP
    assert paper.content.startswith(b"%PDF")
    assert b"/ByteRange" in paper.content
    assert browser.get(f"{address}receipt.xml").status_code == 404


def test_a_list_is_answered_row_by_row_in_its_order(signed_in, penalised):
    browser = signed_in("clerk")
    lines = f"序号,统一社会信用代码\n1,{STRANGER}\n2,{SHOP[:-1]}0\n3,{SHOP}\n"
    file = SimpleUploadedFile("名单.csv", lines.encode())

    address = browser.post("/office/queries/many/", {**SAID, "file": file}).headers["Location"]

    table = browser.get(f"{address}files/result.csv").content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[:3] for line in table[1:]] == [
        ["1", STRANGER, "登记中没有该主体"],
        ["2", f"{SHOP[:-1]}0", "代码有误，未查询"],
        ["3", SHOP, "有信息"],
    ]
    book = fastexcel.read_excel(browser.get(f"{address}files/result.xlsx").content)
    assert book.sheet_names == ["结果", "条目"]
    assert book.load_sheet("条目").height == 1
    entries = browser.get(f"{address}files/entries.csv").content.decode("utf-8-sig")
    assert "向社会公开" in entries
    assert "public" not in entries
    assert "existing" not in "".join(table)
    assert "示市监处罚" in browser.get(f"{address}?uscc={SHOP}").content.decode()


def test_a_pasted_list_and_one_without_codes(signed_in, penalised):
    browser = signed_in("clerk")

    assert browser.post("/office/queries/many/", {**SAID, "codes": f"{SHOP}\n{STRANGER}"}).status_code == 302
    assert browser.post("/office/queries/many/", {**SAID, "codes": ""}).status_code == 422
    nothing = SimpleUploadedFile("名单.csv", "姓名\n甲\n".encode())
    assert browser.post("/office/queries/many/", {**SAID, "file": nothing}).status_code == 422
    assert Query.objects.count() == 1


def test_a_long_list_waits_in_the_queue_and_shows_how_far_it_is(signed_in, penalised):
    browser = signed_in("clerk")

    codes = "\n".join([SHOP, *["1234"] * 60])
    address = browser.post("/office/queries/many/", {**SAID, "codes": codes}).headers["Location"]

    assert 'hx-trigger="every 1s"' in browser.get(address).content.decode()
    work_through(Query.objects.get().id)
    assert "有信息" in browser.get(address).content.decode()


def test_a_formula_in_a_list_stays_text(signed_in, penalised):
    browser = signed_in("clerk")
    address = browser.post("/office/queries/many/", {**SAID, "codes": f"=cmd {SHOP}"}).headers["Location"]

    table = io.StringIO(browser.get(f"{address}files/result.csv").content.decode("utf-8-sig"))
    assert ",'=cmd," in table.getvalue()


def test_a_row_of_a_person_is_not_repeated(signed_in, penalised):
    browser = signed_in("clerk")
    address = browser.post("/office/queries/many/", {**SAID, "codes": f"310114199001011234\n{SHOP}"}).headers[
        "Location"
    ]

    assert "310114199001011234" not in browser.get(f"{address}files/result.csv").content.decode()
    assert "310114199001011234" not in Query.objects.get().asked


def test_feedback_is_recorded_for_one_and_for_all(signed_in, penalised):
    browser = signed_in("clerk")
    address = browser.post("/office/queries/many/", {**SAID, "codes": f"{SHOP}\n{STRANGER}"}).headers[
        "Location"
    ]
    seen = {one.uscc: one.record for one in page(LookFilter()).looks}
    given = {
        "decision": "refused",
        "decided_on": localdate(),
        "version": 1,
        "measures": ["market_entry_limited"],
    }

    assert browser.post(f"/office/feedback/{seen[SHOP]}/", given).status_code == 302
    assert browser.post(f"/office/feedback/{seen[STRANGER]}/", given).status_code == 422
    browser.post(f"{address}feedback/", {"decision": "granted", "decided_on": localdate()})

    decisions = Entry.objects.filter(kind="feedback").order_by("sequence").values_list("uscc", "content")
    assert [(uscc, json.loads(content)["decision"]) for uscc, content in decisions] == [
        (SHOP, "refused"),
        (STRANGER, "granted"),
    ]
    assert "依法限制市场或行业准入" in browser.get(f"/office/feedback/{seen[SHOP]}/").content.decode()
    assert "没有待反馈的查询" in browser.get("/office/feedback/").content.decode()


def test_the_work_list_says_which_decision_of_the_city_is_missing(signed_in, penalised):
    browser = signed_in("clerk")
    ask(browser)

    shown = browser.get("/office/feedback/").content.decode()

    assert "query.feedback" in shown
    assert "示许〔2026〕8号" in shown


def test_figures_are_the_own_units_and_for_an_auditor_everybodys(signed_in, penalised):
    ask(signed_in("clerk"))

    own = signed_in("clerk").get("/office/queries/statistics/?form=csv").content.decode("utf-8-sig")
    other = signed_in("auditor").get("/office/queries/statistics/").content.decode()

    assert own.splitlines()[1].split(",")[5:] == ["1", "1", "1", "1", "0"]
    assert "示范市市场监督管理局" in other
