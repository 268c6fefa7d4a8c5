"""The import contracts of pyproject.toml are whole; `make lint` checks the imports against them."""

import tomllib

import pytest

EXPECTED = {"flow", "framework-free", "bulk", "tables", "acyclic"}


@pytest.fixture(scope="module")
def contracts(root):
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    return {contract["id"]: contract for contract in settings["tool"]["importlinter"]["contracts"]}


def test_no_contract_is_missing(contracts):
    assert set(contracts) >= EXPECTED


def test_no_contract_has_exceptions(contracts):
    assert [name for name, contract in contracts.items() if "ignore_imports" in contract] == []


def test_every_package_has_its_place_in_the_flow(contracts, modules):
    placed = {name.strip() for layer in contracts["flow"]["layers"] for name in layer.split("|")} | set(
        contracts["flow"]["exhaustive_ignores"]
    )
    packages = {module.package for module in modules} - {"__init__"}

    assert packages <= placed
    assert contracts["flow"]["exhaustive"] is True


def test_every_rule_package_is_kept_free_of_the_framework(contracts, rules):
    guarded = set(contracts["framework-free"]["source_modules"])

    assert {f"gongxin.{module.package}" for module in rules} <= guarded


def test_only_actions_and_queries_may_read_a_table(contracts):
    assert contracts["tables"]["allowed_importers"] == ["gongxin.actions", "gongxin.queries"]
