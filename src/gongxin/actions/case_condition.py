"""What must hold of the record or the organisation before a step is taken, beyond what the table itself says.

Another condition: a function here over one in a module of its own (which must not import `actions.case`), and
a row in CONDITIONS.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gongxin.actions import correction
from gongxin.actions.repair import refuse_early, refuse_repaired
from gongxin.store.models import Case


@dataclass(frozen=True, slots=True)
class Tried:
    """A step that is about to be taken: in which case, with which kinds of documents, and which values."""

    case: Case
    on: date
    documents: frozenset[str]
    values: Mapping[str, str]


def refuse_unmet(tried: Tried, step: str) -> None:
    """Refuse a step whose condition does not hold on its day.

    Raises:
        procedures.case.Refused: it says what is missing, and from when it is not any more.
        RowRefused, NoSuchEntry: the record cannot be corrected as proposed.
    """
    condition = CONDITIONS.get((tried.case.procedure, step))
    if condition:
        condition(tried)


def _repairable(tried: Tried) -> None:
    refuse_repaired(tried.case, on=tried.on)
    refuse_early(tried.case, tried.documents, on=tried.on)


def _unrepaired(tried: Tried) -> None:
    refuse_repaired(tried.case, on=tried.on)


def _correctable(tried: Tried) -> None:
    correction.check(UUID(str(tried.case.subject)), tried.values, on=tried.on)


def _correctable_if_said(tried: Tried) -> None:
    """What is upheld may be withdrawn instead: then nothing says what it ought to be."""
    if tried.values:
        _correctable(tried)


CONDITIONS: Mapping[tuple[str, str], Callable[[Tried], None]] = {
    ("repair", "file"): _repairable,
    ("temporary_repair", "file"): _repairable,
    ("repair", "recognise"): _unrepaired,
    ("objection", "propose_correction"): _correctable,
    ("objection", "propose_upholding"): _correctable_if_said,
}
