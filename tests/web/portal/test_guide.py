"""Guides say what the tables of steps say."""

from datetime import date

import pytest
from django.test import Client

from gongxin.law.calendar import WorkingCalendar
from gongxin.law.parameter import load_parameters
from gongxin.procedures.guide import guides
from gongxin.procedures.index import PROCEDURES
from gongxin.procedures.sample import samples, samples_of
from gongxin.web.portal.guide import Today, shown_steps

ON = Today(date(2026, 11, 22), load_parameters(), WorkingCalendar.published())


@pytest.mark.parametrize("known", PROCEDURES.values(), ids=PROCEDURES)
def test_a_guide_has_every_step_with_its_party_its_article_and_its_documents(known, db):
    page = Client(headers={"accept-language": "zh-CN"}).get(f"/rights/{known.code}/").content.decode()

    for row in shown_steps(known, ON):
        part = page.split(f'id="step-{row.step.code}"')[1].split('<li id="step-')[0]
        assert row.step.name.zh in part
        assert row.by.zh in part
        assert f"/law/{row.step.basis.instrument}/" in part
        assert ("须由另一人复核" in part) == bool(row.step.unlike)
    assert all(label.zh in page for label in known.states.values())


def test_the_terms_in_a_guide_are_those_in_force_or_said_to_be_missing(db):
    pages = {
        code: Client(headers={"accept-language": "en"}).get(f"/rights/{code}/").content.decode()
        for code in ("objection", "repair")
    }

    assert "2 working days" in pages["objection"]
    assert "5 working days" in pages["objection"]
    extend = pages["repair"].split('id="step-extend"')[1].split('<li id="step-')[0]
    assert "working days" not in extend


def test_an_unknown_guide_is_answered_with_those_there_are(db):
    answer = Client().get("/rights/appeal/")

    assert answer.status_code == 404
    assert "objection" in answer.content.decode()


@pytest.mark.parametrize("known", PROCEDURES.values(), ids=PROCEDURES)
def test_a_guide_says_when_to_come_what_comes_of_it_and_what_can_be_done_against_it(known, db):
    page = Client(headers={"accept-language": "zh-CN"}).get(f"/rights/{known.code}/").content.decode()
    said = guides()[known.code]

    assert all(label.zh in page for label in (said.when, said.gain, said.remedy))
    assert all(f"/rights/{known.code}/samples/{one.code}/" in page for one in samples_of(known.code))


def test_a_term_is_shown_day_by_day_as_if_it_began_today(db):
    file, forward = (
        next(row for row in shown_steps(PROCEDURES["objection"], ON) if row.step.code == code)
        for code in ("file", "forward")
    )

    assert file.terms[0].clock.due_on == date(2026, 11, 24)
    assert forward.terms[0].clock.due_on == date(2026, 11, 27)
    page = Client(headers={"accept-language": "en"}).get("/rights/objection/").content.decode()
    assert "working day 5" in page.split('id="step-forward"')[1].split('id="step-')[0]


def test_without_a_case_of_its_own_a_guide_says_so(db):
    page = Client(headers={"accept-language": "zh-CN"}).get("/rights/objection/").content.decode()

    assert "平台近一年还没有办结的案件" in page


@pytest.mark.parametrize("code", samples())
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_sample_is_a_page_and_a_file(code, language, db):
    browser, one = Client(headers={"accept-language": language}), samples()[code]
    page = browser.get(f"/rights/{one.procedure}/samples/{code}/").content.decode()
    file = browser.get(f"/rights/{one.procedure}/samples/{code}.pdf")

    assert one.paragraphs[0].text(language) in page
    assert file["Content-Type"] == "application/pdf"
    assert file.content.startswith(b"%PDF-")


def test_a_sample_of_another_procedure_is_none(db):
    assert Client().get("/rights/repair/samples/objection-application/").status_code == 404
    assert Client().get("/rights/appeal/samples/objection-application.pdf").status_code == 404
