"""The line of a file that a refusal is about, as far as its words tell."""

import re

from gongxin.catalogue.lint.refusal import Refusal

OF_TOML = re.compile(r"at line (\d+)")
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
QUOTED = re.compile(r"“([^”]+)”")


def line_of(refusal: Refusal, item: str, text: str) -> int:
    """Return the line, counted from 1; 0 where no line is to blame."""
    if told := OF_TOML.search(refusal.en):
        return int(told[1])
    lines = text.splitlines()
    said = [name for name in NAME.findall(refusal.where) if name not in (item, f"{item}.toml")]
    begins = _declared(lines, said)
    for key in QUOTED.findall(refusal.zh):
        if place := _mentions(lines, key, begins):
            return place
    return begins


def _declared(lines: list[str], names: list[str]) -> int:
    """Return the line that declares the last of the names: as a code or id, or as a key."""
    for name in reversed(names):
        for shape in (rf'\s*(code|id|group)\s*=\s*"{re.escape(name)}"', rf"\s*{re.escape(name)}\s*="):
            for place, line in enumerate(lines, 1):
                if re.match(shape, line):
                    return place
    return 0


def _mentions(lines: list[str], word: str, begins: int) -> int:
    """Return the first line from there on that has the word, else the first of all."""
    found = [place for place, line in enumerate(lines, 1) if word in line]
    return next((place for place in found if place >= begins), found[0] if found else 0)
