"""What must hold of the record or the organisation before a step is taken, beyond what the table itself says.

Another condition: a function in a module of its own (which must not import `actions.case`), and a row here.
"""

from collections.abc import Callable, Mapping
from datetime import date

from gongxin.actions.repair import refuse_early, refuse_ruled_out
from gongxin.store.models import Case

CONDITIONS: Mapping[tuple[str, str], Callable[[Case, date], None]] = {
    ("repair", "file"): refuse_early,
    ("temporary_repair", "file"): refuse_ruled_out,
}


def refuse_unmet(case: Case, step: str, *, on: date) -> None:
    """Refuse a step whose condition does not hold on a day.

    Raises:
        procedures.case.Refused: it says what is missing, and from when it is not any more.
    """
    condition = CONDITIONS.get((case.procedure, step))
    if condition:
        condition(case, on)
