"""What the behaviour list rules out of repair: in bulk at intake, and the ground for one record."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import duckdb

from gongxin.catalogue.behaviour import Behaviour
from gongxin.catalogue.edition import Edition
from gongxin.catalogue.field import FieldKind
from gongxin.catalogue.item import Item
from gongxin.engine.duckdb import literal, name
from gongxin.intake.condition_sql import rendered
from gongxin.law.citation import Article


def closed_sql(item: Item, edition: Edition, *, on: date, windows: str) -> str:
    """Return the windows without a day of repair for rows that cannot be repaired.

    `windows` is a SELECT with `content` and `repairable_on`. Where nothing of the item is ruled out it comes
    back as it is.
    """
    if not (conditions := [held for _, held in _conditions(item, edition, on)]):
        return windows
    # A scalar subquery, so that no field of a content is taken for a column of the windows.
    ruled_out = f"(SELECT {' OR '.join(conditions)} FROM (SELECT {_fields(item)}))"
    return (
        f"SELECT * REPLACE (CASE WHEN {ruled_out} THEN NULL ELSE repairable_on END AS repairable_on)"
        f" FROM ({windows})"
    )


def ground(item: Item, edition: Edition, content: Mapping[str, Any], *, on: date) -> Article | None:
    """Return the provision that rules the repair of a record out; None: it can be repaired."""
    known = list(_conditions(item, edition, on))
    if not known:
        return None
    asked = ", ".join(held for _, held in known)
    with duckdb.connect(":memory:") as one:
        row = one.execute(
            f"SELECT {asked} FROM (SELECT {_fields(item)} FROM (SELECT ?::VARCHAR AS content))",
            [json.dumps(content, ensure_ascii=False)],
        ).fetchone()
    assert row is not None, "a SELECT from one row gives one"
    found = (article for (article, _), holds in zip(known, row, strict=True) if holds)
    return next(found, None)


def _conditions(item: Item, edition: Edition, on: date) -> Iterator[tuple[Article, str]]:
    """Yield the ground of each behaviour that cannot be repaired, and when it holds for a content."""
    for one in edition.behaviours_of(item.code):
        if one.unrepairable is not None:
            yield one.unrepairable, _holds(one, item, edition, on)


def _holds(behaviour: Behaviour, item: Item, edition: Edition, on: date) -> str:
    decided_on = name(item.decided_on)
    until = f" AND {decided_on} < DATE '{behaviour.until}'" if behaviour.until else ""
    known = frozenset(field.code for field in item.kept_fields)
    matches, _ = rendered(behaviour.match, known, on, edition.city_folders)
    return f"({decided_on} >= DATE '{behaviour.from_}'{until} AND ({matches}))"


def _fields(item: Item) -> str:
    """The kept fields of a content, in the types that conditions are written for."""
    return ", ".join(
        f"CAST({_read(field.kind)}(content, {literal('$.' + name(field.code))}) AS {field.kind.sql_type})"
        f" AS {name(field.code)}"
        for field in item.kept_fields
    )


def _read(kind: FieldKind) -> str:
    return "json_extract" if kind is FieldKind.CODES else "json_extract_string"
