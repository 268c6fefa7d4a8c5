"""Entries as the viewer may see them."""

from datetime import date
from uuid import uuid4

import pytest

from gongxin.disclosure.policy import Viewer
from gongxin.queries import entry
from gongxin.queries.shown_entry import EntryFilter, InvalidCursor, NotShown

ON = date(2026, 5, 6)
SHOP, OTHER, BUREAU = "91310000MA0000015F", "91310000MA0000023A", "11310000000000035N"


def penalty(number, **facts):
    content = {
        "CF_WSH": f"沪市监罚〔2026〕{number}号",
        "CF_WFXW": "虚假宣传",
        "CF_CFJG": "市市场监管局",
        "CF_NR_FK": 1.5,
    }
    return {"content": content, **facts}


def test_a_record_comes_with_its_fields_made_readable(recorded):
    (record,) = recorded(penalty(1))
    shown = entry.one(record, viewer=Viewer.ANYONE, on=ON)

    assert (shown.title, shown.document_number, shown.authority) == (
        "虚假宣传",
        "沪市监罚〔2026〕1号",
        "市市场监管局",
    )
    assert [(field.code, field.value) for field in shown.fields if field.code == "CF_NR_FK"] == [
        ("CF_NR_FK", "1.5")
    ]
    assert shown.unit == BUREAU
    assert (shown.shown_from, shown.shown_until) == (date(2026, 5, 1), date(2027, 5, 1))


def test_a_title_that_is_a_code_or_a_year_says_what_it_is_of(recorded):
    (relation,) = recorded({"content": {"kind": "branch"}}, item="organisation_relation")
    (report,) = recorded({"content": {"year": 2025}}, item="annual_report_filing")

    titles = [entry.one(record, viewer=Viewer.CENTRE, on=ON).title for record in (relation, report)]

    assert titles == ["组织关系 分支机构", "年度报告公示 2025"]


def test_the_day_after_the_window_the_record_is_gone_and_the_unit_still_has_it(recorded):
    (record,) = recorded(penalty(1))

    with pytest.raises(NotShown, match=str(record)):
        entry.one(record, viewer=Viewer.ANYONE, on=date(2027, 5, 2))
    assert entry.one(record, viewer=Viewer.unit(BUREAU), on=date(2027, 5, 2)).record == record


def test_a_minor_record_is_shown_to_nobody_but_those_concerned(recorded):
    (record,) = recorded(penalty(1, tier="minor"))

    assert entry.of_organisation(SHOP, viewer=Viewer.ANYONE, on=ON) == ()
    assert [e.record for e in entry.of_organisation(SHOP, viewer=Viewer.organisation(SHOP), on=ON)] == [
        record
    ]


def test_an_unknown_record_answers_as_a_hidden_one(recorded):
    with pytest.raises(NotShown):
        entry.one(uuid4(), viewer=Viewer.CENTRE, on=ON)


def test_pages_follow_each_other_without_gap_or_double(recorded):
    days = [date(2026, 4, 1 + number % 3) for number in range(7)]
    records = recorded(*(penalty(number, decided_on=day) for number, day in enumerate(days)))
    seen, after = [], None
    while True:
        page = entry.page(EntryFilter(), viewer=Viewer.ANYONE, on=ON, after=after, size=2)
        seen.extend(page.entries)
        after = page.next
        if after is None:
            break

    assert sorted(e.record for e in seen) == sorted(records)
    assert [(e.decided_on, e.sequence) for e in seen] == sorted(
        ((e.decided_on, e.sequence) for e in seen), reverse=True
    )


@pytest.mark.parametrize(
    ("narrow", "expected"),
    [
        (EntryFilter(uscc=OTHER), {2}),
        (EntryFilter(item="administrative_penalty"), {1, 2, 3}),
        (EntryFilter(item="administrative_licence"), set()),
        (EntryFilter(unit=BUREAU, decided_from=date(2026, 4, 2)), {1, 2}),
        (EntryFilter(decided_to=date(2026, 4, 1)), {3}),
        (EntryFilter(unit=SHOP), set()),
    ],
)
def test_a_filter_narrows_to_what_it_names(recorded, narrow, expected):
    records = recorded(penalty(1), penalty(2, uscc=OTHER), penalty(3, decided_on=date(2026, 4, 1)))
    found = entry.page(narrow, viewer=Viewer.ANYONE, on=ON).entries

    assert {records.index(e.record) + 1 for e in found} == expected


@pytest.mark.parametrize(
    "text", ["x", "2026-05-01", "2026-13-01.4", "2026-05-01.4;", "2026-05-01." + "9" * 30]
)
def test_a_cursor_that_was_never_given_out_is_refused_by_name(recorded, text):
    with pytest.raises(InvalidCursor, match="第一页"):
        entry.page(EntryFilter(), viewer=Viewer.ANYONE, on=ON, after=text)


def test_counts_go_beyond_what_is_listed(recorded, monkeypatch):
    monkeypatch.setattr(entry, "PER_ITEM", 2)
    recorded(*(penalty(number) for number in range(5)))

    assert len(entry.of_organisation(SHOP, viewer=Viewer.ANYONE, on=ON)) == 2
    assert entry.counts_of_organisation(SHOP, viewer=Viewer.ANYONE, on=ON) == {"administrative_penalty": 5}


def test_history_is_kept_from_those_who_may_not_see_the_record(recorded):
    (record,) = recorded(penalty(1, tier="minor"))

    with pytest.raises(NotShown):
        entry.history(record, viewer=Viewer.ANYONE, on=ON)
    assert [v.version for v in entry.history(record, viewer=Viewer.CENTRE, on=ON)] == [1]
