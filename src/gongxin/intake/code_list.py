"""Codes and their labels in cells, as SQL."""

from gongxin.catalogue.field import Field
from gongxin.engine.duckdb import literal

SEPARATORS = "[;；,，|\\n]"  # never 、, which labels of codes contain
OTHER = "其他"


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


def codes_sql(field: Field, text: str, narrowed: str) -> str:
    """Return SQL for the list of codes that a cell means, without repetition; unknown ones are left out."""
    if not field.codes:
        return f"CASE WHEN {text} IS NOT NULL THEN {_pieces(narrowed)} END"
    fast = f"CASE WHEN {_is_code(field, text)} THEN [{text}] END"
    codes = f"list_filter({_codes(field, narrowed)}, lambda x: x IS NOT NULL)"
    distinct = f"list_filter({codes}, lambda x, i: list_position({codes}, x) = i)"
    return f"coalesce({fast}, CASE WHEN {text} IS NOT NULL THEN {distinct} END)"


def has_unknown_sql(field: Field, text: str, narrowed: str) -> str:
    """Return SQL that holds where one of several codes in a cell is unknown."""
    if not field.codes:
        return "false"
    odd = f"list_contains(list_transform({_codes(field, narrowed)}, lambda x: x IS NULL), true)"
    return f"CASE WHEN {text} IS NULL OR {_is_code(field, text)} THEN false ELSE {odd} END"


def _codes(field: Field, narrowed: str) -> str:
    """SQL for the code of each piece of a cell; a piece that is no code is parted again at 、."""
    whole = _looked_up(field, "p", "p")
    parted = f"list_transform(string_split(p, '、'), lambda q: {_looked_up(field, 'q', 'trim(q)')})"
    either = f"CASE WHEN {whole} IS NOT NULL THEN [{whole}] ELSE {parted} END"
    return f"flatten(list_transform({_pieces(narrowed)}, lambda p: {either}))"


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
