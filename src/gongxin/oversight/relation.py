"""The plain relations that indicators read, as they stand on a day. Whoever runs an indicator brings them.

record: every standing record. batch: what was handed in and taken. term: the terms of cases that have ended
or should have. organisation: the organisations that are registered and active.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class RelationKind(StrEnum):
    """What an indicator counts."""

    RECORD = "record"
    BATCH = "batch"
    TERM = "term"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Relation:
    """Columns with their DuckDB types; `day` is the one that a window of months is counted on."""

    columns: Mapping[str, str]
    day: str = ""


RELATIONS: Mapping[RelationKind, Relation] = {
    RelationKind.RECORD: Relation(
        {
            "unit": "VARCHAR",
            "item": "VARCHAR",
            "received_on": "DATE",
            "is_late": "BOOLEAN",  # null where no term ran
            "is_complete": "BOOLEAN",  # every field that its item requires has a value
        },
        day="received_on",
    ),
    RelationKind.BATCH: Relation(
        {
            "unit": "VARCHAR",
            "item": "VARCHAR",
            "received_on": "DATE",
            "judged_rows": "BIGINT",  # without those about natural persons, which are nobody's record
            "passed_rows": "BIGINT",
        },
        day="received_on",
    ),
    RelationKind.TERM: Relation(
        {
            "unit": "VARCHAR",  # empty: the centre's
            "item": "VARCHAR",  # the procedure
            "due_on": "DATE",
            "is_kept": "BOOLEAN",
            "is_open": "BOOLEAN",  # overdue, and still not done
        },
        day="due_on",
    ),
    RelationKind.ORGANISATION: Relation(
        {
            "item": "VARCHAR",  # the kind of organisation
            "published_records": "BIGINT",
            "standing_commitments": "BIGINT",
        }
    ),
}
KEYS = ("unit", "item")
