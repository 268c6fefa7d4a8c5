"""Each planted fault is refused with its own reason."""

import pytest

from gongxin.catalogue.lint.check import CatalogueRefused, refusals
from gongxin.catalogue.reader import editions, read
from gongxin.law.instrument import instruments

BEHAVIOUR = """\
[[behaviours]]
code = "drained"
item = "drain_permit"
name = { zh = "排水", en = "Drainage" }
tier = "minor"
match = "outlets > 3"
basis = { instrument = "SH", number = "17" }
from = 2026-01-01
"""
MEASURE = """\
[[measures]]
code = "no_drain"
name = { zh = "限制排水", en = "Drainage limited" }
kind = "discipline"
basis = { instrument = "SH", number = "22" }
decided_by = { zh = "水务局", en = "Water Bureau" }
"""
FIELD = '[[fields]]\ncode = "outlets"\nlabel = { zh = "排水口数", en = "Outlets" }\nkind = "integer"'
NEVER = 'publicity = { kind = "never", basis = { instrument = "SH", number = "16" } }'
VALID = 'publicity = { kind = "valid", until = "valid_until", basis = { instrument = "SH", number = "16" } }'
STANDING = 'publicity = { kind = "standing", basis = { instrument = "SH", number = "16" } }'
TIER = 'publicity = { kind = "tier", basis = { instrument = "SH", number = "16" } }'
MONTHS = VALID.replace('"valid"', '"months"').replace('until = "valid_until"', 'parameter = "publicity.none"')
SH_13 = '[{ instrument = "SH", number = "13" }]'
FAULT = 'fault = "outlets < 1"'
ADVERSE = ('category = "other"', 'category = "adverse"')


def reasons(folder):
    (edition,) = read([folder])
    return {refusal.reason for refusal in refusals(edition)}


def test_the_small_catalogue_is_accepted(plant):
    assert reasons(plant(files={"behaviours/b.toml": BEHAVIOUR, "measures/m.toml": MEASURE})) == set()


def test_our_own_catalogue_is_accepted():
    assert [refusals(edition) for edition in editions()] == [(), ()]


@pytest.mark.parametrize(
    ("reason", "name"),
    [
        ("natural_person", ("个人信用评分", "Personal credit score")),
        ("natural_person", ("公务员诚信档案", "Files")),
        ("religion", ("宗教信仰登记", "Register")),
        ("genes", ("基因采集", "Collection")),
        ("fingerprints", ("排水", "Fingerprint register")),
        ("blood_type", ("血型登记", "Register")),
        ("illness", ("疾病史", "Register")),
        ("speech", ("网络言论", "Register")),
        ("opinion", ("政治面貌", "Register")),
        ("association", ("集会记录", "Register")),
        ("petitioning", ("信访记录", "Register")),
        ("family_life", ("婚姻状况", "Register")),
        ("private_conduct", ("闯红灯记录", "Jaywalking")),
    ],
)
def test_a_prohibited_subject_is_refused_by_name(plant, reason, name):
    zh, en = name
    folder = plant(('{ zh = "排水许可", en = "Drainage permit" }', f'{{ zh = "{zh}", en = "{en}" }}'))

    assert reasons(folder) == {f"boundary.{reason}"}


@pytest.mark.parametrize(
    "name",
    [
        "宗教活动场所登记",
        "疾病预防控制机构执业",
        "转基因生物加工许可",
        "居民委员会登记",
        "生育保险缴纳",
        "集会场馆经营许可",
        "残疾人就业保障金征收",
    ],
)
def test_an_organisation_is_not_refused_for_its_field_of_work(plant, name):
    assert reasons(plant(('zh = "排水许可"', f'zh = "{name}"'))) == set()


def test_a_prohibited_subject_is_refused_in_fields_codes_behaviours_and_measures(plant):
    in_field = (FIELD, FIELD.replace("排水口数", "信访次数"))
    behaviour = {"behaviours/b.toml": BEHAVIOUR.replace('zh = "排水"', 'zh = "发表言论"')}
    measure = {"measures/m.toml": MEASURE.replace("限制排水", "限制出境")}

    assert reasons(plant(in_field)) == {"boundary.petitioning"}
    assert reasons(plant(files=behaviour)) == {"boundary.speech"}
    assert reasons(plant(files=measure)) == {"boundary.natural_person"}


@pytest.mark.parametrize("label", ["法定代表人", "身份证号码", "联系电话", "股东名称", "经办人"])
def test_a_column_that_holds_a_person_must_be_dropped(plant, label):
    kept = FIELD.replace("排水口数", label).replace('"integer"', '"text"\nlength = 50')

    rule = (FAULT, 'fault = "length(permit_number) < 3"')
    field_of_rule = ('field = "outlets"', 'field = "permit_number"')
    assert reasons(plant((FIELD, kept), rule, field_of_rule)) == {"boundary.person_field"}
    assert reasons(plant((FIELD, f"{kept}\npersonal = true"), rule, field_of_rule)) == set()


@pytest.mark.parametrize(
    ("reason", "change"),
    [
        ("basis.missing", (SH_13, "[]")),
        ("basis.unknown_instrument", (SH_13, SH_13.replace("SH", "RCI"))),
        ("basis.unknown_article", (SH_13, SH_13.replace("SH", "APL").replace("13", "87"))),
        ("identity.missing", ('identity = ["uscc", "permit_number"]', "identity = []")),
        ("identity.optional", ('identity = ["uscc", "permit_number"]', 'identity = ["uscc", "valid_until"]')),
        ("identity.date_optional", ('decided_on = "decided_on"', 'decided_on = "valid_until"')),
        ("identity.dropped", ("length = 64\nrequired = true", "length = 64\npersonal = true")),
        ("field.length_missing", ('kind = "text"\nlength = 64', 'kind = "text"')),
        ("field.scale_missing", ('kind = "integer"', 'kind = "decimal"')),
        ("field.codes_missing", ('kind = "integer"', 'kind = "code"')),
        ("field.personal_required", ("length = 64", "length = 64\npersonal = true")),
        ("rule.unparsable", (FAULT, 'fault = "outlets <"')),
        ("rule.unparsable", (FAULT, 'fault = "outlets < 1; DROP TABLE entry"')),
        ("rule.unknown_field", (FAULT, 'fault = "inlets < 1"')),
        ("rule.forbidden", (FAULT, 'fault = "outlets < (SELECT 1)"')),
        ("rule.forbidden", (FAULT, "fault = \"outlets < length(read_text('/etc/passwd'))\"")),
        ("rule.forbidden", (FAULT, 'fault = "outlets < count(outlets) OVER ()"')),
        ("rule.forbidden", (FAULT, 'fault = "outlets < :yesterday"')),
        ("rule.forbidden", (FAULT, 'fault = "other.outlets < 1"')),
        ("rule.constant", (FAULT, 'fault = "1 = 1"')),
        ("rule.never", (FAULT, 'fault = "outlets < 1 AND outlets > 5"')),
        ("rule.never", (FAULT, 'fault = "decided_on < valid_until AND decided_on > valid_until"')),
        ("rule.always", (FAULT, 'fault = "outlets >= 1 OR outlets < 1"')),
        ("rule.unknown_parameter", (FAULT, "fault = \"outlets < parameter('drains.outlets')\"")),
        ("disclosure.contradiction", ('disclosure = "public"', 'disclosure = "shared"')),
        ("disclosure.contradiction", (VALID, NEVER)),
        ("publicity.until_missing", ('until = "valid_until", ', "")),
        ("publicity.tier_of_good", (VALID, TIER)),
        ("parameter.unknown", ('"query.adverse_period"', '"query.five_years"')),
        ("parameter.unknown", ('"submission.reports_a_year"', '"submission.now_and_then"')),
        ("parameter.unknown", (VALID, MONTHS)),
    ],
)  # fmt: skip
def test_a_planted_fault_is_refused_by_name(plant, reason, change):
    files = {"behaviours/b.toml": BEHAVIOUR.replace("outlets > 3", "permit_number IS NOT NULL")}

    assert reason in reasons(plant(change, files=files))


@pytest.mark.parametrize(
    ("reason", "change"),
    [
        ("publicity.endless", (VALID, STANDING)),
        ("publicity.tier_unreachable", (VALID, TIER)),
        ("adverse.no_query_period", ('"query.adverse_period"', '"query.five_years"')),
    ],
)
def test_an_adverse_item_ends_and_has_a_tier(plant, reason, change):
    assert reasons(plant(ADVERSE, change)) == {reason}


def test_the_openness_of_a_row_is_told_in_the_codes_of_disclosure(plant):
    codes = "\n".join(
        f'[[codes]]\ncode = "{code}"\nlabel = {{ zh = "{code}", en = "{code}" }}'
        for code in ("public", "secret")
    )
    folder = plant(
        ("order = 900", 'openness = "outlets"\norder = 900'),
        (FIELD, FIELD.replace('"integer"', '"code"\ncodes = "how_open"')),
        (FAULT, "fault = \"outlets = 'secret'\""),
        files={"codes/how_open.toml": codes},
    )

    assert reasons(folder) == {"disclosure.openness_codes"}


def test_a_behaviour_that_can_never_match_is_refused(plant):
    never = BEHAVIOUR.replace("outlets > 3", "outlets > 3 AND outlets < 2")

    assert reasons(plant(files={"behaviours/b.toml": never})) == {"rule.never"}


def test_a_catalogue_with_a_fault_does_not_load(city, drain_permit):
    folder = city({"items/drain_permit.toml": drain_permit.replace("排水许可", "宗教信仰登记")})

    with pytest.raises(CatalogueRefused, match="宗教信仰不得归集"):
        editions(folder)


def test_what_the_city_holds_itself_counts_as_held(city, drain_permit):
    folder = city(
        {"items/drain_permit.toml": drain_permit.replace(SH_13, '[{ instrument = "CITY-9", number = "2" }]')}
    )
    with pytest.raises(CatalogueRefused, match="CITY-9"):
        editions(folder)

    law = folder / "law" / "instruments" / "CITY-9.toml"
    law.parent.mkdir(parents=True)
    law.write_text(
        'title = { zh = "排水管理办法", en = "Drainage" }\nsource = "公布文本"\nchecked_on = 2026-11-22\n',
        "utf-8",
    )
    instruments.cache_clear()

    assert "drain_permit" in editions(folder)[-1].items
