"""Anybody can see what the letters of a procedure look like."""

import pytest

from gongxin.procedures.index import PROCEDURES
from gongxin.procedures.letter import letters


@pytest.mark.django_db
@pytest.mark.parametrize("code", PROCEDURES)
def test_a_guide_leads_to_a_sample_of_each_letter(client, code):
    page = client.get(f"/rights/{code}/").content.decode()

    for kind in letters(PROCEDURES[code]):
        address = f"/rights/{code}/letters/{kind}.pdf"
        assert address in page
        answer = client.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")


@pytest.mark.django_db
def test_what_there_is_not_is_not_found(client):
    assert client.get("/rights/deletion/letters/material.pdf").status_code == 404
    assert client.get("/rights/appeal/letters/decision.pdf").status_code == 404
