"""What an evaluation of one organisation came to."""

from dataclasses import dataclass
from decimal import Decimal

from gongxin.evaluation.grade import Grade


@dataclass(frozen=True, slots=True)
class Result:
    """Score and grade with the explanation as stored: canonical JSON by indicator."""

    uscc: str
    score: Decimal
    grade: Grade
    explanation: str
