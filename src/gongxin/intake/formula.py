"""Cells that a spreadsheet would run as a formula, made text."""

from gongxin.engine.duckdb import literal

FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # what such a cell begins with


def harmless(text: str) -> str:
    """Return the text with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def harmless_sql(text: str) -> str:
    """Return the same as SQL for DuckDB; an absent text is empty."""
    signs = ", ".join(map(literal, FORMULA))
    return f"concat(CASE WHEN left({text}, 1) IN ({signs}) THEN '''' ELSE '' END, {text})"
