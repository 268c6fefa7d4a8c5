"""Which tier a row's conduct falls into: the behaviour list as one CASE, the heaviest first."""

from datetime import date
from pathlib import Path

from gongxin.catalogue.behaviour import Behaviour, Tier
from gongxin.catalogue.edition import Edition
from gongxin.catalogue.item import Item
from gongxin.engine.duckdb import name
from gongxin.intake.condition_sql import rendered

HEAVIEST_FIRST = (Tier.SEVERE, Tier.ORDINARY, Tier.MINOR)


def tier_sql(item: Item, edition: Edition, *, on: date) -> str:
    """Return SQL for the tier; NULL where no behaviour matches: an officer decides."""
    behaviours, folders = edition.behaviours_of(item.code), edition.city_folders
    whens = [
        f"WHEN {' OR '.join(matching)} THEN '{tier}'"
        for tier in HEAVIEST_FIRST
        if (matching := [_matches(one, item, on, folders) for one in behaviours if one.tier is tier])
    ]
    return f"CASE {' '.join(whens)} END" if whens else "NULL::VARCHAR"


def _matches(behaviour: Behaviour, item: Item, on: date, folders: tuple[Path, ...]) -> str:
    decided_on = name(item.decided_on)
    until = f" AND {decided_on} < DATE '{behaviour.until}'" if behaviour.until else ""
    known = frozenset(field.code for field in item.kept_fields)
    matches, _ = rendered(behaviour.match, known, on, folders)
    return f"({decided_on} >= DATE '{behaviour.from_}'{until} AND ({matches}))"
