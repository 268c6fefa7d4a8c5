"""Values made readable, and fields kept from the public."""

import json
from datetime import date
from types import MappingProxyType

import pytest

from gongxin.catalogue.field import Field, FieldKind
from gongxin.catalogue.label import Label
from gongxin.disclosure.policy import Viewer
from gongxin.queries import entry, entry_text, log
from gongxin.queries.item import catalogue, hides_fields, item_of, judged_item, named_item, shown_fields

ON = date(2026, 5, 6)
EDITION = catalogue(ON).code
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
    assert hides_fields("no_such_item", EDITION, '{"a": 1}', Viewer.CENTRE)


def test_every_item_that_the_public_reads_in_full_hides_nothing():
    for item in catalogue(ON).items.values():
        content = json.dumps({item.identity[0]: 1})
        assert (
            hides_fields(item.code, EDITION, content, Viewer.ANYONE)
            is not item.field(item.identity[0]).public
        )


LATER = date(2026, 5, 8)


@pytest.fixture
def city_without_adjudications(tmp_path, settings):
    """A city whose edition of 7 May no longer has the item."""
    folder = tmp_path / "catalogue" / "editions" / "city-1"
    folder.mkdir(parents=True)
    (folder / "edition.toml").write_text(
        'code = "city-1"\nfrom = 2026-05-07\nname = { zh = "新版", en = "New edition" }\n'
        'without = ["administrative_adjudication"]\n',
        "utf-8",
    )
    settings.GONGXIN_CITY = tmp_path


def test_a_record_is_read_by_the_edition_it_was_judged_by(recorded, city_without_adjudications):
    item = "administrative_adjudication"
    given = catalogue(ON).item(item)
    assert given.title is not None
    (record,) = recorded({"content": {given.title: "裁决"}, "tier": None}, item=item)
    assert item_of(item, LATER) is None

    shown = entry.one(record, viewer=Viewer.CENTRE, on=LATER)
    assert shown.title == "裁决"
    assert [one.value for one in shown.fields] == ["裁决"]
    assert json.loads(entry_text.one(record, viewer=Viewer.CENTRE, on=LATER))["item_name"] == given.name.zh
    assert log.inclusion(shown.sequence, viewer=Viewer.CENTRE, on=LATER).statement is not None
    assert named_item(item, LATER) == given


def test_the_newest_edition_stands_in_for_one_that_is_gone():
    assert judged_item("administrative_penalty", "no such") == catalogue(date.max).item(
        "administrative_penalty"
    )


def test_a_record_laid_out_by_a_later_edition_than_judged_by_is_read_by_both():
    """Credit repair came with the second edition; a decision from before is judged by the first."""
    first = catalogue(date(2026, 1, 1))
    assert "credit_repair" not in first.items

    assert judged_item("credit_repair", first.code) == catalogue(ON).item("credit_repair")
