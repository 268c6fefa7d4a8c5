"""Marks at records: the days on which a case shows. Written with the step that causes them."""

from datetime import date
from uuid import UUID

from gongxin.disclosure.mark import DAY, Mark
from gongxin.store.models import Case, RecordMark


def begin(case: Case, kind: Mark, *, sequence: int, from_on: date, until_on: date | None = None) -> None:
    """Mark what the case is about from a day on; nothing where the case marks it so, without an end."""
    assert case.subject is not None, "a case about nothing marks nothing"
    standing = RecordMark.objects.filter(case=case, kind=kind, ended_by=None, until_on=None)
    if until_on is None and standing.exists():
        return
    RecordMark.objects.create(
        record=case.subject,
        kind=kind.value,
        from_on=from_on,
        until_on=until_on,
        case=case,
        sequence=sequence,
    )


def end(case: UUID, *kinds: Mark, on: date, sequence: int) -> None:
    """End the marks of a case: the day before is their last. One that lies ahead never was."""
    standing = RecordMark.objects.filter(case_id=case, kind__in=kinds, ended_by=None)
    for one in [one for one in standing if one.until_on is None or one.until_on >= on]:
        RecordMark.objects.filter(id=one.id).update(ended_by=sequence)
        if one.from_on < on:
            one.id, one.until_on, one.sequence = None, on - DAY, sequence
            one.save(force_insert=True)
