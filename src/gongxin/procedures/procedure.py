"""A procedure: its states, its terms and its table of steps."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gongxin.catalogue.label import Label
from gongxin.law.citation import Article
from gongxin.procedures.about import About
from gongxin.procedures.step import Step
from gongxin.procedures.term import Term

START = "start"  # where a case comes from: nothing has been filed yet


@dataclass(frozen=True, slots=True)
class Procedure:
    """What an article says, as a table. `states` are in the order in which a guide tells of them.

    `settled` are states in which the matter is decided, though some step may still follow. `grounds` are what
    whoever files chooses from, by code; none: there is nothing to choose.
    """

    code: str
    name: Label
    basis: Article
    states: Mapping[str, Label]
    terms: tuple[Term, ...]
    steps: tuple[Step, ...]
    about: About = About.RECORD
    settled: frozenset[str] = frozenset()
    grounds: Mapping[str, Label] = field(default_factory=dict)

    def step(self, code: str) -> Step:
        """Return the step.

        Raises:
            UnknownStep: the table has no such step.
        """
        found = next((step for step in self.steps if step.code == code), None)
        if found is None:
            raise UnknownStep(self, code)
        return found

    def term(self, code: str) -> Term:
        return next(term for term in self.terms if term.code == code)

    def steps_from(self, state: str) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if state in step.from_)

    def is_final(self, state: str) -> bool:
        """Whether nothing follows any more."""
        return not self.steps_from(state)

    def is_settled(self, state: str) -> bool:
        """Whether nobody is owed anything: the case is off the work lists and another may be filed."""
        return state in self.settled or self.is_final(state)


class UnknownStep(Exception):
    """The procedure's table has no such step."""

    def __init__(self, procedure: Procedure, code: str) -> None:
        known = [step.code for step in procedure.steps]
        super().__init__(
            f"“{procedure.name.zh}”没有步骤 {code!r}；有：{'、'.join(known)}。"
            f" / {procedure.name.en} has no step {code!r}; it has: {', '.join(known)}."
        )
