"""Words, days and numbers as a page says them."""

from datetime import date

import pytest
from django.utils import translation
from django.utils.timezone import localdate

from gongxin.law.label import Label
from gongxin.queries.item import item_of
from gongxin.web.shared.templatetags import wording

PENALTY = Label("行政处罚", "Administrative penalty")


@pytest.fixture
def in_english():
    with translation.override("en"):
        yield


def test_a_label_speaks_chinese_first():
    with translation.override("zh-hans"):
        assert wording.words(PENALTY) == "行政处罚"


def test_a_label_speaks_english_on_an_english_page(in_english):
    assert wording.words(PENALTY) == "Administrative penalty"


def test_chinese_data_on_an_english_page_says_that_it_is_chinese(in_english):
    assert wording.quoted("琥珀食品") == '<span lang="zh-Hans">琥珀食品</span>'


def test_data_never_becomes_markup(in_english):
    assert wording.quoted("<b>琥珀</b>") == '<span lang="zh-Hans">&lt;b&gt;琥珀&lt;/b&gt;</span>'
    assert wording.quoted("<b>") == "&lt;b&gt;"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", '<time datetime="2026-04-01">2026年4月1日</time>'),
        ("en", '<time datetime="2026-04-01">1 Apr 2026</time>'),
    ],
)
def test_a_day_is_said_as_people_write_it(language, said):
    with translation.override(language):
        assert wording.day(date(2026, 4, 1)) == said


def test_the_day_that_stands_for_no_end_is_said_in_words():
    with translation.override("zh-hans"):
        assert wording.iso_day(date(2099, 12, 31)) == '<time datetime="2099-12-31">长期</time>'


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "没有。"), ("en", "None.")])
def test_a_refusal_is_said_in_the_language_of_the_page(language, said):
    with translation.override(language):
        assert wording.refusal("没有。 / None.") == said


def test_a_word_of_the_data_that_no_list_knows_is_shown_as_it_is():
    assert wording.kind_name("<odd>") == "&lt;odd&gt;"
    assert wording.tier_name(None) == ""


def test_every_state_that_the_register_may_hold_has_a_name_in_both_languages():
    codes = item_of("organisation_registration", localdate()).field("status").codes

    for language in ("zh-hans", "en"):
        with translation.override(language):
            assert [code for code in codes if wording.status_name(code) == code] == []
