"""A regular expression means the same in DuckDB and in Spark, or is refused."""

import duckdb
import pytest

from gongxin.engine.pattern import UnknownPattern, java_full_pattern, java_pattern, java_replacement
from gongxin.intake.masking import IDENTITY
from gongxin.intake.normalising import AMOUNT, BLANK, DATE_PARTS
from gongxin.intake.personal import CARD, MANY_DIGITS, MOBILE, OLD_IDENTITY
from gongxin.organisations.uscc_rule import SHAPES

PATTERNS = (
    r"^a\s+b$", r"[\s、]x", r"a.b", r"\d{2}\w\W", r"^$", r"[[&&]", r"\v", r"a$",
    r"(a|ab)(c|bcd)(d*)", r"[^\s]b",
    r"\D\S", MANY_DIGITS, MOBILE, OLD_IDENTITY, CARD, BLANK, AMOUNT, DATE_PARTS, "".join(IDENTITY[1]),
    *(shape for _, shape in SHAPES),
)  # fmt: skip
TEXTS = (
    "", " ", "a b", "a\nb", "a\x0bb", "a\rb", "a\u2028b", "a\u0085b", "a b\n", "a\n", "\n", "12x-", "&", "[",
    "abcd", "、x",
    "\u3000", "\ufeff", "\x00", "\x7f", "\U00020000b", "a\U00020000b", "中\nb", "罚款1,000元",
    "2026年5月12日", "2026-5-12 10:30", "2026-05-12\n", "￥1.5万元", "+86 138 1234 5678", "13812345678号",
    "tel13812345678", "６２２２０２１２３４５６７８９", "6222021234567890123", "310114900101123", "a-b.c",
    "91310114MA1AMB01", "０１２３４５６７８９Ａ", "11310000000000035N", "9" * 40, "长期", "(1)亿元",
)  # fmt: skip


def test_patterns_match_the_same_texts_in_both_languages(spark):
    expected = duckdb.connect()
    rows = [(text,) for text in TEXTS]
    frame = spark.createDataFrame(rows, "t string")
    written = [way(one) for one in PATTERNS for way in (java_pattern, java_full_pattern)]
    got = frame.selectExpr(
        "t", *(f"rlike(t, {_spark(one)}) AS x{n}" for n, one in enumerate(written))
    ).collect()

    for row in got:
        for place, pattern in enumerate(PATTERNS):
            both = expected.execute(
                "SELECT regexp_matches($1, $2), regexp_full_match($1, $2)", [row["t"], pattern]
            ).fetchone()
            assert (row[f"x{2 * place}"], row[f"x{2 * place + 1}"]) == both, (row["t"], pattern)
    assert len(got) == len(TEXTS)


def _spark(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


@pytest.mark.parametrize(
    "pattern", ["(?i)a", r"\bword", r"\pL", "[[:alpha:]]", "(?P<n>a)", "[]a]", "a\\", r"\1"]
)
def test_what_has_no_certain_meaning_is_refused(pattern):
    with pytest.raises(UnknownPattern):
        java_pattern(pattern)


def test_a_replacement_names_groups_and_keeps_dollars():
    assert java_replacement(r"\1-\2$") == r"$1-$2\$"
    with pytest.raises(UnknownPattern):
        java_replacement(r"\10")
