"""Every setting, command, finding and item is documented, and nothing is documented that is not there."""

import ast
import re

import click
import pytest

from gongxin.catalogue.reader import editions
from gongxin.cli.law import write_pages
from gongxin.cli.main import main
from gongxin.intake.message import MESSAGES
from gongxin.law.index import places
from gongxin.organisations.uscc_rule import RULES

SETTING = re.compile(r"GONGXIN_[A-Z_]+|DATABASE_URL")
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")


@pytest.fixture(scope="module")
def how_to(root):
    return root / "docs" / "how-to"


def test_the_table_of_settings_is_whole(root, how_to):
    tree = ast.parse((root / "src/gongxin/settings.py").read_text("utf-8"))
    read = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SETTING.fullmatch(node.value)
    }

    assert first_cells(how_to / "settings.md") == read


def test_every_command_is_in_the_table_of_commands(how_to):
    commands = {" ".join(path) for path in paths(main, ("gongxin",))}

    assert first_cells(how_to / "commands.md") == commands


def test_every_command_says_what_it_does():
    silent = [" ".join(path) for path in paths(main, ("gongxin",)) if not found(main, path).help]

    assert silent == []


def test_every_rule_of_the_intake_is_explained(how_to, root):
    of_batches = set(
        re.findall(r'"(batch\.\w+)"', (root / "src/gongxin/intake/holding.py").read_text("utf-8"))
    )
    of_items = {rule.id for known in editions() for item in known.items.values() for rule in item.rules}

    assert first_cells(how_to / "read-findings.md") == set(MESSAGES) | set(RULES) | of_batches | of_items


def test_the_pages_of_the_law_are_fresh(root, tmp_path):
    """`gongxin law --write docs/law` makes them."""
    write_pages(tmp_path, places())

    written = {page.name: page.read_text("utf-8") for page in tmp_path.iterdir()}
    kept = {page.name: page.read_text("utf-8") for page in (root / "docs" / "law").iterdir()}
    assert sorted(name for name in written | kept if written.get(name) != kept.get(name)) == []


def test_no_link_leads_nowhere(root):
    pages = [*root.glob("*.md"), *(root / "docs").rglob("*.md")]
    broken = [
        f"{page.relative_to(root)}: {target}"
        for page in pages
        for target in LINK.findall(page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]

    assert len(pages) > 20
    assert broken == []


def test_every_decision_is_listed(root):
    folder = root / "docs" / "decisions"
    listed = re.findall(r"\((\d{4}-[\w-]+\.md)\)", (folder / "README.md").read_text("utf-8"))

    assert listed == sorted(path.name for path in folder.glob("0*.md"))


def test_both_readmes_link_to_the_same_pages(root):
    chinese, english = (
        set(LINK.findall((root / name).read_text("utf-8"))) for name in ("README.zh-CN.md", "README.md")
    )

    assert chinese ^ english <= {"README.md", "README.zh-CN.md"} | {"docs/how-to/settings.md"}


def first_cells(page):
    """The names in the first column of a page's tables."""
    rows = re.findall(r"^\| `([^`]+)`", page.read_text("utf-8"), re.MULTILINE)
    assert len(rows) == len(set(rows))
    return set(rows)


def paths(command, path):
    """The path of every command that does something, groups left out."""
    if not isinstance(command, click.Group):
        yield path
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        yield from paths(command.get_command(context, name), (*path, name))


def found(command, path):
    for name in path[1:]:
        command = command.get_command(click.Context(command), name)
    return command
