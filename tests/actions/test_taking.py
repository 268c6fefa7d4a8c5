"""Clean rows become entries, and every row is accounted for."""

from datetime import date

import pytest
from django.db import connection

from gongxin.actions.key import verifier
from gongxin.actions.taking import BatchMovedMeanwhile
from gongxin.ledger import receipt
from gongxin.ledger.salt import commitment
from gongxin.ledger.statement import NAMES, Statement
from gongxin.store.models import Checkpoint, Entry, Organisation, OrganisationName, ReviewCase

ONE, TWO, THREE = {"number": 1, "fine": 1}, {"number": 2, "fine": 2}, {"number": 3, "fine": 3}


def close_transaction() -> None:
    """Run what the database checks at commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_new_rows_are_accepted_and_numbered_in_the_order_of_the_file(enter):
    entered = enter([ONE, TWO, THREE])

    close_transaction()
    assert (entered.taken.accepted, entered.taken.sequence) == (3, (1, 3))
    assert list(Entry.objects.order_by("sequence").values_list("row", "version")) == [(1, 1), (2, 1), (3, 1)]
    assert Checkpoint.objects.get().size == 3


def test_the_same_content_again_is_a_duplicate_and_adds_nothing(enter):
    enter([ONE, TWO])

    again = enter([TWO, ONE]).taken

    assert (again.accepted, again.corrected, again.duplicate, again.sequence) == (0, 0, 2, None)
    assert Entry.objects.count() == 2


def test_other_content_is_a_correction_and_the_old_version_stays(enter):
    enter([ONE, TWO])

    corrected = enter([{"number": 1, "fine": 9}, TWO, THREE]).taken

    close_transaction()
    assert (corrected.accepted, corrected.corrected, corrected.duplicate) == (1, 1, 1)
    versions = Entry.objects.filter(record="00000000-0000-0000-0000-000000000001").order_by("version")
    assert list(versions.values_list("version", "sequence", "superseded_by")) == [(1, 1, 3), (2, 3, None)]
    assert "1" in versions[0].content


def test_a_correction_of_a_correction_is_the_third_version(enter):
    for fine in (1, 2, 3):
        enter([{"number": 1, "fine": fine}])

    close_transaction()
    assert list(Entry.objects.order_by("version").values_list("superseded_by", flat=True)) == [2, 3, None]


def test_the_log_commits_to_the_salted_statement_of_each_entry(enter):
    enter([ONE, {"number": 2, "名称": "“某”\n\\ \u2028 公司"}])

    for entry in Entry.objects.all():
        statement = Statement(**{name: getattr(entry, name) for name in NAMES})
        assert commitment(bytes(entry.salt), statement.text().encode()) == bytes(entry.commitment)


def test_the_windows_follow_from_the_tier(enter):
    enter([ONE])

    entry = Entry.objects.get()
    assert (entry.shown_from, entry.repairable_on) == (date(2026, 5, 1), date(2026, 8, 1))
    assert entry.shown_until == date(2027, 5, 1)
    assert entry.query_until == date(2031, 5, 1)


def test_the_receipt_says_what_happened_and_where_it_stands(enter):
    batch = enter([ONE, TWO]).batch

    said = receipt.read(batch.receipt, verifier())

    assert (said.rows, said.accepted, said.sequence, said.log_size) == (2, 2, (1, 2), 2)
    assert (batch.state, batch.sequence_from, batch.sequence_to) == ("taken", 1, 2)


def test_a_batch_decided_meanwhile_is_left_alone(enter, take_again):
    first = enter([ONE])
    first.batch.state = "received"  # as another process read it

    with pytest.raises(BatchMovedMeanwhile):
        take_again(first)


def test_an_organisation_known_only_from_a_record_is_found_by_its_name(enter):
    enter([ONE])

    known = Organisation.objects.get()
    assert (known.name, known.kind, known.is_registered) == ("某市琥珀食品有限公司", "enterprise", False)
    assert OrganisationName.objects.get().key


def test_a_record_no_behaviour_matches_waits_for_its_tier_and_is_not_shown(enter):
    enter([ONE], tier=None)

    assert Entry.objects.get().shown_from is None
    assert ReviewCase.objects.get().kind == "tier"
