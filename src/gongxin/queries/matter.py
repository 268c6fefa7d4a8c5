"""Matters of the application list: which are in force, which items each opens, which measures may follow."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

from gongxin.catalogue import reader
from gongxin.catalogue.application import Application, Measure
from gongxin.catalogue.edition import Edition
from gongxin.catalogue.publicity import Disclosure
from gongxin.disclosure.look import OTHER
from gongxin.disclosure.policy import Viewer
from gongxin.law.citation import Article
from gongxin.law.label import Label
from gongxin.queries.item import catalogue


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter as one edition has it. `needing_authorisation` are items that it names but does not open."""

    application: Application
    edition: str
    items: tuple[str, ...]
    needing_authorisation: tuple[str, ...]
    measures: tuple[Measure, ...]

    @property
    def code(self) -> str:
        return self.application.code

    @property
    def viewer(self) -> Viewer:
        return Viewer.matter(self.items)


class UnknownMatter(Exception):
    """The application list of that day does not have the matter."""

    def __init__(self, code: str, on: datetime.date) -> None:
        super().__init__(
            f"{on} 的应用清单没有事项 {code[:64]!r}。请从清单中选择。"
            f" / The application list of {on} has no matter {code[:64]!r}. Choose one of the list."
        )


def matters(on: datetime.date) -> tuple[Matter, ...]:
    """Return the matters in force on a day, in the order of the list."""
    edition = catalogue(on)
    return tuple(_matter(one, edition) for one in edition.applications.values())


def by_code(code: str, on: datetime.date) -> Matter:
    """Return one matter in force on a day.

    Raises:
        UnknownMatter: the list does not have it.
    """
    edition = catalogue(on)
    if code not in edition.applications:
        raise UnknownMatter(code, on)
    return _matter(edition.applications[code], edition)


def matter_name(code: str) -> Label:
    """Return what to call a matter, or another reason for a look; the newest edition that has it says."""
    if code in OTHER:
        return OTHER[code]
    named = (
        one.applications[code].name
        for one in reversed(reader.editions(settings.GONGXIN_CITY))
        if code in one.applications
    )
    return next(named, Label(code, code))


def matter_basis(code: str) -> Article | None:
    """Return the article a matter rests on, by the newest edition that has it; None for other reasons."""
    editions = reversed(reader.editions(settings.GONGXIN_CITY))
    return next((one.applications[code].basis for one in editions if code in one.applications), None)


def _matter(application: Application, edition: Edition) -> Matter:
    closed = {
        code
        for code in application.items
        if code in edition.items and edition.items[code].disclosure is Disclosure.AUTHORISED
    }
    return Matter(
        application=application,
        edition=edition.code,
        items=tuple(code for code in application.items if code not in closed),
        needing_authorisation=tuple(code for code in application.items if code in closed),
        measures=tuple(edition.measures[code] for code in application.measures),
    )


def every_measure() -> Mapping[str, Measure]:
    """Return the measures of all editions by code, by the newest edition that has each."""
    known: dict[str, Measure] = {}
    for edition in reader.editions(settings.GONGXIN_CITY):
        known.update(edition.measures)
    return known


def named_measures(codes: Sequence[str]) -> tuple[Measure, ...]:
    """Return the measures of these codes, by the newest edition that has each."""
    known = every_measure()
    return tuple(known[code] for code in codes if code in known)
