"""Finding organisations: two characters suffice, and spelling hides nothing."""

import pytest

from gongxin.queries.search import search

HOTEL, GROUP, OTHER, FORMER = (
    "91310114MA1GT00019",
    "91310114MA1GT0002X",
    "91310114MA1GT00035",
    "91310114MA1GT0004A",
)


@pytest.fixture(autouse=True)
def names(register):
    register(
        (HOTEL, "上海华亭宾馆有限公司"),
        (GROUP, "华亭集团（上海）股份有限公司"),
        (OTHER, "苏州蓝天科技有限责任公司"),
        (FORMER, "苏州白云科技有限公司", "华亭旧名贸易行"),
    )


def found(text, **options):
    return [hit.uscc for hit in search(text, **options).hits]


def test_two_characters_find_a_name_wherever_they_stand():
    assert set(found("华亭")) == {HOTEL, GROUP, FORMER}
    assert found("宾馆") == [HOTEL]


@pytest.mark.parametrize(
    "text",
    [
        "上海华亭宾馆有限公司",
        "华亭宾馆",
        "上海华亭宾馆有限责任公司",
        "上海華亭賓館有限公司",
        "上海　华亭　宾馆",
        "上海市华亭宾馆",
        HOTEL,
        HOTEL.lower(),
        "９１３１０１１４ＭＡ１ＧＴ０００１９",
    ],
)
def test_another_spelling_finds_the_same_organisation_first(text):
    assert found(text)[0] == HOTEL


def test_brackets_do_not_hide_a_match():
    assert found("华亭集团(上海)")[0] == GROUP


def test_the_beginning_of_a_code_finds_all_that_begin_so():
    assert set(found("9131")) == {HOTEL, GROUP, OTHER, FORMER}
    assert found("91310114MA1GT0003") == [OTHER]


def test_an_exact_name_stands_before_one_that_only_contains_it(register):
    register(("91310114MA1GT0005J", "蓝天"), ("91310114MA1GT0006F", "大蓝天"))

    assert found("蓝天")[0] == "91310114MA1GT0005J"


def test_a_former_name_finds_its_bearer_and_says_which_name_it_was():
    (hit,) = search("旧名贸易行").hits

    assert (hit.uscc, hit.name, hit.matched_name) == (FORMER, "苏州白云科技有限公司", "华亭旧名贸易行")


def test_a_current_name_stands_before_a_former_one_of_the_same_rank(register):
    register(("91310114MA1GT0007B", "宏图木业", "晨光瓷业"), ("91310114MA1GT00087", "晨光纸业"))

    assert found("晨光") == ["91310114MA1GT00087", "91310114MA1GT0007B"]


@pytest.mark.parametrize("text", ["", "华", " ", "%", "__", "\x00\x00", "'; --", "(" * 200, "\ud800华"])
def test_what_is_no_name_finds_nothing_and_breaks_nothing(text):
    assert found(text) == []


def test_signs_of_a_pattern_are_not_a_pattern():
    assert found("华%宾") == found("华宾") == []


def test_a_misspelt_name_is_suggested_and_not_found():
    page = search("蓝夭科技")

    assert page.hits == ()
    assert [hit.uscc for hit in page.suggestions] == [OTHER]


def test_pages_of_hits_follow_each_other():
    first = search("91", size=3)
    assert first.hits == ()
    first = search("9131", size=3)
    second = search("9131", size=3, after=first.next)

    assert len({hit.uscc for hit in (*first.hits, *second.hits)}) == 4
    assert second.next is None
