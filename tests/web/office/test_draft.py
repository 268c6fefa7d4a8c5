"""The editor of the city's catalogue in the browser."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from gongxin.catalogue.reader import edition
from gongxin.queries import draft as facts

TEXT = 'override = "honour"\norder = 11\n'


@pytest.fixture
def city(people, settings, tmp_path):
    (tmp_path / "catalogue").mkdir()
    settings.GONGXIN_CITY, settings.GONGXIN_CITY_FOLDERS = tmp_path, (tmp_path,)
    return tmp_path


@pytest.fixture
def begun(signed_in, city):
    operator = signed_in("operator")
    operator.post("/office/catalogue/begin/", {"item": "honour"})
    (draft,) = facts.drafts()
    return draft.id


def post(browser, draft, step, **asked):
    return browser.post(f"/office/catalogue/{draft}/{step}/", asked, follow=True).content.decode()


def proposed(signed_in, begun, day=None):
    operator = signed_in("operator")
    post(operator, begun, "save", text=TEXT, note="调整次序")
    day = day or localdate() + timedelta(days=1)
    return post(operator, begun, "propose", edition="city-1", from_day=day.isoformat())


def test_one_person_writes_and_another_releases(signed_in, city, begun):
    proposed(signed_in, begun)
    assert facts.one(begun).state == "proposed"
    post(signed_in("reviewer2"), begun, "decision", decision="release")

    tomorrow = localdate() + timedelta(days=1)
    assert facts.one(begun).decided_by == "reviewer2"
    assert edition(tomorrow, city).item("honour").order == 11
    assert edition(localdate(), city).item("honour").order != 11


def test_nobody_releases_what_they_drafted(signed_in, city, begun):
    from gongxin.actions.draft import DraftMoved, release

    proposed(signed_in, begun)

    with pytest.raises(DraftMoved, match="另一人"):
        release(begun, by="operator", on=localdate())
    assert not (city / "catalogue" / "editions").exists()


def test_the_check_names_the_line_and_stops_the_release(signed_in, begun):
    page = post(signed_in("operator"), begun, "save", text='override = "honour"\norder = "first"\n', note="")
    told = post(
        signed_in("operator"), begun, "propose", edition="city-1",
        from_day=(localdate() + timedelta(days=1)).isoformat(),
    )  # fmt: skip

    assert 'href="#line-2"' in page
    assert "不能接受" in told
    assert facts.one(begun).state == "draft"


def test_a_day_that_has_begun_is_refused(signed_in, begun):
    assert "最早为" in proposed(signed_in, begun, localdate())
    assert facts.one(begun).state == "draft"


def test_a_reviewer_sends_back_with_a_reason_only(signed_in, begun):
    proposed(signed_in, begun)
    post(signed_in("reviewer2"), begun, "decision", decision="return", said=" ")
    assert facts.one(begun).state == "proposed"

    post(signed_in("reviewer2"), begun, "decision", decision="return", said="依据不足")

    assert (facts.one(begun).state, facts.one(begun).said) == ("draft", "依据不足")


def test_the_author_takes_back_and_gives_up(signed_in, begun):
    proposed(signed_in, begun)
    post(signed_in("operator"), begun, "withdraw")
    assert facts.one(begun).state == "draft"

    post(signed_in("operator"), begun, "withdraw")

    assert facts.one(begun).state == "withdrawn"


def test_the_effect_on_records_is_worked_out_when_asked(signed_in, begun):
    post(signed_in("operator"), begun, "save", text=TEXT, note="")
    page = signed_in("operator").get(f"/office/catalogue/{begun}/?effect=1").content.decode()

    assert "没有一条记录会有不同" in page


@pytest.mark.parametrize("item", ["../../etc/passwd", "A", "", "x" * 80])
def test_an_item_of_an_odd_name_is_not_begun(signed_in, city, item):
    signed_in("operator").post("/office/catalogue/begin/", {"new": item})

    assert facts.drafts() == ()


def test_without_a_citys_folder_it_says_so(signed_in, people):
    answer = signed_in("operator").post("/office/catalogue/begin/", {"item": "honour"}, follow=True)

    assert "GONGXIN_CITY" in answer.content.decode()


def test_conduct_and_its_tier_are_changed_in_the_same_way(signed_in, city):
    operator = signed_in("operator")
    operator.post("/office/catalogue/begin/", {"item": "behaviours/listed_work_safety"})
    (made,) = facts.drafts()
    assert (made.kind, made.code) == ("behaviours", "listed_work_safety")

    page = post(operator, made.id, "save", text=f'{made.text}tier = "ordinary"\n', note="")
    assert "目录检查通过" in page
    assert "没有一条记录会有不同" in operator.get(f"/office/catalogue/{made.id}/?effect=1").content.decode()
    tomorrow = localdate() + timedelta(days=1)
    post(operator, made.id, "propose", edition="city-2", from_day=tomorrow.isoformat())
    post(signed_in("reviewer2"), made.id, "decision", decision="release")

    tiers = {one.code: one.tier.value for one in edition(tomorrow, city).behaviours}
    assert tiers["listed_work_safety"] == "ordinary"


def test_something_new_is_named_by_its_list_and_code(signed_in, city):
    operator = signed_in("operator")
    operator.post("/office/catalogue/begin/", {"kind": "measures", "new": "talk_first"})
    operator.post("/office/catalogue/begin/", {"kind": "powers", "new": "x1"})

    assert [one.item for one in facts.drafts()] == ["measures/talk_first"]
