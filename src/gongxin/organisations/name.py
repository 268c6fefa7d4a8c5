"""Names in the form that searching compares."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from opencc import OpenCC

from gongxin.organisations.region import Region, regions

BRACKETS = {ord(bracket): "（" for bracket in "([{〔【〖［｛<〈《「『﹙"}
BRACKETS |= {ord(bracket): "）" for bracket in ")]}〕】〗］｝>〉》」』﹚"}
NOT_SEARCHED = re.compile(r"[^\w\n（）]|_")  # dots and dashes hide no match; a line is one name
IN_BRACKETS = re.compile(r"（([^（）]*)）")
NO_BRACKETS = {ord("（"): None, ord("）"): None}

# Spelled out first, so that a variant never leaves a piece of itself behind.
LEGAL_FORMS = (
    ("有限责任公司", "有限公司"),
    ("股份公司", "股份有限公司"),
    ("股分有限公司", "股份有限公司"),
)
SUFFIXES = (
    "集团股份有限公司",
    "股份有限公司",
    "集团有限公司",
    "有限公司",
    "集团公司",
    "分公司",
    "总公司",
    "公司",
    "集团",
    "有限合伙",
    "普通合伙",
    "特殊普通合伙",
    "合伙企业",
    "个人独资",
    "个体工商户",
    "农民专业合作社",
    "专业合作社",
)
CORE_MINIMUM = 2  # fewer characters than this say nothing about whom is meant


@lru_cache(maxsize=1)
def simplified() -> dict[int, str]:
    """Return the traditional characters that have one simplified form each.

    Character by character, not by phrase: so the key of a part of a name stays a part of the key of the name.
    """
    characters = [chr(point) for point in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    converted = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    pairs = zip(characters, converted, strict=True)
    return {ord(old): new for old, new in pairs if old != new and len(new) == 1}


def normalise_name(text: str) -> str:
    """Return the name in half width and simplified characters, with one kind of bracket and no blanks."""
    narrow = unicodedata.normalize("NFKC", text)
    return "".join(narrow.split()).translate(BRACKETS).translate(simplified())


def search_key(text: str) -> str:
    """Return the form of a name, or of what was typed for it, that is compared."""
    return _lines(text.replace("\n", " ")).translate(NO_BRACKETS)


def core(text: str) -> str:
    """Return what tells this name from others: the search key without regions and without the legal form."""
    return _core(_lines(text.replace("\n", " ")))


def search_keys(names: Sequence[str]) -> list[tuple[str, str]]:
    """Return (search key, core) of each name; the bulk form of the two."""
    text = "\n".join(names)
    if text.count("\n") >= len(names):  # a name has a line break of its own
        text = "\n".join(name.replace("\n", " ") for name in names)
    lines = _lines(text)
    keys = lines.translate(NO_BRACKETS).split("\n") if names else []
    return list(zip(keys, map(_core, lines.split("\n")), strict=False))


def bigrams(key: str) -> list[str]:
    """Return the distinct pairs of neighbouring characters: what finds a part of two characters or more."""
    return list(dict.fromkeys(key[place : place + 2] for place in range(len(key) - 1)))


def _lines(text: str) -> str:
    """Return the search keys of the names on each line, brackets kept."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(simplified())
    text = NOT_SEARCHED.sub("", text.translate(BRACKETS))
    for variant, form in LEGAL_FORMS:
        text = text.replace(variant, form)
    return text


def _core(line: str) -> str:
    if "（" in line:
        line = IN_BRACKETS.sub(lambda found: "" if _is_region(found[1]) else found[1], line)
    key = line.translate(NO_BRACKETS)
    rest = _without_form(_without_region(key))
    return rest if len(rest) >= CORE_MINIMUM else _without_form(key) or key


def _without_form(key: str) -> str:
    if not key.endswith(SUFFIXES):
        return key
    return next(key.removesuffix(suffix) for suffix in SUFFIXES if key.endswith(suffix))


def _is_region(text: str) -> bool:
    return text in region_names().get(text[:2], {}).get(len(text), ())


def _without_region(key: str) -> str:
    names = region_names()
    for _ in range(3):  # province, prefecture, county
        lengths = names.get(key[:2], {})
        found = next(
            (n for n, held in lengths.items() if key[:n] in held and len(key) - n >= CORE_MINIMUM), 0
        )
        if not found:
            return key
        key = key[found:]
    return key


@lru_cache(maxsize=1)
def region_names() -> dict[str, dict[int, frozenset[str]]]:
    """Return names of divisions by first two characters and length, the longest first.

    Provinces and prefectures also in short (上海, 苏州); counties only in full: 华亭 is a brand as well.
    """
    names = {name for region in regions().values() for name in _spellings(region)}
    held: dict[str, dict[int, set[str]]] = {}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        held.setdefault(name[:2], {}).setdefault(len(name), set()).add(name)
    return {first: {n: frozenset(some) for n, some in lengths.items()} for first, lengths in held.items()}


PREFECTURE_ENDINGS = (
    "省",
    "市",
    "地区",
    "盟",
    "自治区",
    "特别行政区",
    "维吾尔自治区",
    "壮族自治区",
    "回族自治区",
)


def _spellings(region: Region) -> list[str]:
    if len(region.name) < 3 or region.name in ("市辖区", "自治区直辖县级行政区划", "省直辖县级行政区划"):
        return []
    short = [region.name.removesuffix(ending) for ending in sorted(PREFECTURE_ENDINGS, key=len, reverse=True)]
    shortest = min(short, key=len) if region.code.endswith("00") else region.name
    return [region.name, shortest] if len(shortest) >= CORE_MINIMUM else [region.name]
