"""The notice that goes out with a penalty: complete, the same whenever it is made, many in one file."""

import io
import re
from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate
from pypdf import PdfReader

from gongxin.disclosure.policy import Viewer
from gongxin.queries import entry
from gongxin.queries.prospect import of_entry
from gongxin.reports.repair_notice import notice, notice_pdf

BIRCH = "91310114MA1GT00019"


@pytest.fixture
def penalties(published):
    found = entry.of_organisation(BIRCH, viewer=Viewer.organisation(BIRCH), on=localdate())
    return [one for one in found if one.item == "administrative_penalty"]


def text_of(pdf):
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    return [re.sub(r"\s+", "", page) for page in pages]


def test_it_names_the_decision_the_day_the_conditions_and_where_to_apply(penalties):
    severe = next(one for one in penalties if one.tier == "severe")

    (page,) = text_of(notice_pdf([severe], language="zh"))

    for said in ("信用修复告知书", severe.document_number, BIRCH, "严重", f"自{severe.repairable_on}起"):
        assert said in page
    assert f"/desk/{BIRCH}/records/{severe.record}/" in page
    assert "3个工作日" in page
    assert "不收取任何费用" in page


def test_it_is_the_same_file_whenever_it_is_made(penalties):
    assert notice_pdf(penalties[:1], language="zh") == notice_pdf(penalties[:1], language="zh")


def test_many_notices_are_one_file_each_on_a_page_of_its_own(penalties):
    pages = text_of(notice_pdf(penalties, language="zh"))

    assert len(pages) == len(penalties)
    assert all(one.document_number in page for one, page in zip(penalties, pages, strict=True))


def test_an_english_one_says_the_same(penalties):
    severe = next(one for one in penalties if one.tier == "severe")

    (page,) = text_of(notice_pdf([severe], language="en"))

    assert f"from{severe.repairable_on}" in page
    assert "Noticeofcreditrepair" in page


def test_a_decision_from_before_the_new_measures_shows_what_each_set_of_rules_gives(penalties):
    older = next(one for one in penalties if one.decided_on < date(2026, 4, 1))

    said = notice(older)

    assert [one["applies"] for one in said["alternatives"]] == [True, False]
    assert {one["from_on"] for one in said["alternatives"]} == {str(older.repairable_on)}


def test_what_it_says_is_as_of_the_day_on_which_the_record_came_in(penalties):
    one = next(one for one in penalties if one.tier == "ordinary")
    later = of_entry(one, on=localdate() + timedelta(days=400))

    assert notice(one)["on"] == str(localdate())
    assert later is not None
    assert later.from_on == one.repairable_on
