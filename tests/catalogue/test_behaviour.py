"""Which tier a penalty falls into, and that every tiered item has one."""

from datetime import date

import duckdb
import pytest

from gongxin.catalogue.behaviour import Tier
from gongxin.catalogue.condition import condition
from gongxin.catalogue.publicity import PublicityKind
from gongxin.catalogue.reader import edition

KNOWN = edition(date(2026, 11, 22))
PENALTY = KNOWN.item("administrative_penalty")


def tiers(kinds):
    rows = duckdb.connect()
    columns = ", ".join(
        f'CAST(NULL AS {field.kind.sql_type}) AS "{field.code}"'
        for field in PENALTY.kept_fields
        if field.code != "CF_CFLB"
    )
    rows.execute(f"CREATE TABLE typed AS SELECT {columns}, CAST(? AS VARCHAR[]) AS CF_CFLB", [kinds])
    return {
        behaviour.tier
        for behaviour in KNOWN.behaviours_of("administrative_penalty")
        if rows.execute(
            f"SELECT 1 FROM typed WHERE {condition(behaviour.match, PENALTY).sql(date(2026, 11, 22))}"
        ).fetchone()
    }


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (["警告"], {Tier.MINOR}),
        (["通报批评"], {Tier.MINOR}),
        (["罚款"], {Tier.ORDINARY}),
        (["没收违法所得"], {Tier.ORDINARY}),
        (["警告", "罚款"], {Tier.MINOR, Tier.ORDINARY}),
        (["罚款", "吊销许可证件"], {Tier.ORDINARY, Tier.SEVERE}),
        (["降低资质等级"], {Tier.SEVERE}),
        (["责令停产停业"], {Tier.SEVERE}),
        (["限制从业"], {Tier.SEVERE}),
        (["其他-责令改正"], set()),
    ],
)
def test_a_kind_of_penalty_has_its_tier(kinds, expected):
    assert tiers(kinds) == expected


def test_a_city_adds_the_bounds_its_sector_authorities_have_set(city):
    bound = (
        '[[behaviours]]\ncode = "huge_environment_fine"\nitem = "administrative_penalty"\n'
        'name = { zh = "生态环境巨额罚款", en = "Huge environmental fine" }\ntier = "severe"\n'
        "match = \"CF_NR_FK >= 100 AND contains(CF_CFJG, '生态环境')\"\n"
        'basis = { instrument = "NDRC-36" }\nfrom = 2026-07-01\nsector = "生态环境"\n'
    )

    added = edition(date(2026, 11, 22), city({"behaviours/environment.toml": bound})).behaviours

    assert {one.code for one in added} - {one.code for one in KNOWN.behaviours} == {"huge_environment_fine"}
    assert next(one for one in added if one.sector).from_ == date(2026, 7, 1)


def test_every_kind_of_penalty_but_other_has_a_tier():
    kinds = set(PENALTY.field("CF_CFLB").codes) - {"其他", "行政拘留"}

    assert {kind for kind in kinds if not tiers([kind])} == set()


def test_every_list_of_serious_dishonesty_is_severe():
    tiered = {item.code for item in KNOWN.items.values() if item.publicity.kind is PublicityKind.TIER} - {
        "administrative_penalty"
    }

    assert {one.item for one in KNOWN.behaviours if one.tier is Tier.SEVERE} >= tiered
    assert {one.tier for item in tiered for one in KNOWN.behaviours_of(item)} == {Tier.SEVERE}
