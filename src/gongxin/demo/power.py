"""The demo city's power list, written as a city writes its own: a file for each unit in its folder."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from gongxin.catalogue.edition import Edition
from gongxin.demo.delivery import YEARS
from gongxin.demo.manifest import Manifest

DECIDED = "administrative_"  # the items that record what a unit decides by a power of its own
FOLDER = Path("catalogue/powers")


def write_power_list(manifest: Manifest, edition: Edition, folder: Path) -> None:
    """Write below a city's folder which units decide what, as far as they hand in records of it."""
    target = folder / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    sent: dict[str, list[str]] = {}
    for one in manifest.files:
        if one.item.startswith(DECIDED) and one.item not in sent.setdefault(one.unit, []):
            sent[one.unit].append(one.item)
    first = manifest.on.year - YEARS
    for unit, items in sent.items():
        (target / f"{unit}.toml").write_text("\n".join(_powers(unit, items, edition, first)), "utf-8")


def _powers(unit: str, items: Iterable[str], edition: Edition, first: int) -> Iterator[str]:
    for number, code in enumerate(items, 1):
        item = edition.item(code)
        article = item.basis[0]
        yield (
            "[[powers]]\n"
            f'code = "{unit}-{number:02}"\n'
            f'name = {{ zh = "{item.name.zh}", en = "{item.name.en}" }}\n'
            f'unit = "{unit}"\n'
            f'item = "{code}"\n'
            f'basis = {{ instrument = "{article.instrument}", number = "{article.number}" }}\n'
            f"from = {first}-01-01\n"
        )
