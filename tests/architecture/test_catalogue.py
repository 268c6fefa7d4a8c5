"""Every record type can be read in both languages, has its cases, and goes by its name in the glossary."""

import dataclasses
import re
import tomllib
from collections.abc import Mapping

import pytest

from gongxin.catalogue.reader import editions

CHINESE = re.compile(r"[\u4e00-\u9fff]")
SENT_BACK = {"rejected", "refused"}


@pytest.fixture(scope="module")
def items():
    """Every item of every edition; a later edition's declaration counts."""
    return {item.code: item for known in editions() for item in known.items.values()}


def test_every_item_has_an_accepted_and_a_rejected_case(items, root):
    bare = []
    for code in items:
        path = root / "tests" / "cases" / "items" / f"{code}.toml"
        told = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
        if not told.get("accepted") or not {case["outcome"] for case in told.get("case", [])} & SENT_BACK:
            bare.append(code)

    assert len(items) >= 40
    assert bare == []


def test_every_case_file_is_of_an_item(items, root):
    files = {path.stem for path in (root / "tests" / "cases" / "items").glob("*.toml")}

    assert sorted(files - set(items)) == []


def test_every_label_says_it_in_chinese_and_in_english():
    """English may quote the Chinese to write in a cell; Chinese may be a code or a mark alone."""
    labels = {(where, label) for known in editions() for where, label in labels_in(known, known.code)}
    odd = [
        f"{where}: {label.zh} / {label.en}"
        for where, label in labels
        if not label.zh.strip()
        or not label.en.strip()
        or (CHINESE.search(label.zh) and not re.search("[A-Za-z]", label.en))
        or (re.search("[a-z]{3}", label.zh) and not CHINESE.search(label.zh))
    ]

    assert len(labels) > 500
    assert odd == []


def test_an_item_goes_by_its_name_in_the_glossary(items, root):
    rows = re.findall(
        r"^\| ([^|]+) \| `(\w+)` \|", (root / "docs/glossary.md").read_text("utf-8"), re.MULTILINE
    )
    terms = {identifier: term for term, identifier in rows}

    assert {code: terms.get(code) for code in items} == {code: item.name.zh for code, item in items.items()}


def labels_in(value, where):
    """Every pair of texts, with the code nearest above it."""
    where = getattr(value, "code", None) or getattr(value, "id", None) or where
    if hasattr(value, "zh") and hasattr(value, "en"):
        yield where, value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from labels_in(getattr(value, field.name), where)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from labels_in(inner, where)
    elif isinstance(value, list | tuple | set | frozenset):
        for inner in value:
            yield from labels_in(inner, where)
