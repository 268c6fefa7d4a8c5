"""Entries as JSON text: the same facts as the readable form."""

import json
from dataclasses import fields
from datetime import date

from gongxin.disclosure.policy import Viewer
from gongxin.queries import entry, entry_text
from gongxin.queries.shown_entry import EntryFilter

ON = date(2026, 5, 6)
BUREAU = "11310000000000035N"


def test_text_and_value_say_the_same_of_a_record(recorded):
    (record,) = recorded({"content": {"CF_WSH": "1号", "CF_WFXW": "“引号”与\\反斜线", "CF_NR_FK": 0.1}})
    text = json.loads(entry_text.one(record, viewer=Viewer.ANYONE, on=ON))
    shown = entry.one(record, viewer=Viewer.ANYONE, on=ON)
    same = [f.name for f in fields(shown) if f.name in text and f.name not in ("content", "known_at")]

    assert text["content"] == dict(shown.content)
    assert len(same) > 15
    for name in same:
        assert text[name] == (json.loads(json.dumps(getattr(shown, name), default=str)))


def test_a_page_of_texts_has_the_records_of_the_page_of_values(recorded):
    recorded(*({"content": {"CF_WSH": f"{number}号"}} for number in range(5)))
    texts, following = entry_text.page(EntryFilter(), viewer=Viewer.ANYONE, on=ON, after=None, size=3)
    page = entry.page(EntryFilter(), viewer=Viewer.ANYONE, on=ON, size=3)

    assert [json.loads(text)["record"] for text in texts] == [str(e.record) for e in page.entries]
    assert following == page.next


def test_a_field_that_is_not_public_reaches_the_unit_and_not_the_public(recorded):
    content = {"inspector_numbers": "A001", "conclusion": "1"}
    (record,) = recorded({"content": content, "tier": None}, item="administrative_inspection")

    for viewer, expected in ((Viewer.ANYONE, {"conclusion"}), (Viewer.unit(BUREAU), set(content))):
        assert set(json.loads(entry_text.one(record, viewer=viewer, on=ON))["content"]) == expected
        assert set(entry.one(record, viewer=viewer, on=ON).content) == expected
