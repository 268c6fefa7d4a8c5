"""Whatever is submitted, withdrawn and erased in any order, the ledger is what a simple model says."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxin.actions import append, entry, erasure, log
from gongxin.actions.entry import NoSuchEntry
from gongxin.actions.verification import verify
from gongxin.store.models import Entry

RECORDS = range(1, 4)
WITHDRAWN, ERASED = "withdrawn", "erased"

submissions = st.dictionaries(st.sampled_from(RECORDS), st.integers(0, 2), min_size=1)
steps = st.one_of(
    submissions,
    st.tuples(st.just(WITHDRAWN), st.sampled_from(RECORDS)),
    st.tuples(st.just(ERASED), st.sampled_from(RECORDS)),
)


class Model:
    """For each record what stands, and how many versions there were."""

    def __init__(self) -> None:
        self.standing: dict[int, object] = {}
        self.versions: dict[int, int] = {}
        self.erasures = 0

    def submit(self, rows: dict[int, int]) -> dict[str, int]:
        told = dict.fromkeys(("accepted", "corrected", "duplicate", "erased"), 0)
        for record, value in rows.items():
            told[self._outcome(record, value)] += 1
            if self.standing.get(record) not in (ERASED, value):
                self.put(record, value)
        return told

    def _outcome(self, record: int, value: int) -> str:
        if self.standing.get(record) == ERASED:
            return "erased"
        if record not in self.standing:
            return "accepted"
        return "duplicate" if self.standing[record] == value else "corrected"

    def put(self, record: int, value: object) -> None:
        self.standing[record] = value
        self.versions[record] = self.versions.get(record, 0) + 1


@pytest.mark.django_db
@settings(max_examples=25, deadline=None)
@given(st.lists(steps, max_size=6))
def test_the_ledger_is_what_the_model_says(enter_in_a_rollback, history):
    with transaction.atomic():
        model = Model()
        for step in history:
            take_step(model, step, enter_in_a_rollback)

        assert dict(versions()) == {UUID(int=record): count for record, count in model.versions.items()}
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert list(verify()) == []
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_parts_and_pieces_make_the_ledger_that_a_whole_makes(enter_in_a_rollback, monkeypatch):
    monkeypatch.setattr(append, "PART", 3)
    monkeypatch.setattr(log, "PIECE", 4)
    with transaction.atomic():
        first = enter_in_a_rollback([{"number": number, "value": 0} for number in range(1, 12)]).taken
        again = [{"number": number, "value": number % 2} for number in range(1, 20)]
        second = enter_in_a_rollback(again).taken

        assert (first.accepted, first.sequence) == (11, (1, 11))
        assert (second.duplicate, second.corrected, second.accepted) == (5, 6, 8)
        assert second.sequence == (12, 25)
        in_order = Entry.objects.filter(sequence__gt=11).order_by("sequence").values_list("row", flat=True)
        assert list(in_order) == sorted(in_order)
        assert list(verify()) == []
        transaction.set_rollback(True)


def take_step(model: Model, step: object, enter: Callable[..., object]) -> None:
    if isinstance(step, dict):
        taken = enter([{"number": record, "value": value} for record, value in step.items()]).taken
        told = model.submit(step)
        assert told == {name: getattr(taken, name) for name in told}
        return
    what, record = step
    stands = model.standing.get(record)
    if what == WITHDRAWN and stands not in (None, WITHDRAWN, ERASED):
        entry.withdraw(UUID(int=record), reason="误报", by="li")
        model.put(record, WITHDRAWN)
    elif what == ERASED and stands not in (None, ERASED):
        erasure.erase(UUID(int=record), basis="SH 33", reason="判决")
        model.standing[record] = ERASED
    else:
        with pytest.raises(NoSuchEntry):
            entry.withdraw(UUID(int=record), reason="误报", by="li")


def versions() -> list[tuple[UUID, int]]:
    known = Entry.objects.exclude(kind="erasure").values_list("record", flat=True)
    return [(record, Entry.objects.filter(record=record).count()) for record in set(known)]
