"""Guides say what the tables of steps say."""

from datetime import date

import pytest
from django.test import Client

from gongxin.law.parameter import load_parameters
from gongxin.procedures.index import PROCEDURES
from gongxin.web.portal.guide import shown_steps

ON = date(2026, 11, 22)


@pytest.mark.parametrize("known", PROCEDURES.values(), ids=PROCEDURES)
def test_a_guide_has_every_step_with_its_party_its_article_and_its_documents(known, db):
    page = Client(headers={"accept-language": "zh-CN"}).get(f"/rights/{known.code}/").content.decode()

    for row in shown_steps(known, load_parameters(), ON):
        part = page.split(f'id="step-{row.step.code}"')[1].split("</li>")[0]
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
    extend = pages["repair"].split('id="step-extend"')[1].split("</li>")[0]
    assert "working days" not in extend


def test_an_unknown_guide_is_answered_with_those_there_are(db):
    answer = Client().get("/rights/appeal/")

    assert answer.status_code == 404
    assert "objection" in answer.content.decode()
