"""What one decision changes in the ledger, and what stays."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxin.actions import entry, erasure
from gongxin.actions.entry import NoReason, NoSuchEntry
from gongxin.actions.log import head
from gongxin.actions.taking import parameters
from gongxin.actions.verification import verify
from gongxin.catalogue import reader
from gongxin.catalogue.behaviour import Tier
from gongxin.disclosure.policy import Viewer
from gongxin.ledger import tile, tree
from gongxin.queries.entry_row import CONTENT, SEQUENCE, find_of_organisation, find_page
from gongxin.queries.shown_entry import EntryFilter
from gongxin.store.models import Entry, Tile

AMBER, BUREAU = "91310000MA0000015F", "11310000MB2F00013X"
DAYBREAK = datetime(2026, 1, 1, tzinfo=UTC)
RECORD = UUID(int=1)
ONE, TWO = {"number": 1, "fine": 1}, {"number": 2, "fine": 2}


def close_transaction() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_withdrawal_is_an_entry_that_supersedes_with_its_reason(enter):
    enter([ONE, TWO])

    withdrawn = entry.withdraw(RECORD, reason="决定书被撤销", by="li")

    close_transaction()
    versions = Entry.objects.filter(record=RECORD).order_by("version")
    assert [(one.kind, one.superseded_by) for one in versions] == [("record", 3), ("withdrawal", None)]
    assert versions[1].sequence == withdrawn.sequence
    assert "决定书被撤销" in versions[1].content
    assert versions[1].shown_from is None
    assert list(verify()) == []


def test_a_withdrawn_record_may_come_again_as_a_new_version(enter):
    enter([ONE])
    entry.withdraw(RECORD, reason="误报", by="li")

    again = enter([ONE]).taken

    assert (again.corrected, again.duplicate) == (1, 0)
    assert list(verify()) == []


def test_what_is_not_there_is_not_withdrawn(enter):
    enter([ONE])
    entry.withdraw(RECORD, reason="误报", by="li")

    with pytest.raises(NoSuchEntry):
        entry.withdraw(RECORD, reason="误报", by="li")
    with pytest.raises(NoReason):
        entry.withdraw(RECORD, reason=" ", by="li")


def test_erasing_takes_every_version_and_every_proof_still_holds(enter):
    enter([ONE, TWO])
    enter([{"number": 1, "fine": 9}])
    before = {one.sequence: bytes(one.commitment) for one in Entry.objects.all()}

    erasure.erase(RECORD, basis="SH 33", reason="法院判决")

    close_transaction()
    erased = Entry.objects.filter(record=RECORD)
    assert [(one.content, one.salt) for one in erased] == [(None, None), (None, None)]
    assert {one.sequence: bytes(one.commitment) for one in Entry.objects.filter(sequence__lte=3)} == before
    hashes = {(one.level, one.number): bytes(one.hashes) for one in Tile.objects.all()}
    read = tile.reader(lambda level, number: hashes[level, number])
    assert tree.root(4, read) == tree.root_of(
        [bytes(one.commitment) for one in Entry.objects.order_by("sequence")]
    )
    assert list(verify()) == []


def test_what_the_law_took_out_does_not_come_back_with_the_next_file(enter):
    enter([ONE])
    erasure.erase(RECORD, basis="SH 33", reason="法院判决")

    again = enter([ONE, TWO])

    assert (again.taken.erased, again.taken.accepted, again.batch.rejected) == (1, 1, 1)
    assert Entry.objects.filter(record=RECORD).count() == 1


def test_an_erasure_names_its_basis(enter):
    enter([ONE])

    with pytest.raises(NoReason):
        erasure.erase(RECORD, basis="", reason="法院判决")
    with pytest.raises(NoSuchEntry):
        erasure.erase(UUID(int=9), basis="SH 33", reason="法院判决")


def test_a_decided_tier_opens_the_window_that_belongs_to_it(enter):
    enter([ONE], tier=None)
    item = reader.edition(date(2026, 5, 6)).item("administrative_penalty")

    entry.classify(RECORD, Tier.SEVERE, item=item, parameters=parameters())

    close_transaction()
    current = Entry.objects.get(record=RECORD, superseded_by=None)
    assert (current.version, current.tier, current.shown_from) == (2, "severe", date(2026, 5, 1))
    assert current.shown_until is not None
    assert enter([ONE]).taken.duplicate == 1


STEPS = st.one_of(
    st.tuples(
        st.dictionaries(st.integers(1, 3), st.integers(0, 9), min_size=1),
        st.sampled_from(["ordinary", "minor", "severe"]),
    ),
    st.tuples(st.just("withdrawn"), st.integers(1, 3)),
    st.tuples(st.just("erased"), st.integers(1, 3)),
)
VIEWERS = (Viewer.ANYONE, Viewer.organisation(AMBER), Viewer.unit(BUREAU), Viewer.CENTRE)
DAY = date(2026, 5, 6)


@pytest.mark.django_db
@settings(max_examples=20, deadline=None)
@given(st.lists(STEPS, min_size=3, max_size=8))
def test_the_view_of_a_moment_is_what_was_shown_then(enter_in_a_rollback, history):
    with transaction.atomic():
        shown = {}
        for step in history:
            take_step(step, enter_in_a_rollback)
            shown[head().now if head().size else DAYBREAK] = {viewer: seen(viewer) for viewer in VIEWERS}

        erased = set(Entry.objects.filter(content=None).values_list("sequence", flat=True))
        for moment, views in shown.items():
            for viewer, then in views.items():
                assert seen(viewer, known_at=moment) == [one for one in then if one[0] not in erased]
        assert seen(Viewer.CENTRE, known_at=DAYBREAK) == []
        transaction.set_rollback(True)


def take_step(step: tuple, enter: Callable[..., object]) -> None:
    what, which = step
    if isinstance(what, dict):
        enter([{"number": number, "value": value} for number, value in what.items()], tier=which)
        return
    with suppress(NoSuchEntry):
        if what == "withdrawn":
            entry.withdraw(UUID(int=which), reason="误报", by="li")
        else:
            erasure.erase(UUID(int=which), basis="SH 33", reason="判决")


def seen(viewer: Viewer, known_at: datetime | None = None) -> list[tuple[object, ...]]:
    """Return what the organisation's page and the list show; they must not differ."""
    found = find_of_organisation(AMBER, viewer=viewer, on=DAY, per_item=50, known_at=known_at)
    listed, _ = find_page(EntryFilter(known_at=known_at), viewer=viewer, on=DAY, after=None, size=50)
    assert found == listed
    return [(one[SEQUENCE], one[CONTENT]) for one in found]
