"""JSON answers."""

import json
from datetime import UTC, date, datetime

from gongxin.web.api.answer import answer_object, next_link


def test_days_and_instants_are_written_as_rfc_3339_has_them(rf):
    value = {"on": date(2026, 5, 6), "at": datetime(2026, 5, 6, 1, 2, 3, tzinfo=UTC)}

    assert json.loads(answer_object(rf.get("/"), value).content) == {
        "on": "2026-05-06",
        "at": "2026-05-06T01:02:03+00:00",
    }


def test_the_link_to_the_next_page_keeps_the_filters(rf):
    request = rf.get("/api/v1/records", {"item": "a", "after": "x"})

    assert (
        next_link(request, after="2026-05-06.7") == '</api/v1/records?item=a&after=2026-05-06.7>; rel="next"'
    )


def test_a_weak_tag_of_the_same_content_is_as_good(rf):
    tag = answer_object(rf.get("/"), {}).headers["ETag"]

    assert answer_object(rf.get("/", HTTP_IF_NONE_MATCH=f"W/{tag}"), {}).status_code == 304
    assert answer_object(rf.get("/", HTTP_IF_NONE_MATCH="*"), {}).status_code == 304
