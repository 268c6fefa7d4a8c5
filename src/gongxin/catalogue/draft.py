"""A file of the city's folder as somebody would have it: checked, then written whole or not at all.

A change never touches what is there: it is a dated edition of its own, so that older records go on being
judged by what held on their day.
"""

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from gongxin.catalogue.edition import Edition
from gongxin.catalogue.freshness import look_again
from gongxin.catalogue.label import Label
from gongxin.catalogue.layer import PACKAGED, catalogue_folder
from gongxin.catalogue.lint.check import refusals
from gongxin.catalogue.lint.line import line_of
from gongxin.catalogue.lint.refusal import Refusal
from gongxin.catalogue.reader import read
from gongxin.catalogue.table import InvalidItem
from gongxin.law.reading import InvalidLaw

ITEMS, BEHAVIOURS, MEASURES, APPLICATIONS = KINDS = ("items", "behaviours", "measures", "applications")
# An item is named by its code alone; a file of the other lists by its folder and name.
NAME = re.compile(r"(?:(behaviours|measures|applications)/)?([a-z][a-z0-9_]{1,63})")
LONGEST_NAME = 64
EDITION = re.compile(r"[a-z0-9][a-z0-9-]{0,15}")
LONGEST_EDITION = 32  # characters of ours and the city's together
LONGEST = 200_000  # characters of a file


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """One file and the edition it makes; `item` is an item's code, or folder and name of another list."""

    item: str
    text: str
    edition: str
    from_: date
    name: Label


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a draft; `line` counts from 1, 0 where no line is to blame."""

    line: int
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """A draft after the check; `edition` is None where it cannot even be read."""

    findings: tuple[Finding, ...]
    edition: Edition | None


class DraftRefused(Exception):
    """The catalogue with the draft in it would not load, or the draft cannot be an edition."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")


def is_name(name: str) -> bool:
    """Say whether a draft can be named so."""
    return len(name) <= LONGEST_NAME and NAME.fullmatch(name) is not None


def kind_and_code(name: str) -> tuple[str, str]:
    """Return the folder and the code that a draft's name stands for."""
    kind, parted, code = name.rpartition("/")
    return (kind, code) if parted else (ITEMS, code)


def edition_folder(city: Path, code: str) -> Path:
    """Return where an edition of the city's catalogue lies."""
    return catalogue_folder(city) / "editions" / code


def check(draft: ItemDraft, city: Path) -> CheckedDraft:
    """Check the whole catalogue with the draft in it, as `gongxin catalogue check` does."""
    if not is_name(draft.item) or not EDITION.fullmatch(draft.edition):
        odd = Refusal(draft.item, "draft.name", "事项或版本代码有误。", "the code of item or edition is odd.")
        return CheckedDraft((Finding(0, odd),), None)
    with assembled(draft, city) as folder:
        try:
            known = read([PACKAGED, catalogue_folder(folder)])
        except InvalidItem as odd_item:
            refusal = Refusal(odd_item.where, odd_item.reason, odd_item.zh, odd_item.en)
            return CheckedDraft((_found(draft, refusal),), None)
        except InvalidLaw as odd_law:
            refusal = Refusal(odd_law.where, "file.unreadable", odd_law.zh, odd_law.en)
            return CheckedDraft((_found(draft, refusal),), None)
        concerned = [one for one in known if one.from_ >= draft.from_]
        found = sorted({refusal for one in concerned for refusal in refusals(one, folder)})
    made = next(one for one in concerned if one.from_ == draft.from_)
    made = replace(made, city_folders=(city,))
    findings = [_found(draft, refusal) for refusal in found]
    if len(made.code) > LONGEST_EDITION:
        long = Refusal(made.code, "draft.name", "版本代码过长。", "the code of the edition is too long.")
        findings.append(Finding(0, long))
    return CheckedDraft(tuple(findings), made)


def _found(draft: ItemDraft, refusal: Refusal) -> Finding:
    return Finding(line_of(refusal, kind_and_code(draft.item)[1], draft.text), refusal)


@contextmanager
def assembled(draft: ItemDraft, city: Path) -> Iterator[Path]:
    """Give a copy of the city's folder with the draft in it; the folder itself stays as it is."""
    with tempfile.TemporaryDirectory(prefix="gongxin-draft-") as place:
        copy = Path(place) / "city"
        shutil.copytree(city, copy)
        target = edition_folder(copy, draft.edition)
        shutil.rmtree(target, ignore_errors=True)
        _write(draft, target)
        yield copy


def release(draft: ItemDraft, city: Path) -> Path:
    """Write the draft into the city's folder as an edition of its own; return its folder.

    It appears under its name in one step: a reader finds the whole edition or none.

    Raises:
        DraftRefused: the check refuses it, or there is an edition of this code already.
    """
    target = edition_folder(city, draft.edition)
    if target.exists():
        raise DraftRefused(
            f"已有版本 {draft.edition}，请换一个代码。",
            f"There is an edition {draft.edition}; choose another code.",
        )
    if found := check(draft, city).findings:
        raise DraftRefused(
            f"目录检查有 {len(found)} 处不能接受：{found[0].refusal.zh}",
            f"The check refuses {len(found)}: {found[0].refusal.en}",
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    # Beside `editions`, not in it: whatever lies in there is read as an edition.
    drafted = Path(tempfile.mkdtemp(prefix=".edition-", dir=target.parent.parent))
    try:
        _write(draft, drafted / draft.edition)
        (drafted / draft.edition).rename(target)
        _settle(target.parent)
    finally:
        shutil.rmtree(drafted, ignore_errors=True)
    look_again(city)
    return target


def _write(draft: ItemDraft, folder: Path) -> None:
    kind, code = kind_and_code(draft.item)
    (folder / kind).mkdir(parents=True)
    quoted = {key: json.dumps(text, ensure_ascii=False) for key, text in _texts(draft).items()}
    manifest = (
        f"code = {quoted['code']}\nfrom = {draft.from_}\n"
        f"name = {{ zh = {quoted['zh']}, en = {quoted['en']} }}\n"
    )
    for path, text in (
        (folder / "edition.toml", manifest),
        (folder / kind / f"{code}.toml", draft.text.replace("\r\n", "\n")),
    ):
        with path.open("w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
    _settle(folder)


def _texts(draft: ItemDraft) -> dict[str, str]:
    return {"code": draft.edition, "zh": draft.name.zh, "en": draft.name.en}


def _settle(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


def first_text(name: str) -> str:
    """Return what a draft begins with where the city has no file yet: an empty change of what is ours."""
    kind, code = kind_and_code(name)
    head = "" if kind == ITEMS else f'[[{kind}]]\ncode = "{code}"\n'
    return f'{head}override = "{code}"\n'


def standing_text(name: str, city: Path) -> str:
    """Return the newest file of this name in the city's folder; empty where there is none."""
    kind, code = kind_and_code(name)
    base = catalogue_folder(city)
    found = [*base.glob(f"{kind}/**/{code}.toml"), *base.glob(f"editions/*/{kind}/**/{code}.toml")]
    newest = max(found, key=lambda path: path.stat().st_mtime_ns, default=None)
    return newest.read_text("utf-8") if newest else ""
