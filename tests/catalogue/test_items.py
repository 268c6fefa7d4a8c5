"""Every item against its case file: one accepted row, and what is found when it is changed."""

import tomllib
from pathlib import Path

import pytest

from gongxin.catalogue.reader import edition, editions
from gongxin.intake.screening import check
from gongxin.intake.source import Source
from gongxin.organisations.status import Status

CASES = sorted((Path(__file__).parents[1] / "cases" / "items").glob("*.toml"))
# The rows of a case file are all the same record, which says nothing about a row by itself.
ABOUT_THE_BATCH = {"identity.conflict_in_file", "row.duplicate_in_file"}
SEVERITY = {"rejected": "error", "refused": "error", "warned": "warning"}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_rows_are_judged_as_the_case_file_says(path, tmp_path):
    told = tomllib.loads(path.read_text("utf-8"))
    cases = [{"name": "the accepted row", "change": {}, "outcome": "accepted"}, *told["case"]]
    rows = [{**told["accepted"], **case["change"]} for case in cases]
    known = edition(told["on"])

    with check(
        Source.of_rows(rows, folder=tmp_path), known.item(told["item"]), known, on=told["on"]
    ) as screened:
        findings = screened.connection.execute("SELECT row, rule, severity FROM findings").fetchall()
        refused = screened.connection.execute(
            "SELECT row FROM outcome WHERE outcome = 'refused_natural_person'"
        ).fetchall()

    found = {
        case["name"]: sorted(
            (rule, severity) for at, rule, severity in findings if at == row and rule not in ABOUT_THE_BATCH
        )
        for row, case in enumerate(cases, 1)
    }
    assert found == {case["name"]: expected(case) for case in cases}
    assert [row for (row,) in refused] == [
        row for row, case in enumerate(cases, 1) if case["outcome"] == "refused"
    ]


def expected(case):
    """The case's own rule with its severity, and the warnings that come along."""
    told = [(case["rule"], SEVERITY[case["outcome"]])] if "rule" in case else []
    return sorted([*told, *((rule, "warning") for rule in case.get("also", []))])


def test_every_item_has_a_case_file_and_every_rule_a_case():
    covered = {}
    for path in CASES:
        told = tomllib.loads(path.read_text("utf-8"))
        covered[told["item"]] = {case.get("rule") for case in told["case"]}

    missing = {
        item.code: lost
        for known in editions()
        for item in known.items.values()
        if (
            lost := {rule.id for rule in item.rules} - covered.get(item.code, set())
            or item.code not in covered
        )
    }
    assert missing == {}


def test_every_state_of_a_registration_is_a_state_of_the_register_under_the_same_name():
    (field,) = (
        field for field in editions()[-1].item("organisation_registration").fields if field.code == "status"
    )

    assert {code: label.zh for code, label in field.codes.items()} == {
        code: Status(code).label.zh for code in field.codes
    }
