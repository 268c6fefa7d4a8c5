"""Filled-in examples of what an organisation hands in, one TOML file each; whoever is in them is made up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from gongxin.law.label import Label, label_from
from gongxin.law.reading import InvalidLaw, refuse_odd_keys, tables

FOLDER = Path(__file__).with_name("samples")
KEYS = (
    "procedure", "documents", "title", "addressee", "facts",
    "paragraphs", "enclosed", "signature", "signed_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    label: Label
    value: Label


@dataclass(frozen=True, slots=True)
class Sample:
    """`documents`: the codes of the documents of which this is an example."""

    code: str
    procedure: str
    documents: tuple[str, ...]
    title: Label
    addressee: Label
    facts: tuple[Fact, ...]
    paragraphs: tuple[Label, ...]
    enclosed: tuple[Label, ...]
    signature: Label
    signed_on: date


@lru_cache(maxsize=1)
def samples(folder: Path = FOLDER) -> Mapping[str, Sample]:
    """Return every sample by its code, the name of its file.

    Raises:
        InvalidLaw: a file says something that nobody would read.
    """
    return {path.stem: _sample(path.stem, tables(path)) for path in sorted(folder.glob("*.toml"))}


def samples_of(procedure: str) -> tuple[Sample, ...]:
    """Return the samples of a procedure, in the order of their codes."""
    return tuple(one for one in samples().values() if one.procedure == procedure)


def _sample(code: str, raw: Mapping[str, object]) -> Sample:
    refuse_odd_keys(raw, required=KEYS, where=code)
    signed_on = raw["signed_on"]
    if not isinstance(signed_on, date):
        raise InvalidLaw(code, "signed_on 应为日期。", "signed_on is a date.")
    return Sample(
        code,
        str(raw["procedure"]),
        tuple(str(one) for one in _several(raw, "documents", code)),
        label_from(raw["title"], code),
        label_from(raw["addressee"], code),
        tuple(_fact(one, code) for one in _several(raw, "facts", code)),
        tuple(label_from(one, code) for one in _several(raw, "paragraphs", code)),
        tuple(label_from(one, code) for one in _several(raw, "enclosed", code)),
        label_from(raw["signature"], code),
        signed_on,
    )


def _several(raw: Mapping[str, object], key: str, where: str) -> list[object]:
    found = raw[key]
    if not isinstance(found, list):
        raise InvalidLaw(where, f"{key} 应为列表。", f"{key} is a list.")
    return found


def _fact(raw: object, where: str) -> Fact:
    table = raw if isinstance(raw, Mapping) else {}
    refuse_odd_keys(table, required={"label", "value"}, where=where)
    return Fact(label_from(table["label"], where), label_from(table["value"], where))
