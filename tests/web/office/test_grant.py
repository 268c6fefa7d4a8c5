"""The register of grants and its review."""

import csv
import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils.timezone import now

from gongxin.actions.grant import note_use
from gongxin.disclosure.role import Role
from gongxin.queries.grant import GrantFilter, one, standing
from gongxin.store.models import RoleGrant

CITY = """
[unused]
label = { zh = "权限多久未用应当核查", en = "How long a right may go unused" }
unit = "calendar days"
checked_on = 2026-11-22

[[unused.values]]
from = 2016-01-01
value = 90
basis = { instrument = "SH", number = "" }
"""


@pytest.fixture
def auditor(signed_in):
    return signed_in("auditor")


def grant_of(account, role):
    return RoleGrant.objects.get(user__username=account, role=role, revoked_at=None).pk


def rows(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_register_names_everybody_with_every_right(auditor):
    found = rows(auditor.get("/office/grants/grants.csv"))

    assert {(row["账号"], row["角色"]) for row in found} >= {
        ("alice", "数据报送员"),
        ("platform_admin", "平台管理员"),
        ("representative", "组织授权代表"),
    }
    assert len(found) == RoleGrant.objects.filter(revoked_at=None).count()


def test_the_register_is_narrowed_and_the_export_with_it(auditor):
    page = auditor.get("/office/grants/?role=query_clerk").content.decode()
    found = rows(auditor.get("/office/grants/grants.csv?role=query_clerk"))

    assert [row["账号"] for row in found] == ["clerk"]
    assert "grants.csv?role=query_clerk" in page
    assert ">alice<" not in page


def test_the_use_of_a_right_shows_in_the_register(signed_in, auditor):
    signed_in("alice").get("/office/batches/new/")

    found = rows(auditor.get("/office/grants/grants.csv?account=alice"))
    assert {row["角色"]: bool(row["最近使用"]) for row in found} == {"数据报送员": True, "数据审核员": False}


def test_without_the_city_s_number_nothing_is_flagged_and_the_page_says_so(auditor):
    page = auditor.get("/office/grants/").content.decode()

    assert "access.unused" in page
    assert "久未使用</span>" not in page


def test_with_the_city_s_number_what_was_not_used_since_is_flagged(auditor, settings, tmp_path):
    folder = tmp_path / "law" / "parameters"
    folder.mkdir(parents=True)
    (folder / "access.toml").write_text(CITY, "utf-8")
    settings.GONGXIN_CITY_FOLDERS = (tmp_path,)
    unused, used = old_grant("bob"), old_grant("clerk")
    note_use(used.user_id, frozenset({Role.INSPECTOR}))

    assert [row["账号"] for row in rows(auditor.get("/office/grants/grants.csv?unused=1"))] == ["bob"]
    assert auditor.get("/office/grants/").content.decode().count("久未使用</span>") == 1
    auditor.post(f"/office/grants/{unused.pk}/review/", {"decision": "keep"})
    assert rows(auditor.get("/office/grants/grants.csv?unused=1")) == []


def old_grant(account):
    return RoleGrant.objects.create(
        user=User.objects.get(username=account),
        role="inspector",
        unit_id="11310000000000035N",
        granted_by="unit_admin",
        granted_at=now() - timedelta(days=200),
        reason="检查",
    )


def test_a_review_is_recorded_and_may_end_the_right(auditor):
    kept, ended = grant_of("alice", "data_officer"), grant_of("charlie", "data_officer")
    auditor.post(f"/office/grants/{kept}/review/", {"decision": "keep", "reason": ""})
    auditor.post(f"/office/grants/{ended}/review/", {"decision": "revoke", "reason": "已调离"})

    assert one(kept).reviewed_by == "auditor"
    assert (one(ended).revoked_by, one(ended).revoked_at is None) == ("auditor", False)
    page = auditor.get("/office/grants/steps/").content.decode()
    assert "核查后保留" in page
    assert "已调离" in page


def test_a_right_is_not_ended_without_a_reason_nor_one_s_own_reviewed(auditor):
    other, own = grant_of("alice", "data_officer"), grant_of("auditor", "auditor")
    auditor.post(f"/office/grants/{other}/review/", {"decision": "revoke", "reason": " "})
    auditor.post(f"/office/grants/{own}/review/", {"decision": "keep"})

    assert one(other).revoked_at is None
    assert one(own).reviewed_at is None


def test_the_trail_is_read_page_by_page(auditor):
    page = auditor.get("/office/grants/steps/?account=alice").content.decode()

    assert page.count("<tr>") == 4  # the head, the account, two roles
    assert auditor.get("/office/grants/steps/?before=x").status_code == 200
    assert standing(GrantFilter(account="nobody"), on=now().date()) == ()
