"""Rules that follow from what an item declares, so that no file has to repeat them."""

from collections.abc import Iterator

from gongxin.catalogue.item import Subject
from gongxin.catalogue.label import Label
from gongxin.catalogue.rule import Rule
from gongxin.law.citation import Article
from gongxin.organisations.kind import Kind, prefixes
from gongxin.organisations.severity import Severity


def implied_rules(subject: Subject, subjects: frozenset[Kind]) -> Iterator[Rule]:
    """Yield the rules that every item has whose subjects are of certain kinds only."""
    if subjects == frozenset(Kind):
        return
    names = [kind.label for kind in Kind if kind in subjects]
    yield Rule(
        id="subject.kind_not_allowed",
        field=subject.uscc,
        severity=Severity.ERROR,
        fault=f"substr({subject.uscc}, 1, 2) {_outside(subjects)}",
        message=Label(
            f"本事项的主体只能是{'、'.join(name.zh for name in names)}，这个代码属于别的类别。",
            f"Its subjects are of these kinds: {', '.join(name.en for name in names)}; this code is not.",
        ),
        hint=Label("核对代码，或改报其他事项。", "Check the code, or report it under another item."),
        basis=Article("GB32100"),
    )


def _outside(subjects: frozenset[Kind]) -> str:
    """The first two characters that are none of these kinds; those we do not know count as `other`."""
    is_open = Kind.OTHER in subjects
    listed = sorted(code for code, prefix in prefixes().items() if (prefix.kind in subjects) is not is_open)
    codes = ", ".join(f"'{code}'" for code in listed)
    return f"IN ({codes})" if is_open else f"NOT IN ({codes})"
