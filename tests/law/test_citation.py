"""A citation has one spelling."""

import pytest

from gongxin.law.citation import Article, article_from
from gongxin.law.reading import InvalidLaw


def test_a_citation_prints_as_instrument_and_number():
    assert str(Article("SH", "29")) == "SH 29"


def test_a_citation_of_the_whole_instrument_prints_its_code_alone():
    assert str(Article("GB32100")) == "GB32100"


def test_the_toml_form_is_the_same_value():
    assert article_from({"instrument": "SH", "number": "12(4)"}) == Article("SH", "12(4)")
    assert article_from({"instrument": "NDRC-36"}) == Article("NDRC-36", "")


@pytest.mark.parametrize(
    "raw",
    [
        {"instrument": "SH", "number": "29", "paragraph": "2"},
        {"number": "29"},
        {"instrument": "sh", "number": "29"},
        {"instrument": "SH 29"},
        {"instrument": "SH", "number": "art. 29"},
        "SH 29",
    ],
)
def test_another_spelling_is_refused(raw):
    with pytest.raises(InvalidLaw):
        article_from(raw)


def test_a_misspelt_key_is_named():
    with pytest.raises(InvalidLaw, match="paragraf"):
        article_from({"instrument": "SH", "paragraf": "2"}, "objection.toml")


def test_the_main_number_leaves_the_paragraph_out():
    assert Article("SH", "12(4)").main_number == 12
    assert Article("JD", "七(一)").main_number is None
