"""The change feed has no holes and shows nothing that is hidden."""

import json
from datetime import date, timedelta

import pytest

from gongxin.actions import entry as actions
from gongxin.disclosure.policy import Viewer
from gongxin.queries import change

ON = date(2026, 5, 6)
MARKET = "11310000000000035N"


def read(after=0, size=100, on=ON, viewer=Viewer.ANYONE):
    found = change.after(after, viewer=viewer, on=on, size=size)
    return found, [json.loads(text) for text in found.texts]


def test_every_step_is_listed_in_order_hidden_ones_without_saying_what_they_are(recorded):
    records = recorded(
        {"content": {"CF_WSH": "1号"}},
        {"content": {"CF_WSH": "2号"}, "tier": "minor"},
        {"content": {"CF_WSH": "3号"}},
    )
    _, steps = read()

    assert [step["sequence"] for step in steps] == [1, 2, 3]
    assert [step["change"] for step in steps] == ["shown", "hidden", "shown"]
    assert steps[1]["record"] is None
    assert steps[1]["entry"] is None
    assert steps[0]["entry"]["record"] == steps[0]["record"] == str(records[0])


def test_reading_in_small_pieces_gives_what_reading_at_once_gives(recorded):
    recorded(*({"content": {"CF_WSH": f"{number}号"}} for number in range(7)))
    _, whole = read()
    pieces, position = [], 0
    while True:
        found, steps = read(after=position, size=2)
        pieces.extend(steps)
        position = found.position
        if position == found.size:
            break

    assert pieces == whole


def test_a_record_whose_window_closed_is_named_but_not_shown(recorded):
    (record,) = recorded({"content": {"CF_WSH": "1号"}})
    _, (step,) = read(on=date(2028, 1, 1))

    assert (step["change"], step["record"], step["entry"]) == ("hidden", str(record), None)


def test_a_reader_at_the_end_stays_where_it_is(recorded):
    recorded({"content": {"CF_WSH": "1号"}})
    found, steps = read(after=1)

    assert (steps, found.position) == ([], 1)


@pytest.mark.parametrize(
    ("viewer", "seen"),
    [
        (Viewer.ANYONE, ("2026-05-01", "2027-05-01")),
        (Viewer.unit("11310000000000035N"), ("2026-05-01", "2031-05-01")),
    ],
)
def test_a_step_says_on_which_days_its_reader_may_show_the_record(recorded, viewer, seen):
    recorded({"content": {"CF_WSH": "1号"}})
    _, (step,) = read(viewer=viewer)

    assert (step["seen_from"], step["seen_until"]) == seen


def test_a_record_that_opens_later_is_named_with_its_first_day_and_not_shown(recorded):
    (record,) = recorded({"content": {"CF_WSH": "1号"}, "decided_on": date(2026, 6, 1)})
    _, (step,) = read()

    assert (step["change"], step["record"], step["entry"]) == ("upcoming", str(record), None)
    assert (step["seen_from"], step["seen_until"]) == ("2026-06-01", "2027-06-01")
    _, (later,) = read(on=date(2026, 6, 1))
    assert later["change"] == "shown"


def test_a_minor_record_is_in_the_feed_of_its_unit_only(recorded):
    recorded({"content": {"CF_WSH": "1号"}, "tier": "minor"})

    assert read(viewer=Viewer.unit("11310000000000035N"))[1][0]["change"] == "shown"
    assert read(viewer=Viewer.unit("11310000MB2F00013X"))[1][0]["record"] is None


def test_a_withdrawal_names_the_record_to_those_who_could_see_it(recorded):
    shown, minor = recorded({"content": {"CF_WSH": "1号"}}, {"content": {"CF_WSH": "2号"}, "tier": "minor"})
    for record in (shown, minor):
        actions.withdraw(record, reason="撤销", by="张某")
    _, steps = read()

    assert [(step["change"], step["record"]) for step in steps] == [
        ("hidden", str(shown)),
        ("hidden", None),
        ("withdrawn", str(shown)),
        ("withdrawn", None),
    ]
    assert steps[0]["seen_until"] is None


def test_a_case_that_shows_at_a_record_is_a_step_that_brings_the_record_anew(recorded, marked):
    (record,) = recorded({"content": {"CF_WSH": "1号"}})
    marked(record, "annotated", ON)
    _, (shown, step) = read()

    mark = {"kind": "annotated", "from": "2026-05-06", "until": None}
    assert (step["sequence"], step["change"], step["record"]) == (2, "marked", str(record))
    assert step["entry"]["sequence"] == 1
    assert step["entry"]["marks"] == shown["entry"]["marks"] == [mark]


def test_a_suspension_is_told_ahead_and_the_day_alone_hides_the_record(recorded, marked):
    (record,) = recorded({"content": {"CF_WSH": "1号"}})
    marked(record, "suspended", ON + timedelta(5))

    _, (shown, step) = read()
    assert (shown["change"], step["change"]) == ("shown", "marked")
    assert step["entry"]["marks"][0]["from"] == "2026-05-11"
    for _, (first, second) in (read(on=ON + timedelta(5)),):
        assert (first["change"], first["entry"], second["change"]) == ("hidden", None, "hidden")
        assert first["record"] == second["record"] == str(record)


def test_a_repair_for_a_time_says_when_the_record_opens_again(recorded, marked):
    (record,) = recorded({"content": {"CF_WSH": "1号"}})
    marked(record, "repaired", ON, ON + timedelta(9))

    _, steps = read()
    assert [step["change"] for step in steps] == ["upcoming", "upcoming"]
    assert {step["seen_from"] for step in steps} == {"2026-05-16"}
    _, (_, later) = read(on=ON + timedelta(10))
    assert (later["change"], later["entry"]["marks"]) == ("marked", [])


def test_a_case_about_what_the_reader_never_saw_says_nothing(recorded, marked):
    (record,) = recorded({"content": {"CF_WSH": "1号"}, "tier": "minor"})
    marked(record, "annotated", ON)

    assert [(step["change"], step["record"], step["entry"]) for step in read()[1]] == [
        ("hidden", None, None)
    ] * 2
    assert read(viewer=Viewer.unit(MARKET))[1][1]["change"] == "marked"


def test_the_unit_that_sent_a_record_goes_on_seeing_what_is_hidden_from_others(recorded, marked):
    (record,) = recorded({"content": {"CF_WSH": "1号"}})
    marked(record, "repaired", ON)

    _, (_, step) = read(viewer=Viewer.unit(MARKET))
    assert (step["change"], step["entry"]["marks"][0]["kind"]) == ("marked", "repaired")
    assert [step["change"] for step in read()[1]] == ["hidden", "hidden"]
