"""The auditor's log of queries, its export, and alarms."""

import io
import json
import zipfile
from hashlib import sha256

import pytest
from django.utils.timezone import localdate

from gongxin.actions.alarm import raise_alarms
from gongxin.actions.look import Look, note
from gongxin.disclosure.alarm import AlarmRule, Suspicion
from gongxin.queries.log import checkpoint
from gongxin.store.models import Alarm

SHOP, STRANGER, MARKET = "91310000MA0000015F", "91310114MA1GT00019", "11310000000000035N"


def look(**changes):
    facts = {
        "uscc": SHOP, "unit": MARKET, "by": "clerk", "channel": "page", "matter": "bidding",
        "purpose": "=评标", "case_number": "标 1", "items": ["honour"], "edition": "2026-1", "found": 1,
        "answer": "ab",
    }  # fmt: skip
    note([Look(**{**facts, **changes})])


@pytest.mark.parametrize(
    "narrow", ["account=charlie", f"uscc={STRANGER}", "matter=operation", "channel=api", "to=2020-01-01"]
)
def test_filters_stand_in_the_address(signed_in, narrow):
    browser = signed_in("auditor")
    look()
    look(by="charlie", uscc=STRANGER, matter="operation", channel="api", purpose="另一个用途")

    assert "查询次数：2" in browser.get("/office/looks/").content.decode()
    shown = browser.get(f"/office/looks/?{narrow}").content.decode()
    expected = "没有符合条件" if narrow.startswith("to") else "另一个用途"
    assert expected in shown
    assert "=评标" not in shown


def test_the_export_is_what_the_filter_shows_with_manifest_and_position(signed_in):
    browser = signed_in("auditor")
    look()
    look(uscc=STRANGER)

    answer = browser.get(f"/office/looks/export.csv?uscc={SHOP}")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))

    manifest = json.loads(archive.read("manifest.json"))
    table = archive.read(manifest["file"])
    assert manifest["log"] == {"size": checkpoint().size, "checkpoint": checkpoint().note}
    assert (manifest["rows"], manifest["filter"]) == (1, {"uscc": SHOP})
    assert manifest["sha256"] == sha256(table).hexdigest()
    assert "'=评标" in table.decode()
    lines = zipfile.ZipFile(io.BytesIO(b"".join(browser.get("/office/looks/export.jsonl").streaming_content)))
    name = json.loads(lines.read("manifest.json"))["file"]
    assert [json.loads(line)["uscc"] for line in lines.read(name).splitlines()] == [STRANGER, SHOP]
    assert browser.get("/office/looks/export.xml").status_code == 404


def test_an_auditor_decides_an_alarm_but_not_one_about_himself(signed_in):
    browser = signed_in("auditor")
    look()
    for account in ("clerk", "auditor"):
        raise_alarms([Suspicion(AlarmRule.VOLUME, MARKET, account, "", localdate(), 9, 5, 1)])
    one, own = Alarm.objects.get(account="clerk").id, Alarm.objects.get(account="auditor").id
    said = {"outcome": "misuse", "reasons": "与办件无关", "referred_to": "机关纪委"}

    assert browser.post(f"/office/alarms/{one}/", {**said, "referred_to": ""}).status_code == 422
    assert browser.post(f"/office/alarms/{one}/", said).status_code == 302
    assert browser.post(f"/office/alarms/{own}/", said).status_code == 422

    assert "100%" in browser.get("/office/alarms/?state=decided").content.decode()
    assert "由其他审计员处理" in browser.get(f"/office/alarms/{own}/").content.decode()
    assert Alarm.objects.get(id=own).outcome == ""


def test_rules_without_a_number_of_the_city_say_so(signed_in):
    browser = signed_in("auditor")

    shown = browser.get("/office/alarms/").content.decode()

    assert shown.count("数值未定") == 5
    assert browser.post("/office/alarms/compute/").status_code == 302
