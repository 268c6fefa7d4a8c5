"""Reading our catalogue and a city's on top of it."""

import tomllib
from datetime import date

import pytest

from gongxin.catalogue.edition import UnknownItem
from gongxin.catalogue.reader import InvalidItem, edition, editions, read
from gongxin.intake.screening import check
from gongxin.intake.source import Source

ON = date(2026, 11, 22)
SUMMER = 'code = "summer"\nfrom = 2026-06-01\nname = { zh = "夏", en = "Summer" }\n'


def test_our_catalogue_covers_what_the_law_lists():
    items = edition(ON).items

    assert len(items) >= 42
    acts = (
        "licence",
        "penalty",
        "coercion",
        "confirmation",
        "levy",
        "payment",
        "adjudication",
        "compensation",
        "reward",
        "inspection",
    )
    assert {f"administrative_{act}" for act in acts} <= set(items)
    assert {
        "credit_commitment",
        "abnormal_operation",
        "judgment_unperformed",
        "tax_grade_a",
        "customs_aeo",
    } <= set(items)
    assert len([code for code in items if code.startswith("list_")]) >= 8
    assert len([code for code in items if code.endswith("_arrears")]) >= 5
    assert len([code for code in items if code.startswith("financing_")]) >= 6
    assert len(edition(ON).applications) >= 12


@pytest.mark.parametrize(("item", "fields"), [("administrative_licence", 28), ("administrative_penalty", 30)])
def test_the_double_publicity_items_have_every_field_of_the_national_standard(item, fields):
    assert len(edition(ON).item(item).fields) == fields


def test_every_item_is_named_after_its_file_and_stands_in_the_order_of_the_page():
    items = list(edition(ON).items.values())

    assert [item.order for item in items] == sorted(item.order for item in items)


def test_a_day_is_judged_by_the_edition_in_force_and_the_days_before_by_the_first():
    assert edition(date(2026, 3, 31)).code == "2026"
    assert edition(date(2026, 4, 1)).code == "2026-1"
    assert edition(date(1999, 1, 1)).code == "2026"
    assert "credit_repair" not in edition(date(2026, 3, 31)).items


def test_an_unknown_item_names_near_ones():
    with pytest.raises(UnknownItem, match="administrative_penalty"):
        edition(ON).item("penalty")


def test_a_record_type_is_one_file_and_a_case_file(city, drain_permit, drain_permit_cases, tmp_path):
    folder = city({"items/water/drain_permit.toml": drain_permit})
    told = tomllib.loads(drain_permit_cases)
    rows = [told["accepted"], {**told["accepted"], "许可证号": "示排字2026002", **told["case"][0]["change"]}]

    known = edition(ON, folder)
    with check(Source.of_rows(rows, folder=tmp_path), known.item("drain_permit"), known, on=ON) as screened:
        found = screened.connection.execute("SELECT row, rule FROM findings").fetchall()

    assert found == [(2, "drain_permit.no_outlet")]
    assert "drain_permit" not in edition(ON).items


def test_a_city_overrides_single_keys_and_leaves_the_rest(city):
    folder = city(
        {
            "items/administrative_licence.toml": 'override = "administrative_licence"\n'
            "bounds = { rejected_share = 0.5, rows_against_last = 0.1 }\n"
            '[[fields]]\ncode = "XK_QX"\nlabel = { zh = "区", en = "District" }\nkind = "text"\nlength = 20\n'
        }
    )

    ours, theirs = (
        edition(ON).item("administrative_licence"),
        edition(ON, folder).item("administrative_licence"),
    )

    assert theirs.bounds.rejected_share == 0.5
    assert [field.code for field in theirs.fields] == [*(field.code for field in ours.fields), "XK_QX"]
    assert theirs.rules == ours.rules


def test_a_city_replaces_an_item_by_a_file_of_its_name(city, drain_permit):
    own = drain_permit.replace("drain_permit", "honour")

    assert edition(ON, city({"items/honour.toml": own})).item("honour").name.zh == "排水许可"


def test_a_city_takes_an_item_out_in_an_edition_of_its_own(city):
    folder = city(
        {
            "editions/summer/edition.toml": 'code = "summer"\nfrom = 2026-06-01\n'
            'name = { zh = "夏", en = "Summer" }\nwithout = ["market_ban"]\n'
        }
    )

    with pytest.raises(InvalidItem, match="market_ban"):
        editions(folder)  # applications still point to it


def test_a_city_edition_holds_from_its_day_on_top_of_ours(city, drain_permit):
    folder = city(
        {
            "editions/summer/edition.toml": SUMMER,
            "editions/summer/items/drain_permit.toml": drain_permit,
        }
    )

    assert [one.code for one in editions(folder)] == ["2026", "2026-1", "2026-1+summer"]
    assert "drain_permit" not in edition(date(2026, 5, 31), folder).items
    assert "drain_permit" in edition(date(2026, 6, 1), folder).items


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("order = 900", "order = 900\nshow_for_months = 3"), "show_for_months"),
        (("order = 900\n", ""), "order"),
        (("order = 900", 'order = "first"'), "order"),
        (("rejected_share = 0.1", "rejected_share = 10"), "rejected_share"),
        (('required = true\nexample = "示', 'requierd = true\nexample = "示'), "requierd"),
        (('category = "other"', 'category = "bad"'), "category"),
        (('en = "Drainage permit"', 'en = ""'), "en"),
        (('identity = ["uscc", "permit_number"]', 'identity = ["uscc", "number"]'), "number"),
        (('field = "outlets"', 'field = "inlets"'), "inlets"),
        (('title = "permit_number"', 'title = "heading"'), "heading"),
        (('valid_until = "valid_until"', 'valid_until = "outlets"'), "outlets"),
        (('code = "outlets"', 'code = "uscc"'), "uscc"),
        (('zh = "排水口数"', 'zh = "许可证号"'), "许可证号"),
        (('kind = "integer"', 'kind = "code"\ncodes = "colours"'), "colours"),
        (('code = "drain_permit"', 'code = "drain"'), "drain.toml"),
        (
            ('[[fields]]\ncode = "outlets"', '[[fields]]\ngroup = "water"\n[[fields]]\ncode = "outlets"'),
            "water",
        ),
        (("order = 900", "order = = 900"), "TOML"),
    ],
)
def test_a_file_that_is_not_understood_is_refused_by_name(plant, change, message):
    with pytest.raises(InvalidItem, match=message) as refusal:
        read([plant(change)])

    assert "drain_permit.toml" in str(refusal.value)


def test_a_natural_person_is_no_subject(plant):
    with pytest.raises(InvalidItem, match="平台不登记自然人") as refusal:
        read([plant(('subjects = ["any"]', 'subjects = ["natural_person"]'))])

    assert refusal.value.reason == "boundary.natural_person"


def test_an_item_declared_in_two_files_is_refused(plant, drain_permit):
    with pytest.raises(InvalidItem, match="已在"):
        read([plant(files={"items/other/drain_permit.toml": drain_permit})])


def test_an_override_of_nothing_is_refused(plant):
    with pytest.raises(InvalidItem, match="ditch"):
        read([plant(files={"items/ditch.toml": 'override = "ditch"\norder = 1\n'})])


def test_a_behaviour_or_application_that_points_nowhere_is_refused(plant):
    behaviour = (
        '[[behaviours]]\ncode = "b"\nitem = "ditch"\nname = { zh = "沟", en = "Ditch" }\ntier = "minor"\n'
        'match = "outlets > 1"\nbasis = { instrument = "SH" }\nfrom = 2026-01-01\n'
    )

    with pytest.raises(InvalidItem, match="ditch"):
        read([plant(files={"behaviours/b.toml": behaviour})])
