"""What became of a batch, as the one JSON object that the command prints and the API gives."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from gongxin.actions import spool
from gongxin.store.models import Batch

RECEIPT = "receipt.json"
RESULT = "结果.xlsx"


@dataclass(frozen=True, slots=True)
class Report:
    """The fields of the JSON. `sequence` is the first and last entry, None where nothing was new."""

    batch: str
    item: str
    unit: str
    rows: int
    accepted: int
    corrected: int
    duplicate: int
    rejected: int
    refused_natural_person: int
    warnings: int
    held: str | None
    digest: str
    sequence: tuple[int, int] | None
    log_size: int
    result_file: str | None
    receipt_file: str | None
    findings: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    findings_truncated: bool = False

    def json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def exit_code(self) -> int:
        """0 all taken, 1 some rows rejected or refused, 3 held for a decision."""
        if self.held is not None:
            return 3
        return 1 if self.rejected or self.refused_natural_person else 0


def report(batch: UUID, findings: Sequence[Mapping[str, Any]] = (), *, truncated: bool = False) -> Report:
    """Return the report of a batch from its row."""
    facts = Batch.objects.get(id=batch)
    files = spool.results(batch)
    written = facts.is_finished and (files / RESULT).exists()
    return Report(
        batch=str(batch),
        item=facts.item,
        unit=facts.unit,
        rows=facts.rows,
        accepted=facts.accepted,
        corrected=facts.corrected,
        duplicate=facts.duplicate,
        rejected=facts.rejected,
        refused_natural_person=facts.refused_natural_person,
        warnings=facts.warnings,
        held=facts.held_because if facts.state == "held" else None,
        digest=facts.digest,
        sequence=(facts.sequence_from, facts.sequence_to)
        if facts.sequence_from is not None and facts.sequence_to is not None
        else None,
        log_size=facts.log_size or 0,
        result_file=str(files / RESULT) if written else None,
        receipt_file=str(files / RECEIPT) if written and facts.receipt else None,
        findings=findings,
        findings_truncated=truncated,
    )
