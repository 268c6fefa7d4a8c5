"""Names in the form that searching compares."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.organisations.name import bigrams, core, normalise_name, search_key, search_keys

PIECES = st.sampled_from(
    [
        "上海",
        "市",
        "嘉定区",
        "华亭",
        "華亭",
        "科技",
        "（",
        "(",
        "有限公司",
        "有限责任公司",
        "ab",
        "、",
        "·",
        "\n",
        " ",
        "乾",
    ]
)
NAMES = st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=20)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("华亭科技有限公司", "华亭科技有限责任公司"),
        ("华亭科技股份公司", "华亭科技股份有限公司"),
        ("華亭科技有限公司", "华亭科技有限公司"),
        ("ＡＢＣ（中国）有限公司", "ABC(中国)有限公司"),
        ("abc 中国 有限公司", "ABC中国有限公司"),
        ("华亭·科技【上海】有限公司", "华亭科技（上海）有限公司"),
    ],
)
def test_spellings_that_hide_no_match_have_one_key(one, other):
    assert search_key(one) == search_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("华信科技", "华新科技"), ("华新科技集团", "华新科技"), ("华亭科技一公司", "华亭科技二公司")],
)
def test_different_names_have_different_keys(one, other):
    assert search_key(one) != search_key(other)


@pytest.mark.parametrize(
    ("name", "distinctive"),
    [
        ("上海华亭科技有限公司", "华亭科技"),
        ("上海市嘉定区华亭科技有限责任公司", "华亭科技"),
        ("华亭科技（上海）有限公司", "华亭科技"),
        ("江苏省苏州市琥珀食品股份有限公司", "琥珀食品"),
        ("内蒙古自治区呼和浩特市草原乳业股份公司", "草原乳业"),
        ("甘肃华亭酒业有限公司", "华亭酒业"),
        ("上海有限公司", "上海"),
        ("广州市公司", "广州市"),
        ("公司", "公司"),
        ("", ""),
    ],
)
def test_the_core_leaves_regions_and_legal_forms_out_but_never_nothing(name, distinctive):
    assert core(name) == distinctive


def test_brackets_are_no_part_of_a_key():
    assert search_key("华亭科技（上海）有限公司") == "华亭科技上海有限公司"


def test_a_normal_name_still_reads_as_a_name():
    assert normalise_name(" 華亭科技(上海)有限公司 ") == "华亭科技（上海）有限公司"


@given(st.lists(NAMES, max_size=20))
def test_names_in_bulk_have_the_keys_of_each(names):
    assert search_keys(names) == [(search_key(name), core(name)) for name in names]


@given(NAMES, NAMES, NAMES)
def test_the_key_of_a_part_is_a_part_of_the_key(before, part, after):
    """So that what is typed finds a name it is part of; legal forms are one word and may not be cut."""
    whole = search_key(before) + search_key(part) + search_key(after)

    assert search_key(part) in whole
    assert set(bigrams(search_key(part))) <= set(bigrams(whole))


@given(st.text("华亭科技上海華漢語市區乾著", min_size=2, max_size=12), st.data())
def test_any_two_characters_of_a_name_find_it_in_either_script(name, data):
    place = data.draw(st.integers(0, len(name) - 2))

    assert search_key(name[place : place + 2]) in search_key(name)


@given(NAMES)
def test_a_key_is_its_own_key(name):
    assert search_key(search_key(name)) == search_key(name)


def test_bigrams_are_the_distinct_neighbours():
    assert bigrams("华亭华亭科") == ["华亭", "亭华", "亭科"]
    assert bigrams("华") == []
