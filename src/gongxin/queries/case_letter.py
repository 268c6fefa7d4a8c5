"""Letters of a case as they were written, and who fetched them when."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from gongxin.queries.reading import row, rows


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """A letter that was written. `number` is that of its step."""

    id: UUID
    number: int
    kind: str
    language: str
    digest: str
    written_at: datetime.datetime


@dataclass(frozen=True, slots=True)
class FetchFacts:
    """The first time that an account fetched a letter; `unit` is empty for the organisation itself."""

    number: int
    language: str
    digest: str
    by: str
    unit: str
    at: datetime.datetime


def of_step(step: UUID, language: str) -> LetterFacts | None:
    """Return the letter of a step in a language; None where nobody has fetched it yet."""
    found = row(
        "SELECT l.id, s.number, l.kind, l.language, l.digest, l.written_at FROM letter l"
        " JOIN case_step s ON s.id = l.step_id WHERE l.step_id = %(step)s AND l.language = %(language)s",
        {"step": step, "language": language},
    )
    return LetterFacts(*found) if found else None


def fetches(case: UUID) -> Sequence[FetchFacts]:
    """Return who fetched which letter of a case first, in the order of time."""
    sql = (
        "SELECT s.number, l.language, l.digest, f.by, f.unit, f.at FROM letter_fetch f"
        " JOIN letter l ON l.id = f.letter_id JOIN case_step s ON s.id = l.step_id"
        " WHERE s.case_id = %(case)s ORDER BY f.at, f.id"
    )
    return tuple(FetchFacts(*found) for found in rows(sql, {"case": case}))
