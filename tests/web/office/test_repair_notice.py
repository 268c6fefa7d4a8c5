"""Two documents served together: the notices of a batch, made when somebody asks for them."""

import io
import re
import tomllib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate
from pypdf import PdfReader

from gongxin.actions.batch import work_through

CASES = Path(__file__).parents[2] / "cases" / "items"


@pytest.fixture
def sent(signed_in):
    """Return the batch that Alice sends of some rows of an item."""

    def send(item, numbers):
        row = dict(tomllib.loads((CASES / f"{item}.toml").read_text("utf-8"))["accepted"])
        number = next(name for name in row if name.endswith(("书文号", "文书号")))
        rows = [{**row, number: f"示文〔2026〕{place}号"} for place in numbers]
        lines = [",".join(row), *(",".join(f'"{value}"' for value in one.values()) for one in rows)]
        upload = SimpleUploadedFile("文书.csv", "\n".join(lines).encode())
        answer = signed_in("alice").post("/office/batches/new/", {"item": item, "file": upload})
        batch = re.search(r"[0-9a-f-]{36}", answer.headers["Location"])[0]
        work_through(batch, on=localdate())
        return batch

    return send


def test_a_batch_of_penalties_offers_one_notice_for_each_that_was_taken(sent, signed_in):
    batch, alice = sent("administrative_penalty", range(1, 4)), signed_in("alice")

    page = alice.get(f"/office/batches/{batch}/").content.decode()
    file = alice.get(f"/office/batches/{batch}/repair-notices.pdf")

    assert "两书同达" in page
    assert len(PdfReader(io.BytesIO(file.content)).pages) == 3
    assert alice.get(f"/office/batches/{batch}/repair-notices.pdf?part=2").status_code == 302


def test_what_is_not_adverse_owes_no_notice(sent, signed_in):
    batch, alice = sent("administrative_licence", (1,)), signed_in("alice")

    assert "两书同达" not in alice.get(f"/office/batches/{batch}/").content.decode()
    leads = alice.get(f"/office/batches/{batch}/repair-notices.pdf", follow=True)
    assert "本批没有这一份告知书" in leads.content.decode()


def test_many_notices_come_in_files_of_a_bounded_size(sent, signed_in, monkeypatch):
    monkeypatch.setattr("gongxin.queries.repair_notice.PART", 2)
    batch, alice = sent("administrative_penalty", range(1, 4)), signed_in("alice")

    pages = [
        len(
            PdfReader(
                io.BytesIO(alice.get(f"/office/batches/{batch}/repair-notices.pdf?part={n}").content)
            ).pages
        )
        for n in (1, 2)
    ]

    assert pages == [2, 1]


@pytest.mark.parametrize("part", ["0", "x", "-1", "9999999"])
def test_a_file_that_is_none_leads_back_to_the_batch(sent, signed_in, part):
    batch, alice = sent("administrative_penalty", (1,)), signed_in("alice")

    answer = alice.get(f"/office/batches/{batch}/repair-notices.pdf?part={part}")

    assert answer.headers["Location"] == f"/office/batches/{batch}/"


def test_another_unit_sees_no_notice(sent, signed_in):
    batch = sent("administrative_penalty", (1,))

    assert signed_in("charlie").get(f"/office/batches/{batch}/repair-notices.pdf").status_code == 404
