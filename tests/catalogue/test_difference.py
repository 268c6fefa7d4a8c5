"""What changed between editions, in words."""

from dataclasses import replace

from gongxin.catalogue.difference import ChangeKind, changes
from gongxin.catalogue.reader import editions

OLD, NEW = editions()


def test_the_addition_of_april_is_told():
    told = {(change.kind, change.where) for change in changes(OLD, NEW)}

    assert told == {
        (ChangeKind.ADDED, "credit_repair"),
        (ChangeKind.ADDED, "administrative_penalty penalty.public_for_too_long"),
        (ChangeKind.CHANGED, "administrative_penalty CF_GSJZQ"),
    }


def test_what_was_added_is_removed_on_the_way_back():
    told = {(change.kind, change.where) for change in changes(NEW, OLD)}

    assert (ChangeKind.REMOVED, "credit_repair") in told


def test_an_edition_does_not_differ_from_itself():
    assert changes(NEW, NEW) == ()


def test_a_changed_length_is_told_in_both_languages():
    item = NEW.item("honour")
    fields = tuple(replace(one, length=300) if one.code == "honour_name" else one for one in item.fields)
    other = replace(NEW, items={**NEW.items, "honour": replace(item, fields=fields)})

    (change,) = changes(NEW, other)

    assert change.zh == "honour：字段 honour_name（荣誉名称）的长度由“200”改为“300”"
    assert change.en == "honour: field honour_name (Honour) length: '200' became '300'"
