"""Values made readable, and fields kept from the public."""

import json
from datetime import date
from types import MappingProxyType

import pytest

from gongxin.catalogue.field import Field, FieldKind
from gongxin.catalogue.label import Label
from gongxin.disclosure.policy import Viewer
from gongxin.queries.item import catalogue, hides_fields, shown_fields

ON = date(2026, 5, 6)
CODES = MappingProxyType({"1": Label("警告", "Warning"), "2": Label("罚款", "Fine")})


def field(kind, **more):
    return Field("F", Label("字段", "Field"), kind, **more)


@pytest.mark.parametrize(
    ("declared", "value", "zh", "en"),
    [
        (field(FieldKind.TEXT), "文字", "文字", "文字"),
        (field(FieldKind.DECIMAL), 1234567.5, "1,234,567.5", "1,234,567.5"),
        (field(FieldKind.CODE, codes=CODES), "2", "罚款", "Fine"),
        (field(FieldKind.CODES, codes=CODES), ["1", "2"], "警告；罚款", "Warning; Fine"),
        (field(FieldKind.CODE, codes=CODES), "其他-补充注明", "其他-补充注明", "其他-补充注明"),
    ],
)
def test_a_value_is_shown_as_a_reader_wants_it(declared, value, zh, en):
    (shown,) = shown_fields((declared,), {"F": value})

    assert (shown.value, shown.value_en) == (zh, en)


def test_a_value_that_is_absent_is_not_shown():
    assert shown_fields((field(FieldKind.TEXT),), {}) == ()


def test_an_item_the_catalogue_no_longer_has_shows_nothing_of_its_content():
    assert hides_fields("no_such_item", '{"a": 1}', Viewer.CENTRE, ON)


def test_every_item_that_the_public_reads_in_full_hides_nothing():
    for item in catalogue(ON).items.values():
        content = json.dumps({item.identity[0]: 1})
        assert hides_fields(item.code, content, Viewer.ANYONE, ON) is not item.field(item.identity[0]).public
