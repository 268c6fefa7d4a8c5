"""Everything we install is pinned, hashed, declared and used."""

import ast
import re
import sys
from importlib.metadata import packages_distributions

import pytest

PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)(\[[a-z0-9,_-]+\])?==\S+", re.IGNORECASE)
DECLARED = re.compile(r"^([a-z0-9][a-z0-9._-]*)", re.IGNORECASE)

# Declared without our importing or naming it, each with why.
NOT_IMPORTED = {
    "setuptools": "builds the package itself, without the network",
}


FILES = ["requirements", "requirements-dev", "requirements-bench", "requirements-spark"]


@pytest.fixture(scope="module", params=FILES)
def pair(request, root):
    """The names asked for, and the text that pins them."""
    return declared(root / f"{request.param}.in"), (root / f"{request.param}.txt").read_text("utf-8")


def test_every_requirement_is_pinned_with_hashes(pair):
    _, pins = pair
    blocks = re.split(r"\n(?=\S)", re.sub(r"(?m)^#.*\n", "", pins).strip())

    assert [
        block.split()[0] for block in blocks if not PINNED.match(block) or "--hash=sha256:" not in block
    ] == []


def test_no_requirement_names_where_to_fetch_it(pair):
    _, pins = pair

    assert [line for line in pins.splitlines() if "://" in line or re.match(r"\s*--(?!hash=)", line)] == []


def test_every_name_asked_for_is_pinned(pair):
    asked, pins = pair
    pinned = {normal(match.group(1)) for line in pins.splitlines() if (match := PINNED.match(line))}

    assert asked - pinned == set()


def test_everything_we_import_is_declared(modules, root):
    ours = declared(root / "requirements.in") | declared(root / "requirements-spark.in")

    assert imported(modules) - ours == set()


def test_everything_declared_is_imported_or_has_a_reason(modules, root):
    used = imported(modules) | named(modules)

    assert declared(root / "requirements.in") - used - set(NOT_IMPORTED) == set()
    assert set(NOT_IMPORTED) & used == set()


def declared(path):
    lines = (line.partition("#")[0].strip() for line in path.read_text("utf-8").splitlines())
    return {normal(match.group(1)) for line in lines if (match := DECLARED.match(line))}


def imported(modules):
    """The distributions that our modules import."""
    owners = packages_distributions()
    names = {name.partition(".")[0] for module in modules for name in names_imported(module)}
    foreign = names - set(sys.stdlib_module_names) - {"gongxin"}
    return {normal(owners[name][0]) for name in foreign if name in owners} | {
        n for n in foreign if n not in owners
    }


def named(modules):
    """The distributions that our modules name in a text, as settings do with apps and middleware."""
    owners = packages_distributions()
    names = {
        found.group(1)
        for module in modules
        for text in module.nodes(ast.Constant)
        if isinstance(text.value, str) and (found := re.match(r"([a-z_0-9]+)(\.[\w.]+)?$", text.value))
    }
    return {normal(owners[name][0]) for name in names if name in owners}


def names_imported(module):
    for node in module.nodes(ast.Import):
        yield from (alias.name for alias in node.names)
    for node in module.nodes(ast.ImportFrom):
        if node.level == 0:
            yield node.module


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()
