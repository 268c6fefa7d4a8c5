"""From an article to every line that rests on it. A search, not a registry: a citation has one spelling."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gongxin.law.citation import Article

PACKAGE = Path(__file__).parents[1]
SPELLINGS = {
    ".py": re.compile(r'\bArticle\(\s*"([A-Z][A-Z0-9-]*)"(?:,\s*"([^"]*)")?\s*\)'),
    ".toml": re.compile(r'\binstrument\s*=\s*"([A-Z][A-Z0-9-]*)"(?:\s*,\s*number\s*=\s*"([^"]*)")?'),
}


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """One line that cites an article; `path` is relative to the folder searched."""

    article: Article
    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


def places(folders: Iterable[Path] = (PACKAGE,)) -> list[Place]:
    """Return every citation in Python and TOML below the folders, by article, file and line."""
    return sorted(place for folder in folders for place in _places(folder))


def resting_on(instrument: str, number: str | None, found: Iterable[Place]) -> list[Place]:
    """Return the places that cite an instrument, or one article of it with its paragraphs."""
    return [
        place
        for place in found
        if place.article.instrument == instrument
        and (number is None or _covers(number, place.article.number))
    ]


def _covers(number: str, cited: str) -> bool:
    return cited == number or cited.startswith(f"{number}(")


def _places(folder: Path) -> Iterator[Place]:
    for path in sorted(folder.rglob("*")):
        spelling = SPELLINGS.get(path.suffix)
        if spelling is None or not path.is_file():
            continue
        text = path.read_text("utf-8")
        for found in spelling.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            yield Place(Article(found[1], found[2] or ""), path.relative_to(folder).as_posix(), line)
