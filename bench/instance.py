"""Instances to measure on: a private PostgreSQL in a folder of its own under build/bench."""

import os
import shutil
from pathlib import Path

from bench.measuring import work_folder

BUILT = "bench-built"


def use(folder: Path) -> None:
    """Make this process use the instance; before anything of Django is touched."""
    os.environ["GONGXIN_DATA"] = str(folder.resolve())
    os.environ.setdefault("GONGXIN_RATE_LIMIT", "1000000000")
    os.environ.pop("DATABASE_URL", None)
    from gongxin.cli.main import with_database

    with_database()


def fresh(name: str) -> Path:
    """Return an empty folder for an instance."""
    folder = work_folder() / name
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def owner_url() -> str:
    """Return how to reach the instance in use as the owner of its tables."""
    from django.conf import settings

    return f"postgresql://gongxin@/gongxin?host={settings.GONGXIN_SOCKETS}"
