"""Run contestants as processes of their own, in turns, and keep medians; never in parallel."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

LIMIT_SECONDS = 3600


@dataclass(frozen=True)
class Run:
    """One go of one contestant: seconds and units as it says itself, peak memory as the kernel says."""

    seconds: float
    units: float
    peak_mib: float
    facts: Mapping[str, object]


@dataclass(frozen=True)
class Line:
    """A contestant's place in a figure; `ratio` is our rate divided by its own."""

    name: str
    role: str  # us, peer, limit
    rate: float
    seconds: float
    peak_mib: float
    ratio: float
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """A figure that DESIGN.md asks for, and what came out."""

    text: str
    wanted: float
    got: float
    is_met: bool


@dataclass(frozen=True)
class Figure:
    name: str
    title: str
    unit: str
    lines: Sequence[Line]
    verdicts: Sequence[Verdict]


def at_least(text: str, wanted: float, got: float) -> Verdict:
    return Verdict(f"{text} ≥ {wanted:g}", wanted, got, got >= wanted)


def at_most(text: str, wanted: float, got: float) -> Verdict:
    return Verdict(f"{text} ≤ {wanted:g}", wanted, got, got <= wanted)


def child(module: str, contestant: str, *arguments: str, environment: Mapping[str, str] | None = None) -> Run:
    """Run `python -m module contestant arguments`; its last line of output is a JSON object."""
    command = [sys.executable, "-m", module, contestant, *arguments]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, env={**os.environ, **(environment or {})}
    ) as process:
        assert process.stdout is not None
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{module} {contestant} failed with {process.returncode}")
    told = json.loads(output.decode().strip().splitlines()[-1])
    return Run(told.pop("seconds"), told.pop("units"), usage.ru_maxrss / 1024, told)


def in_turns(module: str, contestants: Mapping[str, Sequence[str]], *, rounds: int) -> dict[str, list[Run]]:
    """Run every contestant `rounds` times, each round in another order, so that nobody always goes first."""
    runs: dict[str, list[Run]] = {name: [] for name in contestants}
    names = list(contestants)
    for turn in range(rounds):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            print(f"  {module} {name} ({turn + 1}/{rounds})", file=sys.stderr, flush=True)
            runs[name].append(child(module, name, *contestants[name]))
    return runs


def lines(runs: Mapping[str, Sequence[Run]], roles: Mapping[str, str]) -> list[Line]:
    """Return medians; ratios against the contestant whose role is `us`."""
    rates = {name: statistics.median(run.units / run.seconds for run in goes) for name, goes in runs.items()}
    ours = next(rates[name] for name, role in roles.items() if role == "us")
    return [
        Line(
            name,
            roles[name],
            rates[name],
            statistics.median(run.seconds for run in goes),
            max(run.peak_mib for run in goes),
            ours / rates[name],
            goes[-1].facts,
        )
        for name, goes in runs.items()
    ]


def ratio_to(found: Sequence[Line], name: str) -> float:
    return next(line.ratio for line in found if line.name == name)


def report(seconds: float, units: float, **facts: object) -> None:
    """What a contestant prints at its end."""
    print(json.dumps({"seconds": seconds, "units": units, **facts}, ensure_ascii=False, default=str))


def work_folder() -> Path:
    folder = Path("build/bench")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
