"""What a case is about: a record, or something else that somebody may ask to be put right."""

from enum import StrEnum


class About(StrEnum):
    """The kind of thing that `Case.subject` names."""

    RECORD = "record"
    LOOK = "look"
    EVALUATION = "evaluation"  # a stored result
    COMMITMENT = "commitment"
    CAMPAIGN = "campaign"
