"""Documents that a step asks for and the platform holds already: the commitment for repair signed here."""

from datetime import date

from gongxin.actions.case_document import Document
from gongxin.procedures.step import Step
from gongxin.queries.commitment import repair_commitment
from gongxin.queries.shown_entry import ShownEntry
from gongxin.reports.commitment import read

COMMITMENT = "commitment_letter"


def held_documents(step: Step, entry: ShownEntry, on: date) -> tuple[Document, ...]:
    """Return what need not be sent again with a step about a record."""
    if COMMITMENT not in step.documents:
        return ()
    digest = repair_commitment(entry.uscc, entry.record, on=on)
    return (Document(COMMITMENT, "commitment.pdf", read(digest)),) if digest else ()
