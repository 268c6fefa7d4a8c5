"""The unified social credit code: what is wrong with a text, and what else it is."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as oracle

from gongxin.organisations.kind import prefixes
from gongxin.organisations.severity import Severity
from gongxin.organisations.uscc import (
    NotEncodable,
    check,
    check_digit,
    identity_number_check,
    is_valid,
    make,
    normalise,
    organisation_code_check,
)
from gongxin.organisations.uscc_rule import ALPHABET, RULES

SHARED = Path(__file__).parents[2] / ".." / "shared" / "data"
SUBJECTS = st.text(ALPHABET, min_size=8, max_size=8)
CODES = st.builds(make, st.sampled_from(sorted(prefixes())), st.sampled_from(["310114", "110101"]), SUBJECTS)


def rows(name):
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is not beside this checkout")
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def rules(text):
    return [rule.rule for rule in check(text).findings]


def identity_number(first17):
    return first17 + identity_number_check(first17)


@pytest.mark.parametrize("code", ["91440300708496160N", "9144030019220199XB"])
def test_real_codes_have_no_findings(code):
    assert rules(code) == []


@pytest.mark.parametrize("code", ["91510100201920161Y", "91340000148941384F", "91220582778712797L"])
def test_a_wrong_check_character_is_an_error(code):
    assert rules(code) == ["uscc.check_character"]
    assert not check(code).is_valid


@pytest.mark.parametrize("code", ["914512817717388902", "91450122592788029K"])
def test_a_wrong_inner_organisation_code_is_a_warning_since_real_codes_have_it(code):
    assert rules(code) == ["uscc.organisation_code"]
    assert check(code).is_valid


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "missing"),
        ("　", "missing"),
        ("无", "missing"),
        ("n/a", "missing"),
        ("00000000000000000X", "placeholder"),
        ("000000000000000000", "placeholder"),
        ("91440300708496160", "length"),
        ("9144030070849616ON", "alphabet"),
        ("91440300708#96160N", "alphabet"),
        ("320404000009558", "registration_number_15"),
        ("3209231100626", "registration_number_13"),
        ("企合苏总字第000113号", "registration_number_text"),
        ("31011479560012X", "tax_number_15"),
        ("131000000012", "institution_certificate_12"),
        ("13497257-7", "organisation_code_9"),
        ("134972577", "organisation_code_9"),
        ("13812345678", "mobile_number"),
        ("+86-13812345678", "mobile_number"),
        ("91440300708496160N、9144030019220199XB", "several_codes"),
        ("91440300708496160N 9144030019220199XB", "several_codes"),
        ("320404000009558/3209231100626", "several_codes"),
        ("统一代码：91440300708496160N", "text_in_cell"),
        ("琥珀食品有限公司", "text_in_cell"),
        ("12345", "length"),
    ],
)
def test_what_is_no_code_is_named_as_what_it_is(text, rule):
    assert rules(text) == [f"uscc.{rule}"]
    assert not is_valid(text)


def test_a_citizens_identity_number_is_named_and_refused():
    assert rules(identity_number("31010119900101123")) == ["uscc.identity_number"]


def test_an_identity_number_is_taken_for_a_code_only_where_everything_else_fits():
    """About one in thirty-one passes the check of a code by chance."""
    numbers = [
        identity_number(f"{place}19900101{n:03}") for place in ("111101", "450101") for n in range(400)
    ]
    sound = [number for number in numbers if check_digit(number[:17]) == number[17]]

    assert {number[:2] for number in sound} == {"11", "45"}
    for number in numbers:
        fits = number in sound and number.startswith("11")
        assert ("uscc.identity_number" in rules(number)) is not fits


def test_a_wrong_identity_number_is_only_a_wrong_code():
    right = identity_number("31010119900101123")
    wrong = right[:-1] + next(c for c in "0123456789" if c not in (right[-1], check_digit(right[:-1])))

    assert rules(wrong) == ["uscc.check_character"]


@given(st.integers(1, 8), st.integers(10000, 99999), st.dates(), st.integers(0, 999))
def test_no_identity_number_passes_unless_it_is_a_sound_code_of_a_known_kind_and_region(
    first, rest, born, serial
):
    number = identity_number(f"{first}{rest}{1900 + born.year % 100}{born:%m%d}{serial:03}")

    assert rules(number) == ["uscc.identity_number"] or number[:2] in prefixes()


def test_an_unknown_kind_is_a_warning():
    assert rules(make("98", "310114", "7956001Q")) == ["uscc.kind"]


def test_an_unknown_region_is_a_warning_and_an_abolished_one_is_not():
    assert rules(make("91", "999999", "7956001Q")) == ["uscc.region"]
    assert rules(make("91", "310230", "7956001Q")) == []


def test_small_letters_full_width_and_blanks_are_put_right_first():
    assert normalise(" ９１４４０３００７０８４９６１６０ｎ\u200b") == "91440300708496160N"
    assert check("'91440300708496160n").code == "91440300708496160N"


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    assert normalise(normalise(text)) == normalise(text)


@given(st.text() | st.text("0123456789ABCX-、 字第号", max_size=40))
def test_any_text_gets_at_most_one_error_and_warnings_only_without_one(text):
    found = check(text)

    assert len(found.faults) <= 1
    assert not (found.faults and found.warnings)
    assert all(fault.severity is Severity.ERROR for fault in found.faults)
    assert all(warning.severity is Severity.WARNING for warning in found.warnings)


@given(CODES)
def test_a_code_that_was_made_has_no_findings(code):
    assert rules(code) == []


@given(CODES, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_changed_character_is_found(code, place, character):
    changed = code[:place] + character + code[place + 1 :]

    assert changed == code or not is_valid(changed)


@given(CODES, st.integers(0, 16))
def test_two_swapped_neighbours_are_found(code, place):
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    assert swapped == code or not is_valid(swapped)


@given(st.text("0123456789", min_size=8, max_size=8), st.text(ALPHABET, min_size=10, max_size=10))
def test_the_check_character_is_the_one_an_independent_library_finds(first8, rest):
    code = first8 + rest

    assert (check_digit(code[:17]) == code[17]) is oracle.is_valid(code)
    assert oracle.calc_check_digit(code) == check_digit(code[:17])


def test_the_organisation_code_check_writes_ten_as_x_and_eleven_as_0():
    assert organisation_code_check("19220199") == "X"
    assert {organisation_code_check(f"{n:08}") for n in range(200)} == set("0123456789X")


@pytest.mark.parametrize("parts", [("9", "310114", "7956001Q"), ("91", "310114", "7956001O")])
def test_no_code_is_made_from_parts_that_none_can_have(parts):
    with pytest.raises(NotEncodable):
        make(*parts)


def test_every_real_code_of_the_sample_is_valid():
    sample = rows("organisations_sample.csv")

    assert len(sample) > 5000
    assert [row["uscc"] for row in sample if not is_valid(row["uscc"])] == []


def test_every_invalid_example_is_named_rightly():
    named = {
        "check18": {"uscc.check_character"},
        "orgcheck": {"uscc.organisation_code"},
        "len13": {"uscc.registration_number_13"},
        "len15": {"uscc.registration_number_15"},
        "len10": {"uscc.organisation_code_9"},
        "len11": {"uscc.registration_number_text"},
        "len12": {"uscc.registration_number_text"},
        "len17": {"uscc.text_in_cell"},
        "len1": {"uscc.missing"},
    }

    examples = rows("uscc_invalid_examples.csv")

    assert [row for row in examples if set(rules(row["raw_code"])) != named[row["error"]]] == []


def test_every_rule_says_in_both_languages_what_is_wrong_and_what_to_do():
    for rule in RULES.values():
        assert all((rule.message.zh, rule.message.en, rule.hint.zh, rule.hint.en)), rule.rule
