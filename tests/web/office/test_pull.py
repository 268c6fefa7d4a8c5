"""Scheduled pulls in the browser."""

import pytest
from django.utils.timezone import localdate
from procrastinate.contrib.django.models import ProcrastinateJob

from gongxin.queries import pull as facts

MARKET = "11310000000000035N"


@pytest.fixture
def form(people, settings, tmp_path):
    (tmp_path / "market").mkdir()
    settings.GONGXIN_PULL_FOLDERS = [tmp_path]
    return {
        "name": "市监", "unit": MARKET, "item": "administrative_penalty", "kind": "folder",
        "location": "market", "every_minutes": "60", "columns": "文号 = CF_WSH\n\n机关=CF_CFJG",
    }  # fmt: skip


@pytest.fixture
def pull(signed_in, form):
    signed_in("operator").post("/office/pulls/new/", form)
    return facts.named("市监")


def test_a_source_is_entered_with_its_headers(pull):
    assert pull.mapping["columns"] == {"文号": "CF_WSH", "机关": "CF_CFJG"}
    assert (pull.made_by, pull.every_minutes) == ("operator", 60)


@pytest.mark.parametrize(
    "change",
    [
        {"location": "../elsewhere"},
        {"kind": "http", "location": "file:///etc/passwd"},
        {"kind": "sql", "location": "DATABASE_URL", "statement": "SELECT 1"},
        {"every_minutes": "1"},
        {"at": "02:30"},
        {"columns": "no equals sign"},
        {"unit": "x"},
        {"item": "nothing"},
        {"name": ""},
    ],
)
def test_what_cannot_be_asked_is_said_on_the_form(signed_in, form, change):
    answer = signed_in("operator").post("/office/pulls/new/", form | change)

    assert answer.status_code == 422
    assert facts.pulls() == ()


def test_a_source_is_changed_paused_and_asked_at_once(signed_in, form, pull):
    operator = signed_in("operator")
    operator.post(f"/office/pulls/{pull.id}/edit/", form | {"every_minutes": "1440", "at": "02:30"})
    operator.post(f"/office/pulls/{pull.id}/pause/", {"paused": "1"})
    for _ in range(2):
        operator.post(f"/office/pulls/{pull.id}/run/")

    changed = facts.one(pull.id)
    assert (changed.every_minutes, str(changed.at), changed.is_paused) == (1440, "02:30:00", True)
    assert [job.args for job in ProcrastinateJob.objects.filter(task_name="pull.run")] == [
        {"pull": pull.id, "on": localdate().isoformat()}
    ]
    assert "已暂停" in operator.get("/office/pulls/").content.decode()


def test_the_page_of_a_source_says_how_it_went(signed_in, pull):
    page = signed_in("operator").get(f"/office/pulls/{pull.id}/").content.decode()

    assert "还没有取过" in page
    assert signed_in("operator").get("/office/pulls/999999/").status_code == 404
    assert signed_in("operator").get(f"/office/pulls/{'9' * 25}/").status_code == 404
