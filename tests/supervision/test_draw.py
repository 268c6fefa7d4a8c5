"""A draw: repeatable by anybody, fair in every stratum, changed by any change of plan, pool or seed."""

import csv
import hashlib
import runpy
from collections import Counter
from contextlib import closing
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.catalogue.label import Label
from gongxin.engine.duckdb import connect
from gongxin.law.citation import Article
from gongxin.supervision.draw import EmptySeed, assigned, draw
from gongxin.supervision.plan import InspectingUnit, Plan, read_plan
from gongxin.supervision.pool import freeze

VERIFIER = Path(__file__).parents[2] / "docs" / "verify_draw.py"
MARKET, HOUSING = "11310000000000035N", "11310114000000000J"
SEEDS = 600
# Quantiles of chi-square at one in a million, by degrees of freedom.
FAR = {99: 179, 39: 92, 7: 40.5}


@pytest.fixture
def drawn(plan, tmp_path):
    """Draw with a seed; return the folder and what came of it."""

    def go(seed, name="out"):
        out = tmp_path / name
        out.mkdir(exist_ok=True)
        known = read_plan(plan)
        with closing(connect(out, files=[known.objects])) as connection:
            return out, draw(connection, known, freeze(connection, known, out), seed=seed, folder=out)

    return go


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def differences(folder):
    return list(runpy.run_path(str(VERIFIER))["differences_in"](folder))


def test_each_stratum_gives_its_quota_and_nobody_is_drawn_twice(drawn):
    out, result = drawn("5 3 6 1")
    found = rows(out / "result.csv")

    assert Counter(row["stratum"] for row in found) == {"A": 2, "D": 20}
    assert result.count == len({row["uscc"] for row in found}) == 22
    assert [row["number"] for row in found] == [str(number) for number in range(1, 23)]


def test_the_same_seed_gives_the_same_draw_and_another_seed_another(drawn):
    first, again, other = (drawn(*one)[0] for one in (("甲", "a"), ("甲", "b"), ("乙", "c")))

    for name in ("pool.csv", "plan.json", "tickets.csv", "result.csv", "draw.json"):
        assert (first / name).read_bytes() == (again / name).read_bytes()
    assert (first / "result.csv").read_bytes() != (other / "result.csv").read_bytes()


def test_a_further_round_draws_others_with_the_same_seed(drawn, plan):
    first = drawn("甲", "a")[0]
    plan.write_text(plan.read_text("utf-8").replace("team = 2", "team = 2\nround = 2"), "utf-8")

    assert rows(first / "result.csv") != rows(drawn("甲", "b")[0] / "result.csv")


@pytest.mark.parametrize("seed", ["1", "种子" * 10_000, "a\nb", "\u202e\N{PILE OF POO}", "0"])
def test_any_text_is_a_seed_and_the_stand_alone_verifier_finds_the_same(drawn, seed):
    assert differences(drawn(seed)[0]) == []


@pytest.mark.parametrize("seed", ["", " \n"])
def test_an_empty_seed_is_none(drawn, seed):
    with pytest.raises(EmptySeed, match="种子"):
        drawn(seed)


@pytest.mark.parametrize("name", ["pool.csv", "plan.json", "draw.json", "tickets.csv", "result.csv"])
def test_the_verifier_finds_a_single_character_changed_in_any_file(drawn, name):
    out, _ = drawn("甲")
    text = (out / name).read_text("utf-8")
    changed = {
        "pool.csv": text.replace(",A", ",D", 1),
        "plan.json": text.replace('"floor": 1', '"floor": 2'),
        "draw.json": text.replace("甲", "乙"),
        "tickets.csv": text.replace(",0\n", ",1\n", 1),
        "result.csv": text.replace(HOUSING, MARKET, 1),
    }[name]
    assert changed != text
    (out / name).write_text(changed, "utf-8")

    assert differences(out)


def test_a_row_taken_out_of_result_and_digest_alike_is_still_found(drawn):
    """Whoever forges a result and the record of it cannot forge the tickets."""
    out, _ = drawn("甲")
    lines = (out / "result.csv").read_text("utf-8").splitlines(keepends=True)
    forged = "".join(lines[:-1]).encode()
    before = hashlib.sha256((out / "result.csv").read_bytes()).hexdigest()
    (out / "result.csv").write_bytes(forged)
    record = (out / "draw.json").read_text("utf-8")
    (out / "draw.json").write_text(record.replace(before, hashlib.sha256(forged).hexdigest()), "utf-8")

    assert differences(out)


def test_a_pool_smaller_than_its_floor_is_drawn_whole_and_said_to_be_short(drawn, tmp_path):
    lines = (tmp_path / "objects.csv").read_text("utf-8").splitlines()
    few = [line for line in lines if not line.endswith(",D")] + [
        line for line in lines if line.endswith(",D")
    ][:3]
    (tmp_path / "objects.csv").write_text("\n".join(few), "utf-8")

    out, result = drawn("甲")

    assert [(one.stratum, one.wanted, one.size) for one in result.short] == [("D", 5, 3)]
    assert Counter(row["stratum"] for row in rows(out / "result.csv"))["D"] == 3
    assert differences(out) == []


def test_a_unit_never_inspects_whom_it_must_avoid(drawn, plan, tmp_path):
    codes = [line.split(",")[0] for line in (tmp_path / "objects.csv").read_text("utf-8").splitlines()[1:]]
    avoided = ", ".join(f'"{code}"' for code in codes[::2])
    plan.write_text(
        plan.read_text("utf-8").replace(
            "team = 2",
            f'team = 2\navoid = [{{ unit = "{MARKET}", organisations = [{avoided}], reason = "上年已查" }}]',
        ),
        "utf-8",
    )

    out, _ = drawn("甲")

    by_unit = {row["uscc"]: row["unit"] for row in rows(out / "result.csv")}
    assert {by_unit[code] for code in codes[::2] if code in by_unit} == {HOUSING}
    assert differences(out) == []


def test_over_many_seeds_every_organisation_of_a_stratum_is_drawn_as_often_as_any_other(plan):
    """Chi-square of how often each is drawn, from the tickets alone: seeds by the hundred, no files."""
    known = read_plan(plan)
    with closing(duckdb.connect()) as connection:
        connection.execute(
            f"CREATE TABLE pool AS FROM read_csv('{known.objects}', header = true, all_varchar = true)"
        )
        for stratum in known.strata:
            ((size,),) = connection.execute(
                "SELECT count(*) FROM pool WHERE stratum = ?", [stratum.code]
            ).fetchall()
            quota = stratum.quota(size)
            counts = connection.execute(
                "SELECT count(*) FILTER (place <= ?) FROM (SELECT uscc, row_number() OVER "
                "(PARTITION BY seed ORDER BY sha256(concat('gongxin-draw-1\nplan\n', "
                "sha256(seed::VARCHAR), '\n', uscc))) AS place "
                "FROM pool, range(?) AS seeds(seed) WHERE stratum = ?) GROUP BY uscc",
                [quota, SEEDS, stratum.code],
            ).fetchall()
            expected = SEEDS * quota / size
            # Drawn without replacement: the counts vary less than independent ones, by this factor.
            square = sum((count - expected) ** 2 / expected for (count,) in counts) / (1 - quota / size)
            assert square < FAR[size - 1]


def test_units_and_places_come_up_as_often_as_there_are_places(plan):
    known = read_plan(plan)
    units, places = Counter(), Counter()
    tickets = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(8_000)]
    for ticket in tickets:
        unit, numbers = assigned("91310114100000008E", ticket, known)
        units[unit.uscc] += 1
        places.update((unit.uscc, number) for number in numbers)

    assert units[MARKET] + units[HOUSING] == len(tickets)
    assert 0.72 < units[MARKET] / len(tickets) < 0.78  # six places of eight
    # Two of six or two of two: a place of the small unit goes out every time its unit does.
    assert places[HOUSING, 1] == places[HOUSING, 2] == units[HOUSING]
    assert max(places[MARKET, n] for n in range(1, 7)) - min(places[MARKET, n] for n in range(1, 7)) < 260


@given(ticket=st.text("0123456789abcdef", min_size=64, max_size=64), team=st.integers(1, 6))
def test_a_team_has_as_many_different_places_as_the_plan_says(ticket, team):
    unit = InspectingUnit(MARKET, "示范", 6)
    known = Plan(
        "1", Label("甲", "A"), Article("SH", "23"), 1, date(2026, 11, 22), Path(), (), (unit,), team, {}
    )

    _, places = assigned("91310114100000008E", ticket, known)

    assert len(set(places)) == team
    assert set(places) <= set(range(1, 7))
