"""What a report says: all that its reader may see, and nothing else."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate

from gongxin.disclosure.policy import Viewer
from gongxin.queries import entry
from gongxin.queries.item import judged_item, readable_item
from gongxin.reports.credit_report import Making, contents, facts_digest, gather
from gongxin.reports.report_order import ReportKind, ReportOrder

AMBER, BIRCH, CEDAR = "91310000MA0000015F", "91310114MA1GT00019", "92310114MA1GT001XX"
MAKING = Making("GX1", datetime(2026, 11, 22, 6, 30, tzinfo=UTC))
DAYS = [0, 1, 39, 41, 200, 800, 3000]  # ago


def told(kind: str, uscc: str = BIRCH, days_ago: int = 0) -> tuple[ReportOrder, dict[str, Any]]:
    on = localdate() - timedelta(days=days_ago)
    period = (date(2020, 1, 1), on) if kind == "no_violation" else None
    order = ReportOrder(uscc, ReportKind(kind), "zh", on, period=period)
    return order, contents(order, gather(order), MAKING)


def entries_in(content: dict[str, Any]) -> list[dict[str, Any]]:
    groups = [group for section in content.get("sections", ()) for group in section["groups"]]
    return [one for group in (*groups, *content.get("statements", ())) for one in group["entries"]]


@pytest.mark.parametrize("days_ago", DAYS)
@pytest.mark.parametrize("uscc", [AMBER, BIRCH, CEDAR])
@pytest.mark.parametrize("kind", ["public", "full"])
def test_it_holds_just_the_entries_and_fields_that_its_reader_sees(published, kind, uscc, days_ago):
    order, content = told(kind, uscc, days_ago)
    viewer = Viewer.ANYONE if kind == "public" else Viewer.organisation(uscc)

    seen = {str(one.record): one for one in entry.of_organisation(uscc, viewer=viewer, on=order.as_of)}
    shown = {one["record"]: one for one in entries_in(content)}

    assert set(shown) == {record for record, one in seen.items() if one.item != "organisation_registration"}
    for record, one in shown.items():
        readable = readable_item(seen[record].item, seen[record].edition, viewer)
        assert {field["code"] for field in one["fields"]} <= readable.codes


@pytest.mark.parametrize("kind", list(ReportKind))
@pytest.mark.parametrize("uscc", [AMBER, BIRCH, CEDAR])
def test_it_holds_no_field_of_a_natural_person(published, uscc, kind):
    _, content = told(kind, uscc)

    held = entry.of_organisation(uscc, viewer=Viewer.organisation(uscc), on=localdate())
    personal = {
        field.code
        for item in filter(None, (judged_item(one.item, one.edition) for one in held))
        for field in item.fields
        if field.personal
    }
    assert personal
    assert personal.isdisjoint({f["code"] for one in entries_in(content) for f in one["fields"]})
    assert not [code for code in personal if code in json.dumps(content)]


def test_the_public_version_holds_no_minor_penalty_and_none_whose_window_is_over(published):
    _, public = told("public")
    _, full = told("full")

    assert {one["tier"] for one in entries_in(public)} == {"ordinary", "severe"}
    assert len(entries_in(full)) == len(entries_in(public)) + 2
    assert "未挂牌经营" not in json.dumps(public, ensure_ascii=False)
    assert "未挂牌经营" in json.dumps(full, ensure_ascii=False)


def test_empty_sections_are_there_and_counted_as_nothing(published):
    _, content = told("public", CEDAR)

    assert [one["count"] for one in content["summary"]] == [0] * 8
    assert [one["section"] for one in content["sections"]] == [
        "registration", "administration", "honours", "serious", "abnormal", "commitments", "evaluation",
        "judgments",
        "other",
    ]  # fmt: skip
    assert content["marks"] == []


def test_a_mark_stands_in_the_summary_of_who_is_on_a_list(published):
    _, content = told("public", AMBER)

    assert [mark["zh"] for mark in content["marks"]] == ["严重失信主体"]


def test_advice_says_for_each_adverse_entry_from_when_it_can_be_repaired(published):
    _, content = told("full")

    advices = {one["document_number"][-2:]: (one["advice"], one["from"]) for one in content["advice"]}

    today = localdate()
    assert len(content["advice"]) == 4
    assert advices["3号"][0] == advices["4号"][0] == "repair_now"
    assert advices["1号"][0] == advices["2号"][0] == "repair_later"
    assert all(date.fromisoformat(str(since)) > today for _, since in (advices["1号"], advices["2号"]))


def test_the_digest_of_the_facts_changes_with_the_facts_and_only_with_them(published):
    order, _ = told("public")
    same, other = ReportOrder(BIRCH, ReportKind.PUBLIC, "en", order.as_of), told("public", BIRCH, 35)[0]

    assert facts_digest(order, gather(order)) == facts_digest(same, gather(same))
    assert facts_digest(order, gather(order)) != facts_digest(other, gather(other))
