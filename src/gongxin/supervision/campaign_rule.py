"""Against which breach a special campaign goes: its scope is whoever has such a record that stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from gongxin.catalogue.label import Label
from gongxin.catalogue.table import InvalidItem, Table, toml
from gongxin.law.citation import Article

FOLDER = Path(__file__).parent / "campaigns"


@dataclass(frozen=True, slots=True)
class CampaignRule:
    """A kind of breach: records of these items, of these tiers only where any are named."""

    code: str
    name: Label
    items: tuple[str, ...]
    tiers: tuple[str, ...]
    basis: tuple[Article, ...]


@lru_cache(maxsize=8)
def campaign_rules(*folders: Path) -> tuple[CampaignRule, ...]:
    """Return every rule; a city's own below `supervision/campaigns` replaces ours of the same code.

    Raises:
        InvalidItem: a file says something that nobody would read.
    """
    kept = (FOLDER, *(folder / "supervision" / "campaigns" for folder in folders))
    return tuple({rule.code: rule for folder in kept for rule in _of_folder(folder)}.values())


def _of_folder(folder: Path) -> Iterator[CampaignRule]:
    yield from (read_campaign_rule(path) for path in sorted(folder.glob("*.toml")))


def read_campaign_rule(path: Path) -> CampaignRule:
    """Return the rule of a file.

    Raises:
        InvalidItem: it says something that nobody would read.
    """
    with Table(toml(path), path.name) as table:
        rule = CampaignRule(
            code=table.text("code"),
            name=table.label("name"),
            items=table.texts("items"),
            tiers=table.texts("tiers", ()),
            basis=tuple(_articles(table)),
        )
    if not rule.items:
        raise InvalidItem(path.name, "items 至少一项。", "items: at least one.")
    return rule


def _articles(table: Table) -> Iterator[Article]:
    for one in table.tables("basis"):
        with one:
            yield one.as_article()
