"""A model as one SELECT: what counts, what it comes to, and that nothing but the entries decides it."""

import random
import tomllib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxin.catalogue import reader as catalogue
from gongxin.evaluation.compiler import program
from gongxin.evaluation.explanation import contributions
from gongxin.evaluation.reader import in_force, models
from gongxin.law.parameter import load_parameters

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "evaluation.toml").read_text("utf-8"))["case"]
GOLDEN = Path(__file__).with_name("golden")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_cases_come_out_as_told(case, evaluation):
    model = in_force(case["model"], case["on"], models())
    entries = [
        evaluation.Given(
            one["item"],
            one.get("content", {}),
            decided_on=one["decided_on"],
            tier=one.get("tier"),
            annotated=one.get("annotated", False),
        )
        for one in case["entries"]
    ]

    told = evaluation.evaluate(model, entries, on=case["on"]).get(evaluation.AMBER)

    if "score" not in case:
        assert told is None
        return
    assert told is not None
    assert (told.score, told.grade) == (Decimal(str(case["score"])), case["grade"])
    reasons = [one.reason.zh for one in contributions(model, told.text)]
    assert reasons == case["reasons"]


def test_every_measure_gives_its_points(small, evaluation):
    entries = [
        evaluation.registered(registration_date="2020-01-01"),
        evaluation.Given("administrative_penalty", {"CF_NR_FK": 4.5}, tier="severe"),
        evaluation.Given("administrative_penalty", {"CF_NR_FK": 6}, tier="ordinary"),
        evaluation.Given("tax_grade_a"),
        evaluation.Given("tax_grade_a"),
    ]

    told = evaluation.evaluate(small, entries)[evaluation.AMBER]

    assert told.parts == {
        "severe": {"entries": [2], "points": "-10.00", "value": "1"},
        "fines": {"entries": [2, 3], "points": "-3.25", "value": "10.5"},
        "largest": {"entries": [2, 3], "points": "-2.00", "value": "6"},
        "grade_a": {"entries": [4, 5], "points": "3.50", "value": "2"},
        "age": {"entries": [1], "points": "2.00", "value": "2517"},
    }
    assert (told.score, told.grade) == (Decimal("70.25"), "fair")


def test_an_explanation_is_kept_as_lists_of_numbers(small, evaluation):
    entries = [
        evaluation.registered(registration_date="2026-01-01"),
        *[evaluation.Given("administrative_penalty", {"CF_NR_FK": 6}, tier="severe") for _ in range(3)],
        evaluation.Given("list_tax_violation"),
    ]

    told = evaluation.evaluate(small, entries)[evaluation.AMBER]

    assert told.text == (
        '{"amounts": [18.000000, 6.000000, 325.000000], "entries": [2, 3, 4, 1000000000002, 1000000000003,'
        " 1000000000004, 2000000000002, 2000000000003, 2000000000004, 4000000000001, 5000000000005],"
        ' "points": [499999997500, 1499999999675, 2499999999800, 4500000000000, 5500000000000]}'
    )
    assert [*told.parts] == ["severe", "fines", "largest", "listed"], "an age of 325 days gives nothing"


def test_points_stay_between_the_lowest_and_the_highest(evaluation):
    model = evaluation.changed(("base = 80", "base = 5"))
    entries = [evaluation.registered(), evaluation.Given("administrative_penalty", tier="severe")]

    assert evaluation.evaluate(model, entries)[evaluation.AMBER].score == 0


def test_what_is_annotated_counts_only_where_the_model_says_so(evaluation):
    strict = evaluation.changed(("counts = true", "counts = false"))
    entries = [
        evaluation.registered(),
        evaluation.Given("administrative_penalty", tier="severe", annotated=True),
    ]

    assert evaluation.evaluate(evaluation.changed(), entries)[evaluation.AMBER].score == 70
    assert evaluation.evaluate(strict, entries)[evaluation.AMBER].score == 80


def test_only_the_newest_registration_says_who_an_organisation_is(small, evaluation):
    entries = [evaluation.registered(), evaluation.registered(status="deregistered")]

    assert evaluation.evaluate(small, entries) == {}


def test_an_organisation_that_nobody_registered_has_no_result(small, evaluation):
    assert evaluation.evaluate(small, [evaluation.Given("administrative_penalty", tier="severe")]) == {}


def test_nobody_s_entries_touch_another_s_result(small, evaluation):
    alone = [evaluation.registered(), evaluation.Given("tax_grade_a")]
    others = [
        evaluation.registered(evaluation.BIRCH),
        evaluation.Given("administrative_penalty", uscc=evaluation.BIRCH, tier="severe"),
    ]

    told = evaluation.evaluate(small, [*alone, *others])

    assert told[evaluation.AMBER] == evaluation.evaluate(small, alone)[evaluation.AMBER]
    assert told[evaluation.BIRCH].score == 70


@pytest.mark.parametrize("on", [date(2026, 2, 28), date(2028, 2, 29), date(2026, 8, 31)])
def test_a_window_ends_with_the_calendar_month(small, evaluation, on):
    """Thirty-six months back from the last of August is the last of August; of February, its last day."""
    first = date(on.year - 3, on.month, min(on.day, 28) if on.month == 2 else on.day)
    entries = [
        evaluation.registered(registration_date="2020-01-01"),
        evaluation.Given("administrative_penalty", tier="severe", decided_on=first),
        evaluation.Given("administrative_penalty", tier="severe", decided_on=first + timedelta(1)),
    ]

    told = evaluation.evaluate(small, entries, on=on)[evaluation.AMBER]

    assert told.parts["severe"]["entries"] == [3]


def test_one_statement_reads_each_item_once_with_all_its_fields(small):
    made = program(small, catalogue.edition(small.from_), small.from_, parameters=load_parameters())

    read = {source.item: [field.code for field in source.fields] for source in made.sources}
    assert read == {
        "administrative_penalty": ["CF_NR_FK"],
        "list_tax_violation": ["removed_on"],
        "organisation_registration": ["registration_date"],
        "tax_grade_a": [],
    }


def test_what_is_too_old_to_count_for_any_part_is_not_read(evaluation):
    model = in_force("comprehensive_enterprise", evaluation.ON, models())

    made = program(model, catalogue.edition(evaluation.ON), evaluation.ON, parameters=load_parameters())

    after = {source.item: source.after for source in made.sources}
    assert after["administrative_penalty"] == date(2023, 11, 22), "the longest of three"
    assert after["administrative_inspection"] == date(2025, 11, 22)
    assert after["organisation_registration"] is None
    assert after["market_ban"] is None


ENTRIES = st.lists(
    st.tuples(
        st.sampled_from(["administrative_penalty", "tax_grade_a", "list_tax_violation"]),
        st.sampled_from(["minor", "ordinary", "severe"]),
        st.integers(0, 1500),
        st.one_of(st.none(), st.decimals(0, 30, places=2)),
        st.booleans(),
    ),
    max_size=12,
)


@settings(max_examples=25)
@given(entries=ENTRIES, seed=st.randoms(use_true_random=False), threads=st.sampled_from([1, 4]))
def test_the_score_is_what_somebody_would_work_out_by_hand(evaluation_once, entries, seed, threads):
    evaluation, small = evaluation_once
    given_entries = [evaluation.registered(registration_date="2020-01-01")]
    for item, tier, age, fine, is_removed in entries:
        content = {"CF_NR_FK": float(fine)} if fine is not None and item == "administrative_penalty" else {}
        if item == "list_tax_violation" and is_removed:
            content = {"removed_on": "2026-01-01"}
        day = evaluation.ON - timedelta(age)
        given_entries.append(evaluation.Given(item, content, decided_on=day, tier=tier))

    told = evaluation.evaluate(small, given_entries, threads=threads, in_order=seed.shuffle)[evaluation.AMBER]

    assert (told.score, told.grade) == by_hand(entries, evaluation.ON)


def by_hand(entries, on):
    """The small model, written again as plain Python."""
    penalties = [one for one in entries if one[0] == "administrative_penalty"]
    recent = [one for one in penalties if on - timedelta(one[2]) > date(2024, 11, 22)]
    fines = [one[3] for one in recent if one[3] is not None]
    severe = [one for one in penalties if one[1] == "severe" and on - timedelta(one[2]) > date(2023, 11, 22)]
    score = Decimal(80) + 2 - min(10 * len(severe), 25)
    if fines:
        score -= Decimal("3.25") if sum(fines) >= Decimal("10.5") else Decimal(1) if sum(fines) >= 1 else 0
    score -= 2 if any(one[3] is not None and one[3] >= 5 for one in penalties) else 0
    score += Decimal("3.5") if any(one[0] == "tax_grade_a" for one in entries) else 0
    score = min(Decimal(100), max(Decimal(0), score))
    if any(one[0] == "list_tax_violation" and not one[4] for one in entries):
        return score, "poor"
    grade = next(
        name for name, least in (("excellent", 90), ("good", 75), ("fair", 60), ("poor", 0)) if score >= least
    )
    return score, grade


@pytest.mark.parametrize("model", models(), ids=lambda model: model.code)
def test_results_are_the_same_to_the_byte_in_any_order_on_any_number_of_threads(model, evaluation):
    made = program(model, catalogue.edition(evaluation.ON), evaluation.ON, parameters=load_parameters())
    entries = evaluation.scattered(model, made, organisations=60, per_item=80)

    first = evaluation.evaluate(model, entries, threads=1)
    shuffled = evaluation.evaluate(model, entries, threads=4, in_order=random.Random(1).shuffle)
    backwards = evaluation.evaluate(model, entries, threads=2, in_order=list.reverse)

    assert sum(len(told.parts) > 2 for told in first.values()) > 30
    assert first == shuffled == backwards


@pytest.mark.parametrize("model", models(), ids=lambda model: model.code)
def test_results_are_what_they_were_when_the_model_was_released(model, evaluation):
    """To the byte, whatever becomes of the code, of Python and of DuckDB."""
    made = program(model, catalogue.edition(evaluation.ON), evaluation.ON, parameters=load_parameters())
    entries = evaluation.scattered(model, made, organisations=12, per_item=25)

    found = evaluation.evaluate(model, entries)

    lines = [
        f'["{uscc}","{told.score}","{told.grade}",{told.text}]\n' for uscc, told in sorted(found.items())
    ]
    assert "".join(lines) == (GOLDEN / f"{model.code}.jsonl").read_text("utf-8")
