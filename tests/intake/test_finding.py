"""Findings in words."""

from datetime import date

import pytest

from gongxin.catalogue.reader import edition
from gongxin.intake.finding import advice, finding, findings, first
from gongxin.intake.message import MESSAGES
from gongxin.organisations.uscc_rule import RULES

EDITION = edition(date(2026, 11, 20))


def test_a_finding_says_what_is_wrong_how_to_mend_it_and_on_what_basis(screened, sound):
    (one,) = first(screened([{**sound, "CF_SY": "手机13812345678"}]), 10)

    assert one["row"] == 1
    assert one["field"] == "CF_SY"
    assert one["rule"] == "personal.mobile"
    assert one["severity"] == "error"
    assert one["message"] == "“违法事实”中有手机号码：手机138************"
    assert one["message_en"].startswith("Facts holds a mobile number")
    assert one["article"] == "PIPL"


def test_findings_come_by_row_errors_first(screened, sound):
    rows = [{**sound, "CF_WSH": "2号", "CF_CFLB": "其他;罚款", "CF_JDRQ": ""}, {**sound, "CF_YJ": ""}]

    found = [(one.row, one.severity) for one in findings(screened(rows))]

    assert found == sorted(found)
    assert [severity for row, severity in found if row == 1] == ["error", "warning"]


@pytest.mark.parametrize("rule", [*MESSAGES, *RULES])
def test_every_rule_has_words_without_gaps_in_both_languages(rule):
    item = EDITION.item("administrative_penalty")
    one = finding(item, (1, "CF_CFLB", rule, "error", "某值"))

    for text in (one.message.zh, one.message.en, one.hint.zh, one.hint.en):
        assert text.strip()
        assert "{field}" not in text
        assert "{value}" not in text
        assert "{codes}" not in text


def test_every_rule_of_every_item_has_words():
    for item in EDITION.items.values():
        for rule in item.rules:
            one = finding(item, (1, rule.field, rule.id, rule.severity, None))
            assert one.message == rule.message


def test_the_values_of_unknown_codes_are_followed_by_the_known_ones(screened, sound):
    (one,) = first(screened([{**sound, "CF_XDR_LB": "企业"}]), 10)

    assert "法人及非法人组织、个体工商户" in one["hint"]


@pytest.mark.parametrize(
    ("message", "hint", "said"),
    [
        ("内容不保存", "从文件中删去本行", "内容不保存。从文件中删去本行"),
        ("罚款金额为 5 万元。", "把金额写成万元。", "罚款金额为 5 万元。把金额写成万元。"),
        ("内容不保存", "", "内容不保存"),
    ],
)
def test_message_and_hint_are_two_sentences_with_one_full_stop(message, hint, said):
    assert advice(message, hint) == said


def test_english_sentences_are_divided_as_english_is():
    assert advice("It is not kept", "Take it out", stop=". ") == "It is not kept. Take it out"
    assert advice("It is not kept.", "Take it out.", stop=". ") == "It is not kept. Take it out."
