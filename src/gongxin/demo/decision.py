"""What the demo city decided where the law leaves it to a city: written into its own folder."""

import shutil
from pathlib import Path

DECISIONS = Path(__file__).parent / "decisions"


def write_decisions(folder: Path) -> None:
    """Write the demo city's numbers, and the rules they rest on, below a city's folder."""
    shutil.copytree(DECISIONS, folder, dirs_exist_ok=True)
