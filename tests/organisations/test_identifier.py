"""Identifiers older than the unified code."""

import csv
from pathlib import Path

import pytest

from gongxin.organisations.identifier import (
    IdentifierKind,
    is_sound,
    normalise_identifier,
    recognise,
    registration_number_check,
)

EXAMPLES = Path(__file__).parents[2] / ".." / "shared" / "data" / "uscc_invalid_examples.csv"


@pytest.mark.parametrize(
    ("text", "likeliest"),
    [
        ("320404000009558", IdentifierKind.REGISTRATION_NUMBER),
        ("3209231100626", IdentifierKind.REGISTRATION_NUMBER),
        ("13497257-7", IdentifierKind.ORGANISATION_CODE),
        ("31011413497257X", IdentifierKind.TAX_NUMBER),
        ("131000000012", IdentifierKind.INSTITUTION_CERTIFICATE),
        ("沪社证字第0012号", IdentifierKind.SOCIAL_CERTIFICATE),
    ],
)
def test_an_old_identifier_is_recognised_by_its_shape(text, likeliest):
    assert recognise(text)[0] is likeliest


def test_fifteen_digits_with_a_failed_check_are_rather_a_tax_number():
    assert registration_number_check("31011419220199") != "0"
    assert recognise("310114192201990")[-1] is IdentifierKind.TAX_NUMBER
    assert recognise("310114134972577")[0] is IdentifierKind.TAX_NUMBER


def test_a_text_that_is_no_identifier_has_no_kind():
    assert recognise("琥珀食品") == ()
    assert recognise("") == ()


def test_the_form_that_is_compared_has_no_hyphens_or_blanks():
    assert normalise_identifier(" 13497257－7 ") == "134972577"


def test_real_registration_numbers_of_fifteen_digits_pass_their_check():
    if not EXAMPLES.exists():
        pytest.skip("the invalid examples are not beside this checkout")
    with EXAMPLES.open(encoding="utf-8") as file:
        numbers = [row["raw_code"] for row in csv.DictReader(file) if row["error"] == "len15"]

    sound = [number for number in numbers if is_sound(IdentifierKind.REGISTRATION_NUMBER, number)]

    assert len(numbers) == 20
    assert len(sound) >= 18
