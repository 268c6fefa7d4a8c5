"""Every citation leads to an instrument we hold; every instrument is cited or says why it is kept."""

import ast
import datetime
import re
import tomllib
import warnings
from dataclasses import dataclass

import pytest

from gongxin.law.citation import Article, article_from
from gongxin.law.instrument import instruments
from gongxin.law.parameter import load_parameters

A_YEAR = datetime.timedelta(days=366)


@dataclass(frozen=True)
class Citation:
    article: Article
    where: str


@pytest.fixture(scope="module")
def citations(root, modules):
    """Every citation in our code, our data and the cases, found without the code that reads them."""
    in_code = [
        Citation(Article(*(argument.value for argument in call.args)), module.at(call))
        for module in modules
        for call in module.nodes(ast.Call)
        if ast.unparse(call.func).split(".")[-1] == "Article" and is_literal(call)
    ]
    in_data = [
        Citation(article_from(table), path.relative_to(root).as_posix())
        for folder in (root / "src", root / "tests" / "cases")
        for path in sorted(folder.rglob("*.toml"))
        for table in tables(tomllib.loads(path.read_text("utf-8")))
        if "instrument" in table
    ]
    return in_code + in_data


def test_every_article_cited_is_one_we_hold(citations, root):
    """The demo city's folder holds the rules that its own numbers rest on."""
    held = instruments(root / "src/gongxin/demo/decisions")

    assert [
        f"{citation.where}: {citation.article}"
        for citation in citations
        if citation.article.instrument not in held
        or not held[citation.article.instrument].holds(citation.article)
    ] == []


def test_every_instrument_we_hold_is_cited_or_says_why_it_is_kept(citations, root):
    cited = {citation.article.instrument for citation in citations}
    noted = {
        path.stem
        for path in (root / "src/gongxin/law/instruments").glob("*.toml")
        if "note" in tomllib.loads(path.read_text("utf-8"))
    }

    assert sorted(set(instruments()) - cited - noted) == []


def test_a_citation_in_a_text_has_the_one_spelling(modules):
    other = re.compile(r"\b(?:Art\.|Article|article) \d+ of\b")

    assert [module.name for module in modules if other.search(module.text)] == []


def test_every_instrument_says_what_it_was_checked_against():
    vague = [
        code for code, held in instruments().items() if len(held.source) < 2 or held.checked_on.year < 2020
    ]

    assert vague == []


def test_no_number_was_checked_in_the_future():
    tomorrow = datetime.datetime.now(tz=datetime.UTC).date() + datetime.timedelta(days=1)

    assert not_checked_since(tomorrow, load_parameters()) == sorted(load_parameters())


def test_numbers_not_checked_for_a_year_are_listed():
    """A warning for real ones: time passing must not break a build, but nobody should overlook it."""
    numbers = load_parameters()
    today = datetime.datetime.now(tz=datetime.UTC).date()

    if stale := not_checked_since(today - A_YEAR, numbers):
        warnings.warn(f"Compare with the law again: {', '.join(stale)}", stacklevel=1)

    latest = max(number.checked_on for number in numbers.values())
    assert not_checked_since(latest + A_YEAR, numbers) == sorted(numbers)


def test_a_number_without_a_source_names_the_decision_that_is_missing():
    unset = [number for number in load_parameters().values() if number.is_unset]

    assert unset
    assert [number.key for number in unset if number.values or not number.decision.zh] == []


def not_checked_since(day, numbers):
    return sorted(key for key, number in numbers.items() if number.checked_on < day)


def is_literal(call):
    return bool(call.args) and all(isinstance(argument, ast.Constant) for argument in call.args)


def tables(value):
    """Every table in a TOML document, at any depth."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from tables(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from tables(inner)
