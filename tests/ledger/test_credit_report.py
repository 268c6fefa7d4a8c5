"""Report numbers show a slip of the pen; the JSON of a report shows any change."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gongxin.ledger.credit_report import (
    NotANumber,
    Twin,
    digest_of,
    grouped,
    number_of,
    parse_number,
    read,
    write,
)
from gongxin.ledger.key import Signer
from gongxin.ledger.seal import SealBroken

SIGNER = Signer("example.org/log", bytes(range(32)))
CONTENT: dict[str, Any] = {"number": "GX1", "sections": [{"title": "行政处罚", "entries": []}]}
NUMBERS = st.builds(number_of, st.integers(1, 10**9), st.dates(date(2020, 1, 1), date(2099, 12, 31)))


@given(NUMBERS)
def test_a_number_is_read_as_it_was_printed_or_spoken(number):
    assert parse_number(number) == number
    assert parse_number(f" {grouped(number).lower()} ") == number
    assert parse_number(number.replace("GX", "ＧＸ").replace("0", "０")) == number
    assert parse_number("-".join(number)) == number


@given(NUMBERS, st.integers(2, 19), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number, place, off):
    wrong = str((int(number[place]) + off) % 10)

    with pytest.raises(NotANumber):
        parse_number(number[:place] + wrong + number[place + 1 :])


@given(NUMBERS, st.integers(2, 18))
def test_two_exchanged_digits_are_always_noticed(number, place):
    assume(number[place] != number[place + 1])

    with pytest.raises(NotANumber):
        parse_number(number[:place] + number[place + 1] + number[place] + number[place + 2 :])


@pytest.mark.parametrize(
    "text", ["", "GX", "91310114MA1GT00019", "GX2026112200000001", "ＧＸ¹²", "GX" + "٣" * 18]
)
def test_what_is_no_number_is_refused_by_name(text):
    with pytest.raises(NotANumber):
        parse_number(text)


def twin(**more: Any) -> Twin:
    facts: dict[str, Any] = {
        "number": "GX1", "kind": "public", "language": "zh", "uscc": "91310114MA1GT00019", "issued_at": "t",
        "content_digest": digest_of(CONTENT), "pdf_digest": "ab", "log_size": 0, "checkpoint": "",
        "content": CONTENT,
    }  # fmt: skip
    return Twin(**{**facts, **more})


def test_the_file_reads_back_and_names_its_signer():
    text = write(twin(), SIGNER)

    assert read(text) == read(text, SIGNER.verifier) == twin()
    with pytest.raises(SealBroken):
        read(text, Signer("example.org/log", bytes(32)).verifier)


def test_any_change_of_the_file_is_found():
    sealed = json.loads(write(twin(), SIGNER))
    for name in sealed["document"]:
        changed = {**sealed, "document": {**sealed["document"], name: "changed"}}
        with pytest.raises(SealBroken):
            read(json.dumps(changed))
    for text in ("{}", "[]", "no json", json.dumps({**sealed, "purpose": "receipt"})):
        with pytest.raises(SealBroken):
            read(text)


def test_a_content_that_its_digest_does_not_fit_is_refused_even_when_signed():
    with pytest.raises(SealBroken, match="摘要"):
        read(write(twin(content_digest="00"), SIGNER))


def test_a_place_in_the_log_needs_a_genuine_checkpoint():
    with pytest.raises(SealBroken, match="检查点"):
        read(write(twin(log_size=7, checkpoint="example.org/log\n7\nAAAA\n"), SIGNER))
