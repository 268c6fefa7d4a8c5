"""Whatever stands in the ledger, a matter shows a part of what the centre sees, and of its own items only."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongxin.actions import entry
from gongxin.disclosure.policy import Viewer
from gongxin.queries.answer import PER_ITEM, answers
from gongxin.queries.matter import matters
from gongxin.store.models import Entry

DAY = date(2026, 5, 6)
SHOPS = ("91310000MA0000015F", "91310114MA1GT00019")
ITEMS = (
    "administrative_penalty", "administrative_licence", "honour", "utility_arrears", "financing_tax",
    "list_tax_violation", "credit_commitment",
)  # fmt: skip
RECORDS = st.lists(
    st.tuples(
        st.sampled_from(ITEMS),
        st.sampled_from(SHOPS),
        st.integers(0, 2500).map(lambda days: DAY - timedelta(days=days)),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(held=RECORDS, place=st.integers(0, 100))
def test_a_matter_shows_a_part_of_what_the_centre_sees_and_only_its_items(recorded, held, place):
    before = Entry.objects.count()
    for number, (item, uscc, decided_on, is_withdrawn) in enumerate(held, before):
        tier = "ordinary" if item in ("administrative_penalty", "list_tax_violation") else None
        row = {"content": {"n": number}, "uscc": uscc, "decided_on": decided_on, "tier": tier}
        (record,) = recorded(row, item=item)
        if is_withdrawn:
            entry.withdraw(record, reason="录入有误", by="alice")
    matter = matters(DAY)[place % len(matters(DAY))]

    for uscc in SHOPS:
        (narrow,) = answers([uscc], viewer=matter.viewer, on=DAY, measures=matter.measures)
        (wide,) = answers([uscc], viewer=Viewer.CENTRE, on=DAY)
        shown = {one.entry.sequence for one in narrow.entries}
        allowed = {one.entry.sequence for one in wide.entries if one.entry.item in matter.items}
        assert shown == allowed
        assert {one.entry.item for one in narrow.entries} <= set(matter.application.items)
        assert {code for one in narrow.entries for code in one.measures} <= set(matter.application.measures)
        assert set(narrow.measures) <= set(matter.application.measures)
        assert all(one.entry.disclosure != "authorised" for one in narrow.entries)


@pytest.mark.django_db
def test_of_an_item_the_newest_are_shown_and_all_are_counted(recorded):
    rows = ({"content": {"n": n}, "decided_on": DAY - timedelta(days=n % 300)} for n in range(PER_ITEM + 5))
    recorded(*rows)

    (answer,) = answers([SHOPS[0]], viewer=Viewer.CENTRE, on=DAY)

    assert len(answer.entries) == PER_ITEM
    assert answer.counts == {"administrative_penalty": PER_ITEM + 5}
    assert answer.found == PER_ITEM + 5


@pytest.mark.django_db
def test_answers_come_in_the_order_of_the_codes_each_once(recorded):
    recorded({"content": {"n": 1}})

    found = list(answers([SHOPS[1], SHOPS[0], SHOPS[1]], viewer=Viewer.CENTRE, on=DAY))

    assert [one.uscc for one in found] == [SHOPS[1], SHOPS[0]]
    assert [one.found for one in found] == [0, 1]
