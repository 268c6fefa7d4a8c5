"""Reports on many organisations at once, from the list to the file."""

import csv
import io
import zipfile
from uuid import UUID

from django.utils import timezone

from gongxin.actions.credit_report_batch import requeue
from gongxin.queries.credit_report import batches, of_batch
from gongxin.reports.credit_report_batch import work_through

BIRCH, CEDAR, NOBODY = "91310114MA1GT00019", "92310114MA1GT001XX", "91310000MA77777704"
WANTED = {"kind": "public", "language": "zh", "purpose": "招标核查"}
CENTRE = "12310000000000019X"
NEW = "/office/reports/batches/new/"


def test_a_list_becomes_reports_a_refusal_and_one_file(published, signed_in):
    browser = signed_in("operator")
    asked = browser.post(NEW, {**WANTED, "codes": f"{BIRCH}\n{CEDAR.lower()}，{NOBODY} {BIRCH}"})
    address = asked["Location"]
    batch = UUID(address.rstrip("/").rpartition("/")[2])

    waiting = browser.get(address).content.decode()
    issued = work_through(batch, clock=timezone.now)
    done = browser.get(address, headers={"HX-Request": "true"}).content.decode()
    archive = zipfile.ZipFile(io.BytesIO(b"".join(browser.get(f"{address}reports.zip"))))

    assert "hx-trigger" in waiting
    assert (issued, "处理完毕" in done, NOBODY in done) == (2, True, True)
    listed = list(csv.DictReader(io.StringIO(archive.read("reports.csv").decode("utf-8-sig"))))
    assert [row["uscc"] for row in listed] == [BIRCH, CEDAR]
    for row in listed:
        assert archive.read(f"{row['uscc']}-{row['number']}.pdf").startswith(b"%PDF")


def test_taken_up_again_a_batch_issues_nothing_twice(published, signed_in):
    asked = signed_in("operator").post(NEW, {**WANTED, "codes": f"{BIRCH} {CEDAR}"})
    batch = UUID(asked["Location"].rstrip("/").rpartition("/")[2])

    assert [work_through(batch, clock=timezone.now) for _ in range(2)] == [2, 0]
    assert len(of_batch(batch)) == 2


def test_a_long_batch_leaves_room_for_what_others_wait_for(published, signed_in, monkeypatch):
    monkeypatch.setattr("gongxin.reports.credit_report_batch.PART", 1)
    asked = signed_in("operator").post(NEW, {**WANTED, "codes": f"{BIRCH} {CEDAR}"})
    batch = UUID(asked["Location"].rstrip("/").rpartition("/")[2])

    issued = [work_through(batch, clock=timezone.now) for _ in range(3)]

    assert issued == [1, 1, 0]
    assert batches(CENTRE)[0].ended_at is not None


def test_a_wrong_code_or_an_empty_list_hands_everything_back(published, signed_in):
    browser = signed_in("operator")

    wrong = browser.post(NEW, {**WANTED, "codes": f"{BIRCH} 91310114MA1GT00018"})
    empty = browser.post(NEW, {**WANTED, "codes": ""})

    assert (wrong.status_code, "不正确" in wrong.content.decode()) == (422, True)
    assert empty.status_code == 422
    assert "还没有批量出具过" in browser.get("/office/reports/batches/").content.decode()


def test_a_batch_that_a_killed_worker_left_is_queued_again(published, signed_in):
    signed_in("operator").post(NEW, {**WANTED, "codes": BIRCH})

    assert requeue() == 1
    for left in batches(CENTRE):
        work_through(left.id, clock=timezone.now)
    assert requeue() == 0
