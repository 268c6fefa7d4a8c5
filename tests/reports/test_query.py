"""A government query: what it shows, what it leaves in the log, and what its receipt proves."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils.timezone import localdate

from gongxin.actions import entry, erasure
from gongxin.actions.key import verifier
from gongxin.actions.look import NoPurpose
from gongxin.actions.query import (
    Asked,
    AskedRow,
    KeyUsedOtherwise,
    NoCaseNumber,
    TooManyCodes,
    asked_row,
    forget_answers,
)
from gongxin.actions.verification import verify
from gongxin.disclosure.policy import Viewer
from gongxin.intake.free_text import PersonalInText
from gongxin.ledger import check_receipt
from gongxin.ledger.seal import SealBroken
from gongxin.queries import look, query
from gongxin.queries.answer import digest
from gongxin.queries.change import after
from gongxin.queries.entry import of_organisation
from gongxin.queries.look import LookFilter
from gongxin.queries.matter import UnknownMatter, by_code
from gongxin.queries.query import AnswerNotKept, UnknownQuery
from gongxin.reports.query import ask, work_through
from gongxin.store.models import Entry, Query

SHOP, STRANGER, MARKET = "91310000MA0000015F", "91310114MA1GT00019", "11310000000000035N"
DAY = date(2026, 5, 6)


def asked(*codes, **changes):
    facts = {
        "unit": MARKET,
        "account": "clerk",
        "channel": "page",
        "matter": "administrative_licensing",
        "edition": by_code("administrative_licensing", DAY).edition,
        "purpose": "办理食品经营许可",
        "case_number": "示市监许受〔2026〕8号",
        "on": DAY,
        "rows": [asked_row(place, code) for place, code in enumerate(codes or (SHOP,), 1)],
    }
    return Asked(**{**facts, **changes})


def organisation(number, uscc=SHOP):
    return next(one for one in query.organisations(number) if one["uscc"] == uscc)


def test_an_answer_shows_the_items_of_the_matter_and_what_may_follow_each(recorded):
    (penalty,) = recorded({"content": {"CF_WSH": "1号"}})
    recorded({"content": {"CF_WSH": "2号"}}, item="utility_arrears")

    found = organisation(ask(asked()))

    assert [one["record"] for one in found["entries"]] == [str(penalty)]
    assert found["entries"][0]["measures"] == ["undertaking_excluded", "market_entry_limited"]
    assert found["counts"] == {"administrative_penalty": 1}


def test_an_ended_window_is_shown_and_an_ended_query_period_is_not(recorded):
    recorded({"content": {"CF_WSH": "1号"}, "decided_on": date(2023, 5, 1)})
    recorded({"content": {"CF_WSH": "2号"}, "decided_on": date(2020, 5, 1)})

    entries = organisation(ask(asked()))["entries"]

    assert [one["content"]["CF_WSH"] for one in entries] == ["1号"]
    assert entries[0]["shown_until"] < DAY.isoformat()


def test_a_withdrawn_record_is_in_no_answer(recorded):
    (penalty,) = recorded({"content": {"CF_WSH": "1号"}})
    entry.withdraw(penalty, reason="录入有误", by="alice")

    assert organisation(ask(asked()))["entries"] == []


def test_no_restriction_is_open_where_nothing_adverse_was_found(recorded):
    recorded({"content": {"XK_WSH": "1号"}}, item="administrative_licence")

    measures = organisation(ask(asked()))["measures"]

    assert "fast_track" in measures
    assert "market_entry_limited" not in measures


def test_items_that_need_an_authorisation_stay_closed(recorded):
    recorded({"content": {"X": "1"}, "tier": None}, item="financing_tax")

    number = ask(asked(matter="financing"))

    assert organisation(number)["entries"] == []
    assert "financing_tax" in query.head(number)["matter"]["needing_authorisation"]


def test_the_look_is_in_the_log_with_who_when_what_and_why(recorded):
    (penalty,) = recorded({"content": {"CF_WSH": "1号"}})

    number = ask(asked())

    (seen,) = look.page(LookFilter()).looks
    assert (seen.uscc, seen.unit, seen.by, seen.matter) == (SHOP, MARKET, "clerk", "administrative_licensing")
    assert (seen.purpose, seen.case_number, seen.channel) == (
        "办理食品经营许可",
        "示市监许受〔2026〕8号",
        "page",
    )
    assert (seen.found, seen.batch, seen.channel) == (1, number, "page")
    told = dict(organisation(number))
    assert str(seen.record) == told.pop("look")
    assert seen.answer == digest(told)
    assert seen.entries == tuple(Entry.objects.filter(record=penalty).values_list("sequence", flat=True))
    assert list(verify()) == []


def test_the_organisation_sees_who_looked_without_the_account(recorded):
    recorded({"content": {"CF_WSH": "1号"}})
    ask(asked(SHOP, STRANGER))

    (seen,) = look.of_organisation(SHOP).looks

    assert (seen.unit, seen.purpose, seen.by) == (MARKET, "办理食品经营许可", "")
    assert [one.uscc for one in look.of_organisation(STRANGER).looks] == [STRANGER]


@pytest.mark.parametrize("viewer", [Viewer.ANYONE, Viewer.CENTRE, Viewer.organisation(SHOP)])
def test_a_look_is_shown_in_no_channel_of_records(recorded, viewer):
    recorded({"content": {"CF_WSH": "1号"}})
    number = ask(asked())
    (seen,) = look.page(LookFilter()).looks

    feed = [json.loads(text) for text in after(0, viewer=viewer, on=DAY, size=500).texts]

    assert [(one["change"], one["record"], one["entry"]) for one in feed][-1] == ("hidden", None, None)
    assert feed[-1]["sequence"] == seen.sequence
    assert str(number) not in json.dumps(feed)
    assert [one.item for one in of_organisation(SHOP, viewer=viewer, on=DAY)] == ["administrative_penalty"]


def test_a_look_cannot_be_taken_out_of_the_ledger(recorded):
    recorded({"content": {"CF_WSH": "1号"}})
    ask(asked())
    (seen,) = look.page(LookFilter()).looks

    with pytest.raises(entry.NoSuchEntry):
        erasure.erase(seen.record, basis="无", reason="想抹去")
    with pytest.raises(entry.NoSuchEntry):
        entry.withdraw(seen.record, reason="想撤回", by="clerk")
    with pytest.raises(Exception, match="on record for good"), connection.cursor() as cursor:
        cursor.execute("SELECT erase_entry(%s)", [seen.sequence])


def test_the_receipt_names_what_was_seen_and_breaks_when_it_is_changed(recorded):
    (penalty,) = recorded({"content": {"CF_WSH": "1号"}})
    text = query.receipt(ask(asked(SHOP, STRANGER)))

    found = check_receipt.read(text, verifier())

    leaf = Entry.objects.get(record=penalty)
    first, second = found.organisations
    assert [(one.sequence, one.digest) for one in first.entries] == [(leaf.sequence, leaf.commitment.hex())]
    assert (second.uscc, second.entries, second.found) == (STRANGER, (), 0)
    assert (first.sequence, second.sequence) == found.sequence
    assert found.log_size == found.sequence[1]
    with pytest.raises(SealBroken):
        check_receipt.read(text.replace(STRANGER, SHOP), verifier())


def test_each_row_says_what_became_of_it_in_the_order_of_the_file(recorded):
    recorded({"content": {"CF_WSH": "1号"}})

    number = ask(asked("91310000MA00000150", STRANGER, SHOP, SHOP, "310114199001011234"))

    rows = query.head(number)["rows"]
    assert [(one["row"], one["state"]) for one in rows] == [
        (1, "broken"), (2, "unknown"), (3, "found"), (4, "found"), (5, "broken"),
    ]  # fmt: skip
    assert "校验码" in rows[0]["reason"]["zh"]
    assert rows[4]["code"] == ""
    assert Entry.objects.filter(kind="query").count() == 2


def test_a_query_of_broken_codes_alone_looks_at_nobody(db):
    number = ask(asked("1234"))

    assert query.receipt(number) == ""
    assert Entry.objects.count() == 0


def test_a_query_without_purpose_case_or_codes_is_refused(db):
    with pytest.raises(NoPurpose):
        ask(asked(purpose=" "))
    with pytest.raises(NoCaseNumber):
        ask(asked(case_number=""))
    with pytest.raises(TooManyCodes):
        ask(asked(rows=[]))
    with pytest.raises(TooManyCodes):
        ask(asked(rows=[AskedRow(place, SHOP) for place in range(1, 10_002)]))
    with pytest.raises(UnknownMatter):
        ask(asked(matter="curiosity"))
    assert Query.objects.count() == 0


def test_a_purpose_with_a_number_of_a_person_is_not_kept(db):
    with pytest.raises(PersonalInText):
        ask(asked(purpose="联系人 13812345678"))
    assert Query.objects.count() == 0


def test_a_key_used_again_gives_the_same_answer_and_no_second_look(recorded):
    recorded({"content": {"CF_WSH": "1号"}})
    number = ask(asked(key="8-1"))
    before = query.head(number), organisation(number)
    recorded({"content": {"CF_WSH": "2号"}})

    assert ask(asked(key="8-1")) == number
    assert (query.head(number), organisation(number)) == before
    assert Entry.objects.filter(kind="query").count() == 1
    with pytest.raises(KeyUsedOtherwise):
        ask(asked(STRANGER, key="8-1"))
    assert ask(asked(key="8-1", account="client:other")) != number


def test_an_answered_query_is_not_answered_again(recorded):
    recorded({"content": {"CF_WSH": "1号"}})
    number = ask(asked())

    work_through(number)

    assert Entry.objects.filter(kind="query").count() == 1


def test_an_answer_is_for_who_asked(recorded):
    number = ask(asked())

    assert query.one(number, account="clerk").is_answered
    with pytest.raises(UnknownQuery):
        query.one(number, account="alice")


def test_what_is_erased_by_law_leaves_the_kept_answers_too(recorded):
    (penalty,) = recorded({"content": {"CF_WSH": "1号"}})
    number, other = ask(asked()), ask(asked(STRANGER))

    erasure.erase(penalty, basis="信用信息管理", reason="依法删除")

    with pytest.raises(AnswerNotKept):
        query.head(number)
    assert query.head(other)
    assert query.receipt(number)
    assert list(verify()) == []


def test_the_edition_is_the_one_in_force_that_day(db):
    assert replace(asked(), on=DAY).edition == by_code("administrative_licensing", DAY).edition


def test_an_answer_is_forgotten_when_its_time_is_over_and_the_look_never(recorded, settings):
    number = ask(asked())
    settings.GONGXIN_QUERY_ANSWER_DAYS = 7
    today = localdate()

    assert forget_answers(today + timedelta(days=7)) == 0
    assert forget_answers(today + timedelta(days=8)) == 1
    with pytest.raises(AnswerNotKept):
        query.head(number)
    assert query.receipt(number)
    assert look.page(LookFilter()).looks
