"""The law pages: from an instrument to its articles, and from an article to where it is used."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from gongxin.law.instrument import instruments
from gongxin.law.parameter import load_parameters
from gongxin.queries.item import catalogue
from gongxin.web.portal.law import places, provisions


@pytest.fixture(scope="module")
def held():
    return tuple(places(catalogue(localdate()), load_parameters()))


def test_everything_that_is_cited_has_an_instrument_to_open(held):
    assert {place.article.instrument for place in held} <= set(instruments())


def test_a_legal_number_is_found_at_its_article(held):
    shown = provisions(instruments()["SH"], tuple(p for p in held if p.article.instrument == "SH"))
    article = next(one for one in shown if one.article.number == "29")

    assert [place.detail.zh for place in article.places if place.detail] == ["2 个工作日", "5 个工作日"]


def test_articles_stand_in_the_order_of_their_numbers():
    numbers = [one.article.main_number for one in provisions(instruments()["SH"], ())]

    assert numbers == sorted(numbers)


def test_every_instrument_has_a_page(published):
    client = Client()
    answers = {
        code: client.get(reverse("portal:law_instrument", args=[code])).status_code for code in instruments()
    }

    assert set(answers.values()) == {200}


def test_an_instrument_we_do_not_hold_is_not_found(published):
    assert Client().get("/law/NOTHING/").status_code == 404
