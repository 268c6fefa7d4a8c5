"""Codes and their labels in cells, as SQL."""

from collections.abc import Mapping

from gongxin.catalogue.field import Field
from gongxin.engine.duckdb import literal

SEPARATORS = "[;；,，|\\n]"  # never 、, which labels of codes contain
OTHER = "其他"
UNKNOWN = ""

# Cells with several codes, as they stand in a file, and the codes they mean.
Spellings = Mapping[str, tuple[str, ...]]


def spellings(field: Field) -> dict[str, str]:
    """Return every accepted spelling of a value with its code."""
    labels = {label.zh: code for code, label in field.codes.items()}
    english = {label.en: code for code, label in field.codes.items()}
    return {**english, **labels, **field.code_aliases, **{code: code for code in field.codes}}


def code_sql(field: Field, text: str, narrowed: str) -> str:
    """Return SQL for the code that a cell means, NULL where it means none."""
    if not field.codes:
        return text
    fast = f"CASE WHEN {_is_code(field, text)} THEN {text} END"
    return f"coalesce({fast}, CASE WHEN {text} IS NOT NULL THEN {_looked_up(field, text, narrowed)} END)"


def codes_sql(field: Field, text: str, narrowed: str, common: Spellings) -> str:
    """Return SQL for the list of codes that a cell means, with UNKNOWN for each piece that is none.

    Taking a cell apart is slow; the `common` cells of a file were taken apart beforehand.
    """
    if not field.codes:
        return f"CASE WHEN {text} IS NOT NULL THEN {_pieces(narrowed)} END"
    whole = {**{code: (code,) for code in field.codes}, **common}
    known = " ".join(f"WHEN {literal(cell)} THEN {_list(codes)}" for cell, codes in whole.items())
    taken_apart = f"CASE WHEN {text} IS NOT NULL THEN {_taken_apart(field, narrowed)} END"
    return f"coalesce(CASE {text} {known} END, {taken_apart})"


def known_sql(codes: str) -> str:
    """Return SQL for a list of codes without what is unknown."""
    known = f"list_filter({codes}, lambda x: x <> '{UNKNOWN}')"
    return f"CASE WHEN {has_unknown_sql(codes)} THEN {known} ELSE {codes} END"


def bits_sql(field: Field, text: str, codes: str, common: Spellings) -> str:
    """Return SQL for the codes of a cell as bits, by the list `codes` where the cell is not a common one."""
    bit = {code: 1 << place for place, code in enumerate(field.codes)}
    whole = {**{code: (code,) for code in field.codes}, **common}
    known = " ".join(
        f"WHEN {literal(cell)} THEN {sum(bit.get(code, 0) for code in several)}::UBIGINT"
        for cell, several in whole.items()
    )
    each = " | ".join(
        f"CASE WHEN list_contains({codes}, {literal(code)}) THEN {number}::UBIGINT ELSE 0::UBIGINT END"
        for code, number in bit.items()
    )
    return f"coalesce(CASE {text} {known} END, CASE WHEN {codes} IS NOT NULL THEN {each} END)"


def has_unknown_sql(codes: str) -> str:
    """Return SQL that holds where one of several codes is unknown."""
    return f"coalesce(list_contains({codes}, '{UNKNOWN}'), false)"


def _list(codes: tuple[str, ...]) -> str:
    return f"[{', '.join(literal(code) for code in codes)}]"


def _taken_apart(field: Field, narrowed: str) -> str:
    """SQL for the codes of a cell, none twice; a piece that is no code is parted again at 、."""
    whole = _looked_up(field, "p", "p")
    parted = f"list_transform(string_split(p, '、'), lambda q: {_looked_up(field, 'q', 'trim(q)')})"
    either = f"CASE WHEN {whole} IS NOT NULL THEN [{whole}] ELSE {parted} END"
    codes = f"flatten(list_transform({_pieces(narrowed)}, lambda p: {either}))"
    named = f"list_transform({codes}, lambda x: coalesce(x, '{UNKNOWN}'))"
    return f"list_transform([{named}], lambda a: list_filter(a, lambda x, i: list_position(a, x) = i))[1]"


def _pieces(text: str) -> str:
    split = f"list_transform(string_split_regex({text}, {literal(SEPARATORS)}), lambda s: trim(s))"
    return f"list_filter({split}, lambda s: s <> '')"


def _looked_up(field: Field, text: str, narrowed: str) -> str:
    known = spellings(field)
    table = ", ".join(f"{literal(spelling)}: {literal(code)}" for spelling, code in known.items())
    found = f"coalesce(MAP {{{table}}}[{text}], MAP {{{table}}}[{narrowed}])"
    if not field.open_codes:
        return found
    # «其他-补充注明»: the code, a dash, and what it is.
    others = "|".join(code for code in field.codes if code.startswith(OTHER)) or OTHER
    return f"coalesce({found}, nullif(regexp_extract({narrowed}, '^(?:{others})\\s*[-—－:(].+$'), ''))"


def _is_code(field: Field, text: str) -> str:
    return f"{text} IN ({', '.join(literal(code) for code in field.codes)})"
