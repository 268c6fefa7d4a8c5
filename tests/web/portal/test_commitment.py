"""Commitments for everybody: by kind, of an organisation, and in a frame."""

import tomllib
from pathlib import Path

import pytest
from django.utils.timezone import localdate

from gongxin.actions import unit
from gongxin.actions.batch_of_one import enter
from gongxin.actions.commitment_site import allow
from gongxin.disclosure.role import UnitKind
from gongxin.store.models import Commitment

AMBER, MARKET = "91310000MA0000015F", "11310000000000035N"
CASES = Path(__file__).parents[2] / "cases" / "items" / "credit_commitment.toml"
FRAME = f"/commitments/frame/{MARKET}/"


@pytest.fixture
def one(published, db):
    unit.add(MARKET, "示范市市场监督管理局", kind=UnitKind.DEPARTMENT)
    return Commitment.objects.get()


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ("", True),
        ("kind=证明事项型", True),
        ("kind=主动型", False),
        (f"uscc={AMBER}", True),
        (f"unit={MARKET}", True),
        ("uscc=91310114MA1GT00019", False),
        ("state=kept", False),
        ("in_force=on", True),
    ],
)
def test_the_list_narrows_by_kind_unit_organisation_and_result(client, one, asked, is_found):
    assert (one.number in client.get(f"/commitments/?{asked}").content.decode()) is is_found


def test_what_is_not_for_the_public_is_not_there(client, one):
    row = tomllib.loads(CASES.read_text("utf-8"))["accepted"]
    number = "31000020260512000002"
    changed = {**row, "承诺编码": number, "公开类型": "特定范围内公开"}
    enter(changed, item="credit_commitment", unit=MARKET, by="alice", on=localdate())

    assert Commitment.objects.filter(number=number).exists()
    for address in ("/commitments/", FRAME, f"/api/v1/commitments?uscc={AMBER}"):
        shown = client.get(address).content.decode()
        assert (number in shown, "琥珀" in shown) == (False, True)


def test_that_a_unit_is_late_is_not_said_of_the_organisation(client, one):
    Commitment.objects.update(due_on="2026-06-01", due_by="plan")

    shown = client.get("/commitments/").content.decode()

    assert "有效，尚未核查" in shown
    assert "逾期" not in shown


def test_the_list_alone_is_sent_where_only_that_changes(client, one):
    part = client.get("/commitments/", headers={"HX-Request": "true"})

    assert one.number in part.content.decode()
    assert "<html" not in part.content.decode()


def test_a_frame_shows_only_where_the_unit_allows_it(client, one):
    shut = client.get(FRAME)
    allow(MARKET, "https://www.example.gov.cn", by="alice")
    opened = client.get(FRAME)

    assert "琥珀" in opened.content.decode()
    assert "frame-ancestors 'none'" in shut.headers["Content-Security-Policy"]
    policy = opened.headers["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors https://www.example.gov.cn")
    assert "script-src" not in policy
    assert "X-Frame-Options" not in opened.headers
    assert "<script" not in opened.content.decode()


def test_there_is_no_frame_of_what_is_no_unit(client, published):
    assert client.get("/commitments/frame/91310114MA1GT00019/").status_code == 404
