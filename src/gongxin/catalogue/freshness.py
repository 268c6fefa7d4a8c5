"""Notice that the city's folder got another edition while a process runs."""

from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from time import monotonic

SECONDS = 1.0  # how long a process may not notice


@dataclass(slots=True)
class _Seen:
    """What this process saw of a folder last, and how often that was something else."""

    stamp: int = -1
    until: float = 0.0
    generation: int = 0
    looking: Lock = field(default_factory=Lock)


_seen: dict[Path, _Seen] = {}


def generation(city: Path | None) -> int:
    """Return a number that changes when an edition came or went; it costs a look at the folder a second."""
    if city is None:
        return 0
    seen = _seen.setdefault(city, _Seen())
    if monotonic() >= seen.until:
        with seen.looking:
            stamp = _stamp(city)
            if stamp != seen.stamp:
                seen.stamp, seen.generation = stamp, seen.generation + 1
            seen.until = monotonic() + SECONDS
    return seen.generation


def look_again(city: Path) -> None:
    """Look at the next question, however lately this process looked: it has just written there itself."""
    _seen.setdefault(city, _Seen()).until = 0.0


def _stamp(city: Path) -> int:
    for editions in (city / "catalogue" / "editions", city / "editions"):
        try:
            return editions.stat().st_mtime_ns
        except OSError:
            continue
    return 0
