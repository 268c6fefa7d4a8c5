"""A correction goes through the checks of every file, and what it does not name stays word for word."""

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest

from gongxin.actions import batch_of_one
from gongxin.actions.batch_of_one import RowRefused
from gongxin.actions.correction import correct
from gongxin.procedures.case import Incomplete
from gongxin.store.models import Entry

ITEMS = Path(__file__).parents[1] / "cases" / "items"
ON = date(2026, 11, 22)
MARKET = "11310000000000035N"
KINDS = (  # of every shape that a record has; all others are built of the same fields
    "administrative_penalty",
    "administrative_licence",
    "organisation_registration",
    "credit_commitment",
    "honour",
    "list_tax_violation",
    "financing_tax",
)


def enter(item):
    row = tomllib.loads((ITEMS / f"{item}.toml").read_text("utf-8"))["accepted"]
    return batch_of_one.enter(row, item=item, unit=MARKET, by="li", on=ON).record


def standing(record):
    return Entry.objects.get(record=record, superseded_by=None)


@pytest.mark.django_db
@pytest.mark.parametrize("item", KINDS)
def test_a_record_read_back_from_the_ledger_is_the_same_record(item):
    record = enter(item)

    again = batch_of_one.enter(json.loads(standing(record).content), item=item, unit=MARKET, by="li", on=ON)
    assert (again.record, again.sequence) == (record, None)


@pytest.fixture
def penalty(db):
    return enter("administrative_penalty")


def test_a_correction_is_the_next_version_with_just_that_value_changed(penalty):
    before = json.loads(standing(penalty).content)
    correct(penalty, {"CF_SY": "在宣传页中使用了夸大的数据。"}, by="li", on=ON)

    after = standing(penalty)
    assert after.version == 2
    assert json.loads(after.content) == {**before, "CF_SY": "在宣传页中使用了夸大的数据。"}
    assert (after.unit, after.uscc) == (MARKET, "91310000MA0000015F")


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"CF_SY": "在宣传页中使用了无法证实的数据。"},
        {"CF_WSH": "示市监处罚〔2026〕13号"},
        {"NOWHERE": "1"},
    ],
    ids=["none", "the same", "what identifies it", "no field"],
)
def test_what_corrects_nothing_or_another_record_is_refused(penalty, values):
    with pytest.raises(Incomplete):
        correct(penalty, values, by="li", on=ON)
    assert standing(penalty).version == 1


def test_values_that_a_file_could_not_have_are_refused_with_their_findings(penalty):
    with pytest.raises(RowRefused, match="罚款"):
        correct(penalty, {"CF_NR_FK": "-1"}, by="li", on=ON)
    assert standing(penalty).version == 1
