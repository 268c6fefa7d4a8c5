"""The organisations of the demo city."""

from datetime import date

import pytest

from gongxin.demo.city import city
from gongxin.demo.drawing import open_generator
from gongxin.demo.organisation import make_organisations
from gongxin.organisations.kind import Kind
from gongxin.organisations.uscc import check

ON = date(2026, 11, 20)
NUMBER = 3_000


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    connection = open_generator(tmp_path_factory.mktemp("demo"), seed=1)
    spans = make_organisations(connection, city(), number=NUMBER, on=ON)
    yield connection, spans
    connection.close()


def test_every_code_is_valid_without_a_warning_and_used_once(made):
    connection, _ = made

    codes = [code for (code,) in connection.execute("SELECT uscc FROM organisation").fetchall()]

    assert len(set(codes)) == NUMBER
    assert [code for code in codes if check(code).findings] == []


def test_every_kind_of_organisation_is_there_and_stands_where_its_span_says(made):
    connection, spans = made

    assert {span.kind for span in spans} == set(Kind)
    for span in spans:
        kinds = connection.execute(
            "SELECT DISTINCT kind FROM organisation WHERE position BETWEEN ? AND ?",
            [span.first, span.first + span.size - 1],
        ).fetchall()
        assert kinds == [(span.kind.value,)]


def test_names_are_all_different_and_name_the_city_or_a_district_of_it(made):
    connection, _ = made
    districts = list(city().districts)

    names = [name for (name,) in connection.execute("SELECT name FROM organisation").fetchall()]

    assert len(set(names)) == NUMBER
    places = (city().short, *districts)
    assert [name for name in names if not any(place in name for place in places)] == []


def test_the_city_and_its_districts_exist_in_no_list_of_divisions():
    from gongxin.organisations.region import regions

    real = {region.name for region in regions().values()}

    assert real.isdisjoint({city().name, *city().districts})


def test_thirty_units_submit_and_stand_in_the_register(made):
    connection, _ = made

    units = {unit.uscc for unit in city().units}

    assert len(units) == 30
    assert all(check(unit).is_valid and unit.startswith("11") for unit in units)
    found = connection.execute(
        "SELECT uscc FROM organisation WHERE uscc IN (SELECT unnest(?))", [list(units)]
    )
    assert {uscc for (uscc,) in found.fetchall()} == units


def test_old_registration_numbers_end_in_their_check_digit(made):
    connection, _ = made

    numbers = connection.execute(
        "SELECT old_number FROM organisation WHERE old_number IS NOT NULL"
    ).fetchall()

    assert len(numbers) > NUMBER // 3
    assert [number for (number,) in numbers if not _ends_right(number)] == []


def _ends_right(number):
    product = 10
    for digit in number[:14]:
        product = ((product + int(digit) - 1) % 10 + 1) * 2 % 11
    return len(number) == 15 and (product + int(number[14])) % 10 == 1


def test_the_same_seed_makes_the_same_city_and_another_seed_another(tmp_path):
    def names(seed):
        connection = open_generator(tmp_path, seed=seed)
        make_organisations(connection, city(), number=500, on=ON)
        return connection.execute("SELECT uscc, name, established_on FROM organisation").fetchall()

    assert names(1) == names(1)
    assert names(1) != names(2)
