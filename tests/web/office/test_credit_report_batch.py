"""Reports on many organisations at once, from the list to the file."""

import csv
import io
import zipfile
from uuid import UUID

from django.utils import timezone

from gongxin.queries.credit_report import of_batch
from gongxin.reports.credit_report_batch import work_through

BIRCH, CEDAR, NOBODY = "91310114MA1GT00019", "92310114MA1GT001XX", "91310000MA77777704"
WANTED = {"kind": "public", "language": "zh", "purpose": "招标核查"}
NEW = "/office/reports/batches/new/"


def test_a_list_becomes_reports_a_refusal_and_one_file(living, signed_in):
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


def test_taken_up_again_a_batch_issues_nothing_twice(living, signed_in):
    asked = signed_in("operator").post(NEW, {**WANTED, "codes": f"{BIRCH} {CEDAR}"})
    batch = UUID(asked["Location"].rstrip("/").rpartition("/")[2])

    assert [work_through(batch, clock=timezone.now) for _ in range(2)] == [2, 0]
    assert len(of_batch(batch)) == 2


def test_a_wrong_code_or_an_empty_list_hands_everything_back(living, signed_in):
    browser = signed_in("operator")

    wrong = browser.post(NEW, {**WANTED, "codes": f"{BIRCH} 91310114MA1GT00018"})
    empty = browser.post(NEW, {**WANTED, "codes": ""})

    assert (wrong.status_code, "不正确" in wrong.content.decode()) == (422, True)
    assert empty.status_code == 422
    assert "还没有批量出具过" in browser.get("/office/reports/batches/").content.decode()
