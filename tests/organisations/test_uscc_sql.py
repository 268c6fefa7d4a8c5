"""SQL says of every code what Python says."""

import csv
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.organisations.kind import kind_of, kind_sql, prefixes
from gongxin.organisations.status import status, status_sql
from gongxin.organisations.uscc import CHANGED, DROPPED, check, identity_number_check, make, normalise
from gongxin.organisations.uscc_rule import ALPHABET
from gongxin.organisations.uscc_sql import faults_sql, normalised_sql

SHARED = Path(__file__).parents[2] / ".." / "shared" / "data"
NO_CODES = ["00000000000000000X", "无", "N/A", "13497257-7", "企合苏总字第000113号", "13812345678"]

made = st.builds(
    make,
    st.sampled_from([*prefixes(), "98", "Z1".replace("Z", "G")]),
    st.sampled_from(["310114", "310230", "999999", "ABCDEF"]),
    st.text(ALPHABET, min_size=8, max_size=8),
)
digits = st.text("0123456789X", max_size=40)
shaped = st.text(ALPHABET, min_size=18, max_size=18)
identity = st.builds(
    lambda region, born, serial: (
        (n := f"{region}{1900 + born.year % 120}{born:%m%d}{serial:03}") + identity_number_check(n)
    ),
    st.sampled_from(["310101", "911101", "110105", "519999"]),
    st.dates(),
    st.integers(0, 999),
)
mixed = st.text(ALPHABET + "IOSVZioc-、,; 字第号无：\n" + CHANGED + DROPPED, max_size=40)
texts = made | digits | shaped | identity | mixed | st.sampled_from(NO_CODES) | st.text(max_size=30)


def broken(code, place, character):
    return code[:place] + character + code[place + 1 :]


given_texts = texts | st.builds(broken, made, st.integers(0, 17), st.sampled_from(ALPHABET + "OI#公"))


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as connection:
        yield connection


def load(connection, codes):
    connection.execute("CREATE OR REPLACE TABLE codes (given VARCHAR)")
    if codes:
        connection.execute("INSERT INTO codes SELECT unnest(?)", [codes])


def judged(connection, codes):
    load(connection, codes)
    return sorted(connection.execute(faults_sql("codes", "given")).fetchall())


def expected(codes):
    return sorted((code, rule.rule) for code in codes for rule in check(code).findings)


@given(st.lists(given_texts.filter(lambda text: "\0" not in text), max_size=60, unique=True))
def test_every_code_has_the_findings_that_python_gives_it(connection, codes):
    assert judged(connection, codes) == expected(codes)


@given(st.lists(given_texts.filter(lambda text: "\0" not in text), min_size=1, max_size=60))
def test_every_text_has_the_normal_form_that_python_gives_it(connection, codes):
    load(connection, codes)

    found = connection.execute(f"SELECT given, {normalised_sql('given')} FROM codes").fetchall()

    assert [(text, normal) for text, normal in found if normal != normalise(text)] == []


@pytest.mark.parametrize("name", ["organisations_sample.csv", "uscc_invalid_examples.csv"])
def test_real_codes_have_the_findings_that_python_gives_them(connection, name):
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is not beside this checkout")
    with path.open(encoding="utf-8") as file:
        codes = sorted({row.get("uscc") or row["raw_code"] for row in csv.DictReader(file)})

    assert judged(connection, codes) == expected(codes)


def test_a_missing_value_is_for_the_field_to_judge(connection):
    connection.execute("CREATE OR REPLACE TABLE codes AS SELECT NULL::VARCHAR AS given")

    assert connection.execute(faults_sql("codes", "given")).fetchall() == []


@given(st.lists(made | shaped, min_size=1))
def test_sql_sorts_codes_into_the_same_kinds(connection, codes):
    load(connection, codes)

    found = connection.execute(f"SELECT given, {kind_sql('given')} FROM codes").fetchall()

    assert [(code, kind) for code, kind in found if kind_of(code) != kind] == []


def test_sql_reads_the_same_states(connection):
    words = ["存续", "在业", "存续（在营、开业、在册）", "吊销,未注销", "注销", "清算", "不知道"]
    load(connection, words)

    found = connection.execute(f"SELECT given, {status_sql('given')} FROM codes").fetchall()

    assert found == [(word, status(word)) for word in words]
