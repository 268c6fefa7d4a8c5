"""The prospects of repair.toml."""

import tomllib
from pathlib import Path

import pytest

from gongxin.catalogue.behaviour import Tier
from gongxin.catalogue.reader import edition
from gongxin.disclosure.window import Dates, window
from gongxin.law.citation import article_from
from gongxin.law.instrument import instruments
from gongxin.law.parameter import load_parameters
from gongxin.procedures.prospect import AdverseRecord, Applicant, prospect

CASES = tomllib.loads(Path(__file__).with_name("repair.toml").read_text("utf-8"))["case"]
VALUE = """
[{name}]
label = {{ zh = "本市规定", en = "Rule of the city" }}
unit = "{unit}"
checked_on = 2026-11-22
proposal = {{ zh = "本市规定", en = "Rule of the city" }}
[[{name}.values]]
from = 1949-10-01
value = {value}
basis = {{ instrument = "NDRC-36" }}
"""
DECIDED = {
    "chosen": ("publicity", "transition", "choice"),
    "training": ("repair", "training_condition", "choice"),
    "credit_report": ("repair", "credit_report_condition", "choice"),
    "bar_months": ("repair", "false_materials_exclusion", "months"),
}


@pytest.fixture
def numbers(tmp_path):
    """Return the legal numbers where the city has decided what a case says it has."""

    def decided(case):
        folder = tmp_path / "law" / "parameters"
        folder.mkdir(parents=True)
        for key in case.keys() & DECIDED.keys():
            group, name, unit = DECIDED[key]
            value = f'"{case[key]}"' if isinstance(case[key], str) else case[key]
            (folder / f"{group}.toml").write_text(VALUE.format(name=name, unit=unit, value=value), "utf-8")
        return load_parameters(tmp_path)

    return decided


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_prospect(case, numbers):
    parameters, tier = numbers(case), Tier(case["tier"]) if "tier" in case else None
    item = edition(case["on"]).item("administrative_penalty")
    shown = window(item, parameters=parameters, tier=tier, dates=Dates(case["decided_on"]))
    ruled_out = article_from(case["unrepairable"]) if "unrepairable" in case else None
    record = AdverseRecord(None if ruled_out else shown.repairable_on, tier, case["decided_on"], ruled_out)
    applicant = Applicant(
        frozenset(case.get("documents", [])), case.get("revoked_on"), case.get("is_trained", False)
    )

    found = prospect(record, on=case["on"], parameters=parameters, applicant=applicant)

    assert found.from_on == case.get("from_on")
    assert [one.need for one in found.conditions if not one.is_met] == case["missing"]
    if "alternatives" in case:
        assert {one.basis.instrument: one.from_on for one in found.alternatives} == case["alternatives"]
        applied = [one.from_on for one in found.alternatives if one.applies]
        assert applied == ([found.from_on] if found.alternatives else [])


def test_every_basis_of_a_case_is_held():
    held = instruments()

    assert {case["basis"]["instrument"] for case in CASES} <= set(held)
