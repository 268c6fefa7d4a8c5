"""Whatever the checks find is unreadable wherever it is shown."""

from datetime import date

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxin.intake.masking import masked, masked_text
from gongxin.organisations.uscc import identity_number_check

CONNECTION = duckdb.connect()
WIDE = {ord(c): ord(c) + 0xFEE0 for c in "0123456789X"}


def mask(text: str) -> str:
    row = CONNECTION.execute(f"SELECT {masked('c')} FROM (SELECT ?::VARCHAR AS c)", [text]).fetchone()
    assert row is not None
    return row[0]


AROUND = st.text("张三电话，。：（）\n住", max_size=6)
FORMS = [
    lambda n: n,
    lambda n: n.translate(WIDE),
    lambda n: " ".join(n),
    lambda n: f"{n[:3]}-{n[3:7]}-{n[7:]}",
    lambda n: f"{n[:6]} {n[6:14]} {n[14:]}",
]


def digits_of(text: str) -> str:
    return "".join(
        c for c in text.translate({new: old for old, new in WIDE.items()}) if c.isdigit() or c == "X"
    )


@settings(max_examples=120, deadline=None)
@given(AROUND, AROUND, st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(FORMS))
def test_a_mobile_number_never_survives(before, behind, number, form):
    assert number[3:] not in digits_of(mask(before + form(number) + behind))


@settings(max_examples=120, deadline=None)
@given(
    AROUND, AROUND, st.dates(date(1900, 1, 1), date(2026, 1, 1)), st.integers(0, 999), st.sampled_from(FORMS)
)
def test_an_identity_number_never_survives(before, behind, born, serial, form):
    first = f"310114{born:%Y%m%d}{serial:03}"
    number = first + identity_number_check(first)

    shown = mask(before + form(number) + behind)

    assert f"{born:%Y%m%d}" not in digits_of(shown)
    assert number[-4:] not in digits_of(shown)


def test_several_numbers_side_by_side_are_all_masked():
    assert (
        mask("13812345678,13912345678，13712345678 13612345678")
        == "138************,139************，137************ 136************"
    )


def test_a_mistyped_identity_number_is_masked_too():
    assert "19491231" not in mask("11010519491231002A".replace("A", "1"))


def test_codes_and_document_numbers_stay_readable():
    for text in (
        "示市监罚〔2026〕12号",
        "91310000MA0000015F",
        "91510100201920161Y",
        "914512817717388902",
        "51310000500000000L",
        "2026-11-12 10:11:12",
        "142024000123",
        "罚款300元",
    ):
        assert mask(text) == text


def test_one_text_is_masked_as_the_engine_masks_it():
    for text in (
        "报送 13812345678 表.csv",
        "张三１１０１０５１９４９１２３１００２Ｘ",
        "卡号6222020200112233445",
        "示市监罚〔2026〕12号",
    ):
        assert masked_text(text) == mask(text)


def test_cards_that_begin_like_codes_are_masked():
    for number in (
        "5212345678901234",
        "9212345678901234567",
        "52123456789012345",
        "6222020200112233",
        "622202020011223344",
    ):
        assert mask(f"卡号{number}。") == f"卡号{number[:3]}************。"
