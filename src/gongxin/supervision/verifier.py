"""The stand-alone script that repeats a draw, as it is handed out with the files."""

from functools import lru_cache
from pathlib import Path

NAME = "verify_draw.py"
KEPT = Path(__file__).with_name("verify_draw.txt")  # not a module of ours: nothing here imports it


@lru_cache(maxsize=1)
def verifier() -> bytes:
    """Return the script; `docs/verify_draw.py` is the same, byte for byte."""
    return KEPT.read_bytes()
