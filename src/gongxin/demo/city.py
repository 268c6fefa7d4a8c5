"""The demo city as its file describes it: words for names, kinds of organisation, units."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from gongxin.organisations.kind import Kind, kind_of
from gongxin.organisations.uscc import make

FIRST_UNIT = 10_000_001  # organisation codes of the units count up from here; those of others begin elsewhere


@dataclass(frozen=True, slots=True)
class Business:
    """What an organisation does: how its name says so, the class in GB/T 4754, the scope as registered."""

    name: str
    industry: str
    scope: str


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of organisation by the first two characters of its code; `share` is of all organisations."""

    prefix: str
    share: float
    names: tuple[str, ...]
    entity_type: str
    registrar: str
    businesses: tuple[Business, ...]

    @property
    def kind(self) -> Kind:
        return kind_of(self.prefix)


@dataclass(frozen=True, slots=True)
class DemoUnit:
    """A unit that submits; `mark` heads its document numbers."""

    uscc: str
    name: str
    mark: str
    provides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class City:
    name: str
    short: str
    region: str
    districts: tuple[str, ...]
    roads: tuple[str, ...]
    first: tuple[str, ...]
    second: tuple[str, ...]
    third: tuple[str, ...]
    forms: tuple[Form, ...]
    units: tuple[DemoUnit, ...]

    def unit(self, mark: str) -> DemoUnit:
        return next(unit for unit in self.units if unit.mark == mark)

    def providers(self, words: tuple[str, ...]) -> tuple[DemoUnit, ...]:
        """Return the units that a catalogue item's providers mean; all where it names none in particular."""
        meant = tuple(
            unit for unit in self.units if any(own in word for own in unit.provides for word in words)
        )
        return meant or self.units


@lru_cache(maxsize=1)
def city() -> City:
    """Return the one demo city."""
    raw = tomllib.loads(Path(__file__).with_name("city.toml").read_text("utf-8"))
    return City(
        name=raw["name"],
        short=raw["short"],
        region=raw["region"],
        districts=tuple(raw["districts"]),
        roads=tuple(raw["roads"]),
        first=tuple(raw["brands"]["first"]),
        second=tuple(raw["brands"]["second"]),
        third=tuple(raw["brands"]["third"]),
        forms=tuple(_form(form, raw) for form in raw["forms"]),
        units=tuple(_unit(number, unit, raw["region"]) for number, unit in enumerate(raw["units"])),
    )


def _form(form: Mapping[str, Any], raw: Mapping[str, Any]) -> Form:
    businesses = (
        tuple(
            Business(name, trade["industry"], trade["scope"])
            for trade in raw[form["from"]]
            for name in trade["names"]
        )
        if "from" in form
        else (Business("", form["industry"], form["scope"]),)
    )
    return Form(
        form["prefix"], form["share"], tuple(form["names"]), form["type"], form["registrar"], businesses
    )


def _unit(number: int, unit: Mapping[str, Any], region: str) -> DemoUnit:
    return DemoUnit(
        make("11", region, str(FIRST_UNIT + number)), unit["name"], unit["mark"], tuple(unit["for"])
    )
