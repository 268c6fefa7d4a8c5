"""Read law written as TOML; what is not known is refused by name of file."""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

PACKAGED = Path(__file__).parent


class InvalidLaw(Exception):
    """A file of instruments, parameters or holidays says something this version does not understand."""

    def __init__(self, where: str, zh: str, en: str) -> None:
        self.where, self.zh, self.en = where, zh, en
        super().__init__(f"{where}: {zh} / {en}")


def refuse_odd_keys(
    raw: Mapping[str, object],
    *,
    required: Collection[str],
    optional: Collection[str] = (),
    where: str,
) -> None:
    """Raise InvalidLaw where `raw` lacks a required key or has one that nobody would read."""
    missing = sorted(set(required) - set(raw))
    unknown = sorted(set(raw) - set(required) - set(optional))
    if missing:
        raise InvalidLaw(where, f"缺少 {missing}，请补上。", f"{missing} missing: add it.")
    if unknown:
        raise InvalidLaw(where, f"不认识 {unknown}，请改正拼写。", f"{unknown} unknown: check the spelling.")


def tables(path: Path) -> dict[str, object]:
    """Return the contents of one TOML file."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise InvalidLaw(path.name, f"不是有效的 TOML：{error}", f"not valid TOML: {error}") from error


def files(kind: str, folders: Collection[Path]) -> Iterator[Path]:
    """Yield our own files of a kind, then those that each city folder keeps under `law/<kind>/`."""
    for folder in (PACKAGED, *(folder / "law" for folder in folders)):
        yield from sorted((folder / kind).glob("*.toml"))
