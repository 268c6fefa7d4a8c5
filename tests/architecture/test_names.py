"""Names come from the glossary: one legal term, one identifier, and no word that means nothing."""

import ast
import importlib
import inspect
import re
from enum import Enum

import pytest

CHINESE = re.compile(r"[\u4e00-\u9fff]")
SPAN = re.compile(r"`([^`]+)`")
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")

# Words that could stand for anything, as whole words in the names we give.
BANNED = {"data", "info", "manager", "handler", "helper", "util", "process", "handle", "do", "misc", "flag"}
BANNED_MODULES = BANNED | {"utils", "helpers", "common", "core", "services", "managers", "exceptions"}

# The exact word there, or given by somebody else's interface; each with why.
ALLOWED = {
    "settings.py _data_folder": "the folder that the setting GONGXIN_DATA names",
    "store/cluster.py _make_data": "what PostgreSQL calls its data directory",
    "reports/sealing.py data": "the name that pyHanko's Signer gives what is signed",
    "store/cluster.py process": "a process of the operating system",
    "web/shared/access.py process_view": "a middleware's step, named by Django",
}

# Plain building blocks of the rule packages that stand for no term of the law.
TECHNICAL = {
    "Connection",
    "Digests",
    "SparkAnswer",
    "SparkConnection",
    "Label",
    "Value",
    "Parameters",
    "Numbered",
    "Yearly",
    "Announced",
    "DayKind",
    "Reason",
    "TermUnit",
    "Table",
    "Layer",
    "Part",
    "Parts",
    "Declaration",
    "Macro",
    "Condition",
    "Dates",
    "Dated",
    "Own",
    "Prefix",
    "Cells",
    "Check",
    "Lazy",
    "Checks",
    "Message",
    "Way",
    "Column",
    "Layout",
    "Header",
    "Counts",
    "Assignment",
    "Form",
    "Scan",
    "Plan",
    "TilePath",
    "Seen",
    "Past",
    "Bench",
}

ENUMERATIONS = {
    "gongxin.catalogue.item": ("Category",),
    "gongxin.catalogue.behaviour": ("Tier",),
    "gongxin.catalogue.publicity": ("Disclosure", "PublicityKind"),
    "gongxin.catalogue.rule": ("Severity",),
    "gongxin.catalogue.application": ("MeasureKind",),
    "gongxin.organisations.kind": ("Kind",),
    "gongxin.disclosure.policy": ("Capacity",),
    "gongxin.disclosure.role": ("Role", "UnitKind"),
    "gongxin.procedures.step": ("Party", "Effect"),
}


@pytest.fixture(scope="module")
def glossary(root):
    """The rows: Chinese term, identifiers, meaning."""
    lines = (root / "docs/glossary.md").read_text("utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [(row[0], SPAN.findall(row[1]), row[2]) for row in cells if len(row) == 3 and SPAN.search(row[1])]


@pytest.fixture(scope="module")
def identifiers(glossary):
    return {name for _, names, _ in glossary for name in names}


def test_every_row_has_a_chinese_term_an_identifier_and_a_meaning(glossary):
    bare = [names for term, names, meaning in glossary if not CHINESE.search(term) or len(meaning) < 5]

    assert bare == []
    assert len(glossary) >= 90


def test_no_identifier_stands_for_two_terms(glossary):
    names = [name for _, listed, _ in glossary for name in listed]

    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_every_identifier_of_the_glossary_is_used(identifiers, root):
    source = root / "src" / "gongxin"
    words = set()
    for path in source.rglob("*"):
        if path.suffix in {".py", ".toml", ".sql", ".html"}:
            words |= set(re.findall(r"\w+", path.read_text("utf-8"))) | {path.stem}
    words |= {path.name for path in source.iterdir() if path.is_dir()}

    assert sorted(name for name in identifiers if not set(name.split(".")) <= words) == []


@pytest.mark.parametrize(
    ("module", "name"), [(module, name) for module, names in ENUMERATIONS.items() for name in names]
)
def test_every_member_of_a_legal_list_is_in_the_glossary(module, name, identifiers):
    members = getattr(importlib.import_module(module), name)

    assert issubclass(members, Enum)
    assert [f"{name}.{member.name}" for member in members if f"{name}.{member.name}" not in identifiers] == []


def test_every_package_table_and_item_is_in_the_glossary(identifiers, root):
    source = root / "src" / "gongxin"
    packages = {path.parent.name for path in source.glob("*/__init__.py")}
    tables = {
        node.name
        for path in (source / "store" / "models").glob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef)
    }
    items = {path.stem for path in (source / "catalogue" / "items").rglob("*.toml")}

    assert items
    assert sorted((packages | tables | items) - identifiers) == []


def test_every_noun_of_the_rules_is_in_the_glossary_or_purely_technical(rules, identifiers):
    nouns = {
        name
        for module in rules
        for name, member in vars(importlib.import_module(module.dotted)).items()
        if inspect.isclass(member) and member.__module__ == module.dotted
        if not name.startswith("_") and not issubclass(member, Exception)
    }

    missing = sorted(nouns - identifiers - TECHNICAL)
    assert missing == [], missing
    assert sorted(TECHNICAL - nouns) == []


def test_no_name_is_a_word_that_could_stand_for_anything(modules):
    vague = [
        f"{module.at(node)} {name}"
        for module in modules
        if "/migrations/" not in module.name
        for node in module.nodes(ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef, ast.arg)
        if words(name := given(node)) & BANNED
        and f"{module.name.removeprefix('src/gongxin/')} {name}" not in ALLOWED
    ]

    assert vague == [], "\n".join(vague)


def test_no_module_is_a_drawer_for_everything(modules):
    parts = {part for module in modules for part in module.dotted.split(".")}

    assert parts & BANNED_MODULES == set()


def words(name):
    return {word.lower() for word in WORD.findall(name)}


def given(node):
    return node.arg if isinstance(node, ast.arg) else node.name
