"""Tests stand where the code they test stands, and their names are sentences."""

import ast

# Folders of tests that tell of the whole, not of one module.
ACROSS = {"architecture", "cases", "journeys", "scale", "faults"}
OUTSIDE = {"bench"}
# Files that tell of a whole package.
WHOLE = {"tests/intake/test_real_data.py", "tests/procedures/test_year.py"}


def test_a_test_file_is_named_after_a_module(root):
    tests, source = root / "tests", root / "src" / "gongxin"
    astray = [
        path.relative_to(root).as_posix()
        for path in sorted(tests.rglob("test_*.py"))
        if (place := path.relative_to(tests)).parts[0] not in ACROSS | OUTSIDE
        and path.relative_to(root).as_posix() not in WHOLE
        and not [*(source / place.parent).rglob(place.name.removeprefix("test_"))]
        and not (source / place.parent / place.stem.removeprefix("test_")).is_dir()
    ]

    assert astray == []


def test_a_test_is_named_by_a_sentence(root):
    """In tests/cases the sentence is the case's own name."""
    short = [
        f"{path.relative_to(root)}:{node.lineno} {node.name}"
        for path, tree in trees(root)
        if root / "tests" / "cases" not in path.parents
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and node.name.count("_") < 3
    ]

    assert short == []


def test_no_test_replaces_a_rule_a_clock_or_a_calendar(root):
    replaced = [
        f"{path.relative_to(root)}:{node.lineno} {ast.unparse(node)}"
        for path, tree in trees(root)
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom) and "mock" in ast.unparse(node).lower()
    ]

    assert replaced == []


def trees(root):
    return [(path, ast.parse(path.read_text("utf-8"))) for path in sorted((root / "tests").rglob("*.py"))]


def test_no_test_folder_is_a_package(root):
    """Equal file names in different folders need pytest's importlib mode, which wants no packages."""
    assert list((root / "tests").rglob("__init__.py")) == []
