"""The change feed has no holes and shows nothing that is hidden."""

import json
from datetime import date

from gongxin.disclosure.policy import Viewer
from gongxin.queries import change

ON = date(2026, 5, 6)


def read(after=0, size=100, on=ON):
    found = change.after(after, viewer=Viewer.ANYONE, on=on, size=size)
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
