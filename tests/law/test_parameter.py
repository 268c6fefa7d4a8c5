"""Legal numbers are dated, carry their article, and are never invented."""

from datetime import date

import pytest

from gongxin.law.citation import Article
from gongxin.law.instrument import instruments
from gongxin.law.parameter import (
    ParameterNotInForce,
    ParameterUnknown,
    ParameterUnset,
    load_parameters,
    parameter,
)
from gongxin.law.reading import InvalidLaw

HEAD = 'label = { zh = "期限", en = "Term" }\nunit = "working days"\nchecked_on = 2026-11-01\n'
ROW = 'value = 5\nbasis = { instrument = "SH", number = "29" }\n'


def write(folder, text, name="repair.toml"):
    path = folder / "law" / "parameters" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize(
    ("key", "amount", "unit", "basis"),
    [
        ("publicity.minor_minimum", 0, "months", "NDRC-36"),
        ("publicity.minor_maximum", 3, "months", "NDRC-36"),
        ("publicity.ordinary_minimum", 3, "months", "NDRC-36"),
        ("publicity.ordinary_maximum", 12, "months", "NDRC-36"),
        ("publicity.severe_minimum", 12, "months", "NDRC-36"),
        ("publicity.severe_maximum", 36, "months", "NDRC-36"),
        ("query.adverse_period", 5, "years", "SH 27"),
        ("submission.double_publicity", 7, "working days", "DP-2018"),
        ("objection.comparison", 2, "working days", "SH 29"),
        ("objection.verification", 5, "working days", "SH 29"),
        ("repair.decision", 3, "working days", "NDRC-36"),
        ("repair.feedback", 10, "working days", "NDRC-36"),
        ("deletion.honours", 2, "working days", "SH 27"),
        ("withdrawal.changed_decision", 3, "working days", "APL 48"),
    ],
)
def test_the_number_of_the_law(key, amount, unit, basis):
    value = parameter(key).on(date(2026, 11, 22))

    assert (value.number, value.unit, str(value.basis)) == (amount, unit, basis)


def test_a_minor_record_is_not_shown_unless_its_authority_says_so():
    assert parameter("publicity.minor_shown_by_default").on(date(2026, 11, 22)).amount is False


@pytest.mark.parametrize("day", [date(1999, 1, 1), date(2026, 3, 31)])
def test_a_decision_from_before_the_tiers_says_which_transition_carries_them_to_it(day):
    value = parameter("publicity.ordinary_maximum").on(day)

    assert (value.number, value.through) == (12, "publicity.transition")
    assert parameter(value.through).proposal
    assert parameter("publicity.ordinary_maximum").on(date(2026, 4, 1)).through == ""


def test_every_transition_named_is_a_parameter():
    held = load_parameters()

    assert {value.through for one in held.values() for value in one.values} - {""} <= set(held)


def test_a_value_applies_from_its_day(tmp_path):
    text = f"[decision]\n{HEAD}[[decision.values]]\nfrom = 2020-01-01\n{ROW}" + (
        f"[[decision.values]]\nfrom = 2024-07-01\n{ROW.replace('5', '7')}"
    )
    held = load_parameters(write(tmp_path, text))

    assert parameter("repair.decision", held).on(date(2024, 6, 30)).number == 5
    assert parameter("repair.decision", held).on(date(2024, 7, 1)).number == 7


def test_a_day_before_the_first_value_is_refused():
    with pytest.raises(ParameterNotInForce, match="2026-04-01"):
        parameter("repair.decision").on(date(2026, 3, 31))


def test_a_number_that_no_source_gives_names_the_decision_the_city_has_to_take():
    with pytest.raises(ParameterUnset, match=r"延长几日.*law/parameters/repair\.toml") as refusal:
        parameter("repair.extension").on(date(2026, 11, 22))

    assert "how many days was not found" in str(refusal.value)


def test_a_city_sets_what_was_unset_and_replaces_what_was_set(tmp_path):
    text = f"[extension]\n{HEAD}[[extension.values]]\nfrom = 2026-04-01\n{ROW}"
    held = load_parameters(write(tmp_path, text))

    assert parameter("repair.extension", held).on(date(2026, 5, 1)).basis == Article("SH", "29")
    assert parameter("repair.decision", held).on(date(2026, 5, 1)).number == 3
    assert parameter("repair.extension").is_unset


def test_an_unknown_name_is_said_by_name():
    with pytest.raises(ParameterUnknown, match=r"repair\.decission"):
        parameter("repair.decission")


@pytest.mark.parametrize(
    "text",
    [
        f"[a]\n{HEAD}",
        f'[a]\n{HEAD}unset = {{ zh = "缺", en = "none" }}\n[[a.values]]\nfrom = 2020-01-01\n{ROW}',
        f"[a]\n{HEAD}show_for = 3\n[[a.values]]\nfrom = 2020-01-01\n{ROW}",
        f"[a]\n{HEAD.replace('working days', 'moons')}[[a.values]]\nfrom = 2020-01-01\n{ROW}",
        f"[a]\n{HEAD}[[a.values]]\nfrom = 2020-01-01\nvalue = 5\n",
        f"[a]\n{HEAD}[[a.values]]\nfrom = 2024-01-01\n{ROW}[[a.values]]\nfrom = 2020-01-01\n{ROW}",
        f"[a]\n{HEAD}[[a.values]]\nfrom = 2020-01-01\n{ROW}[[a.values]]\nfrom = 2020-01-01\n{ROW}",
        f"[a]\n{HEAD}values = 3\n",
        "a = 3\n",
    ],
)
def test_a_file_with_anything_odd_is_refused_by_name(tmp_path, text):
    with pytest.raises(InvalidLaw, match=r"repair\.toml"):
        load_parameters(write(tmp_path, text))


def test_a_value_reads_as_words():
    value = parameter("submission.double_publicity").on(date(2026, 11, 22))

    assert value.text("zh") == "7 个工作日"
    assert value.text("en") == "7 working days"


def test_a_choice_is_no_number():
    with pytest.raises(TypeError):
        _ = parameter("clock.first_day_counted").on(date(2026, 11, 22)).number


def test_every_value_rests_on_an_instrument_in_force_when_it_begins_or_on_a_transition():
    held = instruments()

    for one in load_parameters().values():
        for value in one.values:
            in_force = held[value.basis.instrument].is_in_force(value.from_)
            assert in_force or value.through or one.proposal, f"{one.key} from {value.from_}"


CHOICE = """
[transition]
label = { zh = "过渡", en = "Transition" }
unit = "choice"
checked_on = 2026-11-22
proposal = { zh = "城市规定", en = "The city's rule" }
[[transition.values]]
from = 1949-10-01
value = "earlier_periods"
basis = { instrument = "NDRC-36" }
"""
BEFORE, AFTER = date(2025, 6, 1), date(2026, 6, 1)


def test_a_city_that_chooses_the_earlier_periods_changes_one_word_and_the_numbers_follow(tmp_path):
    chosen = load_parameters(write(tmp_path, CHOICE, "publicity.toml"))
    shipped = load_parameters()

    assert shipped["publicity.ordinary_maximum"].on(BEFORE).number == 12
    assert chosen["publicity.ordinary_maximum"].on(BEFORE).number == 36
    assert str(chosen["publicity.ordinary_maximum"].on(BEFORE).basis) == "NDRC-58"
    assert chosen["publicity.ordinary_maximum"].on(AFTER) == shipped["publicity.ordinary_maximum"].on(AFTER)


def test_the_values_of_a_choice_not_taken_stand_by_as_alternatives():
    (other,) = parameter("publicity.severe_minimum").alternatives

    assert (other.number, str(other.basis)) == (3, "NDRC-58")
    assert other not in parameter("publicity.severe_minimum").values


def test_the_shorter_of_both_is_a_choice_too(tmp_path):
    text = CHOICE.replace("earlier_periods", "shorter_of_both")
    chosen = load_parameters(write(tmp_path, text, "publicity.toml"))

    names = ("ordinary_minimum", "ordinary_maximum", "severe_minimum", "severe_maximum")
    assert [chosen[f"publicity.{name}"].on(BEFORE).number for name in names] == [3, 12, 3, 36]


@pytest.mark.parametrize("choice", ["no_such_choice", ""])
def test_a_choice_for_which_there_are_no_values_is_refused_by_name(tmp_path, choice):
    with pytest.raises(InvalidLaw, match=r"publicity\.transition"):
        load_parameters(write(tmp_path, CHOICE.replace("earlier_periods", choice), "publicity.toml"))
