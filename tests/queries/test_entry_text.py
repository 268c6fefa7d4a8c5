"""Entries as JSON text: the same facts as the readable form."""

import json
from dataclasses import fields
from datetime import date

from gongxin.disclosure.policy import Viewer
from gongxin.queries import entry, entry_text
from gongxin.queries.shown_entry import EntryFilter

ON = date(2026, 5, 6)


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
