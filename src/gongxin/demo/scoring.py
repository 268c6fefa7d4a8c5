"""Hold what the checks find against the answer sheet: everything planted found, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from gongxin.catalogue.edition import Edition
from gongxin.demo.manifest import ANSWERS, Manifest, Sent
from gongxin.engine.duckdb import MEMORY_LIMIT, literal
from gongxin.intake.mapping import read_mapping
from gongxin.intake.screening import Screening, check
from gongxin.intake.source import Source

ANSWER_COLUMNS = (
    "{'file': 'VARCHAR', 'row': 'INTEGER', 'field': 'VARCHAR', 'rule': 'VARCHAR', 'severity': 'VARCHAR'}"
)


@dataclass(frozen=True, slots=True)
class Score:
    """One file: planted findings, those of them that were found, and findings that nobody planted.

    `examples` names a few that differ: row, field, rule, and how often more (+) or less (-) than planted.
    """

    file: str
    rows: int
    planted: int
    found: int
    false: int
    examples: tuple[tuple[int, str, str, int], ...]


def scores(
    folder: Path, manifest: Manifest, edition: Edition, *, memory_limit: str = MEMORY_LIMIT
) -> Iterator[Score]:
    """Check every file on the day it was handed in and compare."""
    for sent in manifest.files:
        mapping = read_mapping(folder / sent.mapping) if sent.mapping else None
        source = Source(folder / sent.file, mapping=mapping, memory_limit=memory_limit)
        answers = planted_in(folder, sent)
        with check(source, edition.item(sent.item), edition, on=sent.on) as screening:
            yield score(screening, sent, answers)


Answer = tuple[int, str, str, str]


def planted_in(folder: Path, sent: Sent) -> list[Answer]:
    """Return the answers of one file. Read apart: a screening's own connection may open nothing else."""
    path = literal(str(folder / ANSWERS))
    return (
        duckdb.connect()
        .execute(
            f"SELECT row, coalesce(field, ''), rule, severity FROM read_csv({path}, header = true, "
            f"columns = {ANSWER_COLUMNS}) WHERE file = ?",
            [sent.file],
        )
        .fetchall()
    )


def score(screening: Screening, sent: Sent, answers: list[Answer]) -> Score:
    """Compare the findings of a screened file, as a bag, with its answers."""
    connection = screening.connection
    columns = [list(column) for column in zip(*answers, strict=True)] or [[], [], [], []]
    connection.execute(
        "CREATE TEMP TABLE compared AS SELECT row, field, rule, severity, sum(planted) AS planted, "
        "sum(found) AS found FROM (SELECT row, field, rule, severity, 0 AS planted, 1 AS found FROM findings "
        "UNION ALL SELECT unnest(?::INTEGER[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), "
        "unnest(?::VARCHAR[]), 1, 0) GROUP BY ALL",
        columns,
    )
    sums = connection.execute(
        "SELECT coalesce(sum(planted), 0), coalesce(sum(least(planted, found)), 0), "
        "coalesce(sum(greatest(found - planted, 0)), 0) FROM compared"
    ).fetchone()
    assert sums is not None
    examples = connection.execute(
        "SELECT row, field, rule, (found - planted)::INTEGER FROM compared "
        "WHERE found <> planted ORDER BY ALL LIMIT 5"
    ).fetchall()
    planted, found, false = (int(one) for one in sums)
    return Score(sent.file, screening.counts.rows, planted, found, false, tuple(examples))
