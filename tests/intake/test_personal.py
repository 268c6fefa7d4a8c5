"""Personal data is found wherever it hides, and numbers of organisations and documents are left alone."""

from datetime import date

import duckdb
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gongxin.intake.personal import MANY_DIGITS, detectors, spread
from gongxin.organisations.uscc import identity_number_check, is_valid, make

ON = date(2026, 11, 20)
CONNECTION = duckdb.connect()
WIDE = {ord(c): ord(c) + 0xFEE0 for c in "0123456789X"}
QUERIES = {
    is_number: ", ".join(
        f'{one.found} AS "{one.rule}"' for one in detectors(spread("c"), on=ON, is_number=is_number)
    )
    for is_number in (False, True)
}


def found(text: str, *, is_number: bool = False) -> set[str]:
    """The rules that a text breaks, by the same two steps as a batch takes."""
    (many,) = CONNECTION.execute("SELECT regexp_matches(?, ?)", [text, MANY_DIGITS]).fetchone()
    if not many:
        return set()
    answer = CONNECTION.execute(f"SELECT {QUERIES[is_number]} FROM (SELECT ?::VARCHAR AS c)", [text])
    names = [column[0] for column in answer.description]
    return {name for name, holds in zip(names, answer.fetchone(), strict=True) if holds}


def identity(region: str = "310114", born: str = "19800101", serial: str = "123") -> str:
    first = region + born + serial
    return first + identity_number_check(first)


MOBILE, CARD = "13812345678", "6222021234567890128"


def luhn(first: str) -> str:
    digits = [int(c) * (2 if place % 2 == 0 else 1) for place, c in enumerate(reversed(first))]
    return first + str(-sum(d // 10 + d % 10 for d in digits) % 10)


@pytest.mark.parametrize(
    "text",
    [
        MOBILE,
        f"电话{MOBILE}。",
        f"tel{MOBILE}",
        f"(+86){MOBILE}",
        f"+86 {MOBILE}",
        "手机 138-1234-5678",
        "138 1234 5678",
        "138 123 45678",
        "1 3 8 1 2 3 4 5 6 7 8",
        MOBILE.translate(WIDE),
        f"021-62345678、{MOBILE}",
        f"2026-01-15 {MOBILE}",
        f"号码为{MOBILE}号码",
    ],
)
def test_a_mobile_number_is_found(text):
    assert "personal.mobile" in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "138123456789",
        "0.13812345678",
        "金额13812345678元",
        "共13812345678.50",
        "示罚〔2026〕13812345678号",
        "第13812345678号",
        "SN2024A13812345678X",
        "021-62345678",
        "12345678901",
        "2026-01-15 10:11:12",
        "13310114001A2345BX",
    ],
)
def test_other_numbers_are_no_mobile_number(text):
    assert "personal.mobile" not in found(text)


@pytest.mark.parametrize(
    "text",
    [
        identity(),
        f"身份证号：{identity()}。",
        f"张三({identity()})",
        f"{identity()[:6]} {identity()[6:14]} {identity()[14:]}",
        f"{identity()[:6]}-{identity()[6:14]}-{identity()[14:]}",
        " ".join(identity()),
        identity().translate(WIDE),
        "11010519491231002x",
        f"310114198001011239、{identity()}",
        f"ID{identity()}",
    ],
)
def test_an_identity_number_is_found(text):
    assert "personal.identity_number" in found(text)


@pytest.mark.parametrize(
    "text",
    [
        identity()[:-1] + ("0" if identity()[-1] != "0" else "1"),
        identity(born="19801301"),
        identity(born="20270101"),
        identity(region="990114"),
        "1" + identity(),
        make("91", "310114", "13223456"),
    ],
)
def test_other_long_numbers_are_no_identity_number(text):
    assert "personal.identity_number" not in found(text)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10**8 - 1),
    st.sampled_from(["12", "13", "31", "52", "91"]),
    st.sampled_from(["310119", "110119", "310120"]),
)
def test_a_valid_company_code_of_digits_is_no_personal_datum(subject, kind, region):
    code = make(kind, region, f"{subject:08}")
    assume(is_valid(code))

    assert found(code) == set()
    assert found(f"代码为{code}。") == set()


@settings(max_examples=60, deadline=None)
@given(
    st.dates(date(1920, 1, 1), date(2026, 1, 1)),
    st.integers(0, 999),
    st.sampled_from(["310114", "440301", "510100", "650102"]),
)
def test_every_identity_number_is_found_in_free_text(born, serial, region):
    number = identity(region, f"{born:%Y%m%d}", f"{serial:03}")

    assert "personal.identity_number" in found(f"当事人{number}承认。")


def test_an_old_identity_number_is_found_but_no_registration_or_tax_number():
    assert "personal.identity_number" in found("身份证310114800101123")
    assert "personal.identity_number" not in found("注册号310114000123456")
    assert found("注册号440301103097573") == set()


@pytest.mark.parametrize(
    "text",
    [
        luhn("622202123456789012"),
        "卡号" + luhn("411111111111111"),
        luhn("622202123456789")[:4]
        + " "
        + luhn("622202123456789")[4:8]
        + " "
        + luhn("622202123456789")[8:12]
        + " "
        + luhn("622202123456789")[12:],
        luhn("622202123456789012").translate(WIDE),
    ],
)
def test_a_bank_card_is_found_by_prefix_and_check_digit(text):
    assert "personal.bank_card" in found(text)


@pytest.mark.parametrize(
    "text", [luhn("622202123456789012")[:-1] + "x", luhn("202601011234567"), luhn("112602123456789012")]
)
def test_other_long_numbers_are_no_bank_card(text):
    assert "personal.bank_card" not in found(text)


def test_the_number_of_a_document_may_look_like_anything_but_a_grown_person():
    recent = identity(region="330282", born="20240115", serial="001")

    assert found(recent, is_number=True) == set()
    assert found(MOBILE, is_number=True) == set()
    assert found(f"联系电话：{MOBILE}", is_number=True) == {"personal.mobile"}
    assert found(f"示手机监罚字{MOBILE}号", is_number=True) == set()
    assert found("440301103097573", is_number=True) == set()
    assert found(identity(), is_number=True) == {"personal.identity_number"}
