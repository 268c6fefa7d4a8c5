"""A record may be disclosed more narrowly than its item, never more widely."""

import json
from dataclasses import replace
from datetime import date

import duckdb
import pytest

from gongxin.catalogue.publicity import Disclosure
from gongxin.catalogue.reader import edition
from gongxin.disclosure.openness import disclosure_sql

COMMITMENT = edition(date(2026, 11, 22)).item("credit_commitment")


def disclosed(item, content):
    rows = duckdb.connect()
    rows.execute("CREATE TABLE clean AS SELECT ? AS content", [json.dumps(content)])
    return rows.execute(f"SELECT {disclosure_sql(item)} FROM clean").fetchone()[0]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"openness": "public"}, "public"),
        ({"openness": "shared"}, "shared"),
        ({"openness": "authorised"}, "authorised"),
        ({}, "public"),
    ],
)
def test_a_row_says_how_widely_it_is_disclosed(content, expected):
    assert disclosed(COMMITMENT, content) == expected


def test_a_row_cannot_widen_its_item():
    shared = replace(COMMITMENT, disclosure=Disclosure.SHARED)

    assert disclosed(shared, {"openness": "public"}) == "shared"
    assert disclosed(shared, {"openness": "authorised"}) == "authorised"


def test_an_item_without_openness_is_disclosed_as_declared():
    penalty = edition(date(2026, 11, 22)).item("administrative_penalty")

    assert disclosed(penalty, {"openness": "authorised"}) == "public"
