"""The pages of the indicators of oversight."""

from django.utils.timezone import localdate

from gongxin.actions.oversight import keep
from gongxin.oversight.figure import Figure
from gongxin.oversight.indicator import indicator
from gongxin.queries.oversight import Worked

MARKET, HOUSING = "11310000000000035N", "11310114000000000J"


def kept(code, *figures):
    keep([Worked(indicator(code), localdate(), 7, tuple(figures))])


def test_before_anything_was_worked_out_the_pages_say_so(people, signed_in):
    operator = signed_in("operator")

    assert "报送及时率" in operator.get("/office/oversight/").content.decode()
    assert "还没有计算过" in operator.get("/office/oversight/timeliness/").content.decode()


def test_what_misses_its_target_stands_first_and_is_counted(people, signed_in):
    kept(
        "timeliness",
        Figure(MARKET, "administrative_penalty", 9_999, 10_000),
        Figure(MARKET, "tax_arrears", 1, 10),
        Figure(HOUSING, "administrative_licence", 10, 10),
    )
    operator = signed_in("operator")

    page = operator.get("/office/oversight/timeliness/").content.decode()

    assert "99.99%" in page
    assert page.count('<span class="badge bad">未达标') == 1, "the target is for licences and penalties"
    assert "双公示及时率目标 <b>100%</b>" in page
    assert page.index("99.99%") < page.index("10%")
    assert '<span class="badge bad">1<' in operator.get("/office/oversight/").content.decode()


def test_an_average_is_held_against_its_target(people, signed_in):
    kept("published_records", Figure("", "enterprise", 39, 10), Figure("", "social_organisation", 40, 10))

    page = signed_in("operator").get("/office/oversight/published_records/").content.decode()

    assert "3.90" in page
    assert page.count('<span class="badge bad">未达标') == 1


def test_a_table_can_be_taken_away_and_an_unknown_indicator_is_not_found(people, signed_in):
    kept("terms_kept", Figure("", "objection", 1, 2))
    operator = signed_in("operator")

    table = operator.get("/office/oversight/terms_kept.csv").content.decode()

    assert "0.5000" in table
    assert operator.get("/office/oversight/speed/").status_code == 404
    assert operator.get("/office/oversight/speed.csv").status_code == 404


def test_asking_for_today_queues_it_once(people, signed_in):
    operator = signed_in("operator")

    answers = [operator.post("/office/oversight/compute/").status_code for _ in range(2)]

    assert answers == [302, 302]
