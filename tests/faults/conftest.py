"""Files of penalties, and processes that submit them and can be killed."""

import csv
import json
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ACCEPTED = tomllib.loads((HERE.parent / "cases/items/administrative_penalty.toml").read_text("utf-8"))[
    "accepted"
]
NUMBER, FINE, TEXT = "行政处罚决定书文号", "罚款金额（万元）", "处罚内容"


@pytest.fixture
def penalties(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a file of penalties with these numbers."""

    def write(name: str, numbers: range, *, fine: int = 3) -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, [*ACCEPTED])
            table.writeheader()
            for number in numbers:
                changed = {
                    NUMBER: f"示市监处罚〔2026〕{number}号",
                    FINE: f"0.0{fine}",
                    TEXT: f"罚款{fine}00元",
                }
                table.writerow(ACCEPTED | changed)
        return path

    return write


Said = dict[str, object] | None


class Submitter:
    """A process that has everything loaded and submits in children of its own."""

    def __init__(self, environment: dict[str, str], *wrapper: str) -> None:
        self.process = subprocess.Popen(
            [*wrapper, sys.executable, str(HERE / "submitter.py")],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def begin(self, *paths: object, seconds: float | None = None, largest: int | None = None) -> None:
        assert self.process.stdin is not None
        orders = [(str(path), seconds, largest) for path in paths]
        self.process.stdin.write(json.dumps(orders) + "\n")
        self.process.stdin.flush()

    def answers(self) -> list[Said]:
        assert self.process.stdout is not None
        said: list[Said] = json.loads(self.process.stdout.readline())
        return said

    def submit(self, *paths: Path, seconds: float | None = None, largest: int | None = None) -> list[Said]:
        self.begin(*paths, seconds=seconds, largest=largest)
        return self.answers()

    def recover(self) -> None:
        (said,) = self.submit(Path("recover"))
        assert isinstance(said, list), said

    def close(self) -> None:
        self.process.communicate()


@pytest.fixture
def start_submitter(instance) -> Iterator[Callable[..., Submitter]]:
    """Return a function that starts one, under the program given."""
    started: list[Submitter] = []

    temporary = instance.data / "temporary"
    temporary.mkdir()
    (instance.data / "incoming").mkdir(exist_ok=True)

    def start(*wrapper: str) -> Submitter:
        started.append(Submitter(instance.environment | {"TMPDIR": str(temporary)}, *wrapper))
        return started[-1]

    yield start
    for one in started:
        one.close()


@pytest.fixture
def submitter(start_submitter: Callable[..., Submitter]) -> Submitter:
    return start_submitter()
