"""A draw through the pages: two persons, the public page, the files, the result through the intake."""

import hashlib
import io
import re
import runpy
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.timezone import localdate

from gongxin.actions import draw as actions
from gongxin.organisations.uscc import make
from gongxin.queries import inspection
from gongxin.queries.inspection import TaskFilter
from gongxin.store.models import Draw, Entry, Notice, Organisation

ROOT = Path(__file__).parents[3]
DECISIONS = ROOT / "src" / "gongxin" / "demo" / "decisions"
MARKET, HOUSING = "11310000000000035N", "11310114000000000J"


@pytest.fixture
def city(people, settings):
    """Thirty restaurants in a city that decided its numbers."""
    settings.GONGXIN_CITY_FOLDERS = (DECISIONS,)
    codes = [make("91", "310114", f"{20_000_000 + number:08d}") for number in range(30)]
    Organisation.objects.bulk_create(
        Organisation(
            uscc=code, name=f"示范市第{number}餐饮店", kind="enterprise", status="existing", region="310114",
            industry="H6210", is_registered=True,
        )
        for number, code in enumerate(codes)
    )  # fmt: skip
    return codes


def asked(**changes):
    on = localdate()
    return {
        "code": "示抽2026-17", "round": "1", "name": "餐饮服务抽查", "field": "food", "is_stratified": "on",
        "floor": "1", "team": "2", "unit_0": MARKET, "places_0": "6", "unit_1": HOUSING, "places_1": "2",
        "seed_source": "在大厅公开掷骰", "seed_on": (on + timedelta(days=1)).isoformat(),
        "due_on": (on + timedelta(days=20)).isoformat(), **changes,
    }  # fmt: skip


@pytest.fixture
def fixed(city, signed_in):
    """A draw planned by the inspector and fixed by Alice; return it with both browsers."""
    alice, inspector = signed_in("alice"), signed_in("inspector")
    place = inspector.post("/office/draws/new/", asked()).headers["Location"]
    alice.post(f"{place}fix/")
    return Draw.objects.get(), alice, inspector


@pytest.fixture
def drawn(fixed):
    """The same, drawn: the day of the seed has come for the one who entered it."""
    made, alice, _ = fixed
    actions.enter_seed(made.id, "4 4 1 6", proof="大厅公示栏", by="inspector", on=made.seed_on)
    alice.post(f"/office/draws/{made.id}/draw/")
    return Draw.objects.get(), *fixed[1:]


def test_one_plans_and_another_fixes_and_then_everybody_can_read_it(city, signed_in, client):
    inspector, alice = signed_in("inspector"), signed_in("alice")
    place = inspector.post("/office/draws/new/", asked()).headers["Location"]
    draw = Draw.objects.get()
    assert client.get(f"/draws/{draw.id}/").status_code == 404

    told = inspector.post(f"{place}fix/", follow=True).content.decode()
    assert "另一人" in told
    assert Draw.objects.get().state == "draft"
    alice.post(f"{place}fix/")

    page = client.get(f"/draws/{draw.id}/").content.decode()
    assert Draw.objects.get().plan_digest in page
    assert "inspector" not in page
    assert "4 4 1 6" not in page


def test_the_second_person_can_see_the_pool_before_it_is_fixed(city, signed_in):
    place = signed_in("inspector").post("/office/draws/new/", asked()).headers["Location"]

    page = signed_in("alice").get(f"{place}?pool=1").content.decode()

    assert re.search(r"将抽取.*?<td class=\"number\">30</td>", page, re.DOTALL)


def test_an_odd_plan_is_shown_with_what_is_wrong(city, signed_in):
    answer = signed_in("inspector").post("/office/draws/new/", asked(seed_on=localdate().isoformat()))

    assert answer.status_code == 422
    assert "今天之后" in answer.content.decode()
    assert not Draw.objects.exists()


def test_the_archive_holds_the_script_and_the_script_finds_the_same(drawn, client, tmp_path):
    draw = drawn[0]
    archive = client.get(f"/draws/{draw.id}/files/all.zip")

    with zipfile.ZipFile(io.BytesIO(archive.content)) as files:
        files.extractall(tmp_path)
    script = runpy.run_path(str(tmp_path / "verify_draw.py"))
    assert list(script["differences_in"](tmp_path)) == []
    assert client.get(f"/draws/{draw.id}/files/objects.csv").status_code == 404


def test_the_proof_opens_the_entries_of_the_log(drawn, client):
    draw = drawn[0]
    told = client.get(f"/draws/{draw.id}/proof.json").json()

    assert [one["sequence"] for one in told["proofs"]] == [draw.frozen_sequence, draw.drawn_sequence]
    for one in told["proofs"]:
        opened = bytes.fromhex(one["salt"]) + one["statement"].encode()
        assert hashlib.sha256(opened).hexdigest() == one["leaf"]
    assert draw.plan_digest in told["proofs"][0]["statement"]


def test_a_seed_that_nobody_confirmed_is_shown_to_nobody_outside(fixed, client):
    made = fixed[0]
    actions.enter_seed(made.id, "4 4 1 6", proof="大厅公示栏", by="inspector", on=made.seed_on)

    assert "4 4 1 6" not in client.get(f"/draws/{made.id}/").content.decode()


def test_whoever_entered_the_seed_does_not_draw(fixed):
    made, alice, inspector = fixed
    actions.enter_seed(made.id, "4 4 1 6", proof="大厅公示栏", by="inspector", on=made.seed_on)

    assert "另一人" in inspector.post(f"/office/draws/{made.id}/draw/", follow=True).content.decode()
    alice.post(f"/office/draws/{made.id}/draw/")
    assert Draw.objects.get().state == "drawn"


def test_each_unit_is_told_once_what_it_has_to_visit(drawn):
    told = Notice.objects.filter(kind="inspections_drawn", about=drawn[0].id)

    assert sorted(one.unit for one in told) == sorted([MARKET, HOUSING])


def test_another_unit_does_not_find_the_draw_in_its_office(drawn, signed_in):
    draw = drawn[0]

    assert signed_in("charlie").get(f"/office/draws/{draw.id}/").status_code == 404


def test_a_result_goes_through_the_intake_and_shows_on_the_public_page(drawn, client):
    draw, _, inspector = drawn
    task = next(iter(inspection.of_unit(MARKET, TaskFilter(draw=draw.id))))
    said = {
        "inspection_number": "示检20261122001", "inspected_on": localdate().isoformat(),
        "inspection_name": "餐饮服务检查", "legal_basis": "《食品安全法》第一百一十条", "result_type": "01",
        "conclusion": "未发现问题。",
    }  # fmt: skip

    wrong = inspector.post(f"/office/inspections/{task.id}/", {**said, "result_type": "02"})
    assert wrong.status_code == 422  # a problem without the days that go with it
    assert inspection.one(task.id, unit=MARKET).record is None
    answer = inspector.post(f"/office/inspections/{task.id}/", said)

    assert answer.status_code == 302, answer.content.decode()[-3000:]
    done = inspection.one(task.id, unit=MARKET)
    assert (done.result_type, done.inspected_on) == ("01", localdate())
    page = client.get(f"/draws/{draw.id}/").content.decode()
    assert f"/records/{done.record}/" in page
    assert Entry.objects.get(record=done.record).item == "administrative_inspection"


def test_the_rules_of_every_field_are_public_with_the_city_s_numbers(city, client):
    page = client.get("/draws/rules/").content.decode()

    assert "食品生产经营" in page
    assert "50 %" in page
    assert "城市未定" not in page


@pytest.mark.parametrize("address", ["/draws/", "/draws/rules/"])
def test_pages_stand_where_nothing_is_decided_or_drawn(db, client, address):
    assert client.get(address).status_code == 200


def test_a_plan_like_an_earlier_one_takes_over_all_but_number_and_days(fixed, signed_in):
    made = fixed[0]

    page = signed_in("inspector").get(f"/office/draws/new/?like={made.id}").content.decode()

    assert 'value="餐饮服务抽查"' in page
    assert 'value="示抽2026-17"' not in page


def test_a_draw_given_up_says_so_to_everybody(fixed, client):
    made, alice, inspector = fixed

    alice.post(f"/office/draws/{made.id}/cancel/", {"said": "开奖取消"})  # she fixed it
    assert Draw.objects.get().state == "frozen"
    inspector.post(f"/office/draws/{made.id}/cancel/", {"said": "开奖取消"})

    assert "开奖取消" in client.get(f"/draws/{made.id}/").content.decode()
    assert "已作废" in client.get("/draws/").content.decode()
