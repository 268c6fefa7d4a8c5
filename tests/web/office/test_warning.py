"""The pages of warnings: to the unit they went to, dealt with once, with figures for the centre."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.timezone import localdate

from gongxin.actions.warning import raise_warnings
from gongxin.queries import warning
from gongxin.queries.warning import Raised
from gongxin.store.models import Organisation
from gongxin.supervision.warning_rule import warning_rules

MARKET, HOUSING = "11310000000000035N", "11310114000000000J"
AMBER = "91310000MA0000015F"
DECISIONS = Path(__file__).parents[3] / "src" / "gongxin" / "demo" / "decisions"


@pytest.fixture
def city(people, settings):
    settings.GONGXIN_CITY_FOLDERS = (DECISIONS,)
    Organisation.objects.create(
        uscc=AMBER, name="琥珀食品有限公司", kind="enterprise", status="existing", is_registered=True
    )
    rule = next(one for one in warning_rules() if one.code == "grade_falls")
    words = {"before": {"zh": "良", "en": "Good"}, "after": {"zh": "差", "en": "Poor"}}
    found = [Raised(rule.code, unit, AMBER, "key", None, None, words) for unit in (MARKET, HOUSING)]
    raise_warnings(rule, found, due_on=localdate() - timedelta(days=1), on=localdate())
    return warning.of_unit(MARKET, is_open=True)[0]


def test_the_list_says_what_happened_in_the_words_of_the_rule_and_that_it_is_late(city, signed_in):
    page = signed_in("inspector").get("/office/warnings/").content.decode()

    assert "琥珀食品有限公司的信用等级由“良”降为“差”" in page
    assert "逾期" in page


def test_it_is_dealt_with_once_and_moves_to_the_other_list(city, signed_in):
    inspector = signed_in("inspector")
    said = {"outcome": "acted", "reasons": "已约谈。"}

    inspector.post(f"/office/warnings/{city.id}/", said)
    again = inspector.post(f"/office/warnings/{city.id}/", said)

    assert again.status_code == 422
    assert "已约谈" in inspector.get(f"/office/warnings/{city.id}/").content.decode()
    assert "降为" not in inspector.get("/office/warnings/").content.decode()
    assert "降为" in inspector.get("/office/warnings/?state=decided").content.decode()


def test_a_person_s_number_is_not_taken_in_a_reason(city, signed_in):
    said = {"outcome": "acted", "reasons": "联系人电话 13800138000"}

    assert signed_in("inspector").post(f"/office/warnings/{city.id}/", said).status_code == 422


def test_another_unit_does_not_find_it_and_the_centre_sees_only_figures(city, signed_in):
    assert signed_in("charlie").get(f"/office/warnings/{city.id}/").status_code == 404
    page = signed_in("operator").get("/office/warnings/figures/").content.decode()
    assert "信用等级下降" in page
    assert "琥珀食品" not in page


def test_it_can_be_computed_at_once(city, signed_in):
    told = signed_in("inspector").post("/office/warnings/compute/", follow=True).content.decode()

    assert "新增预警 0 条" in told


def test_a_long_list_has_pages_and_can_be_narrowed_to_a_rule(city, signed_in):
    rule = next(one for one in warning_rules() if one.code == "severe_record")
    found = [
        Raised(rule.code, MARKET, AMBER, f"key{n}", None, None, {"title": f"处罚{n:03d}"}) for n in range(60)
    ]
    raise_warnings(rule, found, due_on=localdate(), on=localdate())
    inspector = signed_in("inspector")

    first, second = (inspector.get(f"/office/warnings/?page={page}").content.decode() for page in (1, 2))
    narrowed = inspector.get("/office/warnings/?rule=grade_falls").content.decode()

    assert "第 1–50 条，共 61 条" in first
    assert "第 51–61 条，共 61 条" in second
    assert "第 1–1 条，共 1 条" in narrowed
    assert "处罚000" not in narrowed
