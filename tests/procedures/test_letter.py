"""Letters follow from the tables: who files is told that it was taken, who is refused is told why."""

import pytest

from gongxin.procedures.index import PROCEDURES, procedure
from gongxin.procedures.letter import AGAINST, LetterKind, letter_of, letters
from gongxin.procedures.procedure import START
from gongxin.procedures.step import Effect, Party

EACH = pytest.mark.parametrize("known", PROCEDURES.values(), ids=PROCEDURES)
TABLE = {
    ("objection", "file"): "acceptance",
    ("objection", "ask_for_material"): "material",
    ("objection", "forward"): "information",
    ("objection", "correct"): "decision",
    ("objection", "uphold_with_correction"): "decision",
    ("objection", "dismiss"): "refusal",
    ("objection", "dissent"): None,
    ("objection", "propose_upholding"): None,
    ("repair", "file"): "acceptance",
    ("repair", "extend"): "information",
    ("repair", "repair"): "decision",
    ("repair", "refuse"): "refusal",
    ("repair", "keep_repaired"): "decision",
    ("repair", "revoke"): "refusal",
    ("temporary_repair", "repair"): "decision",
    ("temporary_repair", "end"): "refusal",
    ("commitment", "inform"): "information",
    ("commitment", "establish"): "refusal",
    ("commitment", "drop"): "decision",
    ("evaluation_objection", "uphold"): "decision",
    ("deletion", "delete"): "decision",
    ("deletion", "refuse"): "refusal",
    ("withdrawal", "report_change"): None,
    ("withdrawal", "withdraw"): "decision",
}


@pytest.mark.parametrize(("case", "kind"), TABLE.items(), ids=[".".join(case) for case in TABLE])
def test_each_step_owes_its_letter(case, kind):
    known = procedure(case[0])

    assert letter_of(known, known.step(case[1])) == kind


@EACH
def test_whoever_files_gets_it_in_writing_that_it_was_taken(known):
    filing = [step for step in known.steps if START in step.from_ and step.by is Party.ORGANISATION]

    assert all(letter_of(known, step) is LetterKind.ACCEPTANCE for step in filing)


@EACH
def test_what_takes_something_away_is_never_told_as_granted(known):
    adverse = [step for step in known.steps if step.effect in (*AGAINST, Effect.SUSPEND_WHEN_LATE)]

    assert LetterKind.DECISION not in {letter_of(known, step) for step in adverse}


@EACH
def test_the_letters_of_a_procedure_are_named_once_with_a_step_that_owes_them(known):
    assert all(letter_of(known, step) is kind for kind, step in letters(known).items())
