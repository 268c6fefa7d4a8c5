"""An organisation's basic facts."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from gongxin.law.label import Label
from gongxin.organisations.kind import Kind
from gongxin.queries.place import industry_name, region_name
from gongxin.queries.reading import Row, row, rows
from gongxin.queries.search import Hit, SearchPage, search

__all__ = ["Hit", "OrganisationFacts", "SearchPage", "UnknownOrganisation", "by_code", "search"]

COLUMNS = (
    "uscc, name, kind, status, region, industry, registering_unit, address,"
    " established_on, ended_on, is_registered"
)


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """What the register says. `is_registered` False: known only from a record about it."""

    uscc: str
    name: str
    kind: Kind
    status: str
    region: str
    region_name: str
    industry: str
    industry_name: Label | None
    registering_unit: str
    address: str
    established_on: datetime.date | None
    ended_on: datetime.date | None
    former_names: tuple[str, ...]
    is_registered: bool


class UnknownOrganisation(Exception):
    """Neither the register nor any record knows this code."""

    def __init__(self, uscc: str) -> None:
        super().__init__(
            f"没有统一社会信用代码为 {uscc[:18]!r} 的组织。请核对代码，或按名称查询。"
            f" / No organisation has the code {uscc[:18]!r}. Check it, or search by name."
        )


def by_code(uscc: str) -> OrganisationFacts:
    """Return the facts of one organisation.

    Raises:
        UnknownOrganisation: the code is not in the register.
    """
    found = row(f"SELECT {COLUMNS} FROM organisation WHERE uscc = %(uscc)s", {"uscc": uscc}, prepare=True)
    if found is None:
        raise UnknownOrganisation(uscc)
    return _facts(found, _former_names([uscc]).get(uscc, ()))


def by_codes(codes: Collection[str]) -> Mapping[str, OrganisationFacts]:
    """Return the facts of those organisations that are in the register, by code."""
    found = rows(f"SELECT {COLUMNS} FROM organisation WHERE uscc = ANY(%(codes)s)", {"codes": list(codes)})
    former = _former_names(codes)
    return {one[0]: _facts(one, former.get(one[0], ())) for one in found}


def _facts(found: Row, former_names: tuple[str, ...]) -> OrganisationFacts:
    return OrganisationFacts(
        uscc=found[0],
        name=found[1],
        kind=Kind(found[2]),
        status=found[3],
        region=found[4],
        region_name=region_name(found[4]),
        industry=found[5],
        industry_name=industry_name(found[5]),
        registering_unit=found[6],
        address=found[7],
        established_on=found[8],
        ended_on=found[9],
        former_names=former_names,
        is_registered=found[10],
    )


def _former_names(codes: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    sql = (
        "SELECT uscc, array_agg(name ORDER BY known_until DESC NULLS LAST, name) FROM organisation_name"
        " WHERE uscc = ANY(%(codes)s) AND NOT is_current GROUP BY uscc"
    )
    return {uscc: tuple(names) for uscc, names in rows(sql, {"codes": list(codes)}, prepare=True)}
