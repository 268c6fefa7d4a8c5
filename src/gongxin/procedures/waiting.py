"""For whom a case waits, by its table."""

from gongxin.procedures.procedure import Procedure
from gongxin.procedures.step import Party

TAKEN_BACK = "withdraw"  # always open to whoever filed, and nobody waits for it


def waits_for(procedure: Procedure, state: str) -> tuple[Party, ...]:
    """Return the parties that can bring a matter on from a state, in the order of the table."""
    steps = procedure.steps_from(state)
    return tuple(dict.fromkeys(step.by for step in steps if step.code != TAKEN_BACK or len(steps) == 1))
