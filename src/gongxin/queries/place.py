"""Names for the codes of places and industries that a register holds."""

from gongxin.law.label import Label
from gongxin.organisations.industry import industry
from gongxin.organisations.region import region


def region_name(code: str) -> str:
    """Return the division with those above it, such as 上海市嘉定区; empty where the code is unknown."""
    names: list[str] = []
    for part in (code[:2] + "0000", code[:4] + "00", code):
        found = region(part) if len(code) == 6 else None
        if found and found.name not in names:
            names.append(found.name)
    return "".join(name for name in names if name not in ("市辖区", "县"))


def industry_name(code: str) -> Label | None:
    """Return the section of the industry, such as 制造业."""
    found = industry(code)
    return found.section.label if found else None
