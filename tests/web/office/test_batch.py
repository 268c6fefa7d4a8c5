"""Sending a file in the browser and deciding one that is held."""

import re
import tomllib
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from gongxin.actions.batch import work_through
from gongxin.actions.unit_setting import release_apart
from gongxin.queries import batch as facts

CASES = Path(__file__).parents[2] / "cases" / "items"
MARKET = "11310000000000035N"


def penalty(**changes):
    row = tomllib.loads((CASES / "administrative_penalty.toml").read_text("utf-8"))["accepted"]
    return {**row, "处罚决定日期": localdate().isoformat(), **changes}


def csv(*rows):
    lines = [",".join(rows[0]), *(",".join(f'"{value}"' for value in row.values()) for row in rows)]
    return SimpleUploadedFile("处罚.csv", "\n".join(lines).encode())


def send(browser, *rows, path="/office/batches/new/"):
    return browser.post(path, {"item": "administrative_penalty", "file": csv(*rows)})


@pytest.fixture
def sent(signed_in):
    """A batch of one good and one faulty row that Alice sent and the queue worked on."""
    good, faulty = penalty(), penalty(行政处罚决定书文号="")
    answer = send(signed_in("alice"), good, faulty)
    batch = re.search(r"[0-9a-f-]{36}", answer.headers["Location"])[0]
    work_through(batch, on=localdate())
    return batch


def test_a_file_sent_is_received_and_waits_in_the_queue(signed_in):
    alice = signed_in("alice")
    answer = send(alice, penalty())
    page = alice.get(answer.headers["Location"]).content.decode()

    assert answer.status_code == 302
    assert "处理中" in page
    assert 'hx-trigger="every 1s"' in page


def test_the_page_of_a_batch_says_what_became_of_every_row(signed_in, sent):
    page = signed_in("alice").get(f"/office/batches/{sent}/").content.decode()
    found = facts.one(sent, unit=MARKET)

    assert (found.state, found.rows, found.rejected) in {("taken", 2, 1), ("held", 2, 1)}
    assert "退回" in page
    assert "hx-trigger" not in page


@pytest.mark.parametrize("name", ["result.xlsx", "result.csv", "findings.jsonl"])
def test_the_unit_fetches_its_files_and_another_unit_does_not(signed_in, sent, name):
    path = f"/office/batches/{sent}/files/{name}"

    assert signed_in("bob").get(path).status_code == 200
    assert signed_in("charlie").get(path).status_code == 404


@pytest.mark.parametrize("name", ["order.json", "..%2Freceipt.json", "结果.xlsx"])
def test_no_other_file_is_handed_out(signed_in, sent, name):
    assert signed_in("alice").get(f"/office/batches/{sent}/files/{name}").status_code == 404


def test_a_batch_of_another_unit_is_as_if_there_were_none(signed_in, sent):
    charlie = signed_in("charlie")
    theirs, none = charlie.get(f"/office/batches/{sent}/"), charlie.get(f"/office/batches/{uuid4()}/")

    assert theirs.status_code == none.status_code == 404
    assert sent not in charlie.get("/office/batches/").content.decode()


def test_a_form_without_a_file_says_what_is_missing(signed_in):
    answer = signed_in("alice").post("/office/batches/new/", {"item": "administrative_penalty"})

    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()


@pytest.mark.parametrize("item", ["no_such_item", "", "'; --"])
def test_an_item_that_does_not_exist_is_refused(signed_in, item):
    answer = signed_in("alice").post("/office/batches/new/", {"item": item, "file": csv(penalty())})

    assert answer.status_code == 422


@pytest.fixture
def held(signed_in):
    """A batch that is held because most of its rows are faulty."""
    faulty = [penalty(行政处罚决定书文号="", 违法事实=f"第{n}项事实") for n in range(120)]
    rows = [penalty(), *faulty]
    answer = send(signed_in("alice"), *rows)
    batch = re.search(r"[0-9a-f-]{36}", answer.headers["Location"])[0]
    work_through(batch, on=localdate())
    assert facts.one(batch, unit=MARKET).state == "held"
    return batch


@pytest.mark.parametrize(("decision", "state"), [("take", "taken"), ("discard", "discarded")])
def test_who_may_decide_decides_a_held_batch(signed_in, held, decision, state):
    signed_in("alice").post(f"/office/batches/{held}/decision/", {"decision": decision})

    assert facts.one(held, unit=MARKET).state == state


@pytest.mark.parametrize(("person", "status"), [("bob", 403), ("charlie", 404), ("dora", 403)])
def test_nobody_else_decides_it(signed_in, held, person, status):
    answer = signed_in(person).post(f"/office/batches/{held}/decision/", {"decision": "take"})

    assert answer.status_code == status
    assert facts.one(held, unit=MARKET).state == "held"


def test_a_batch_already_decided_is_said_to_be_so(signed_in, held):
    alice = signed_in("alice")
    alice.post(f"/office/batches/{held}/decision/", {"decision": "discard"})
    answer = alice.post(f"/office/batches/{held}/decision/", {"decision": "take"}, follow=True)

    assert facts.one(held, unit=MARKET).state == "discarded"
    assert "待决定的批次" in answer.content.decode()


def test_a_mended_file_is_sent_again_and_linked_to_the_first(signed_in, sent):
    alice = signed_in("alice")
    assert "改正后重报" in alice.get(f"/office/batches/{sent}/").content.decode()
    assert "取回结果文件" in alice.get(f"/office/batches/{sent}/mend/").content.decode()

    answer = alice.post(f"/office/batches/{sent}/mend/", {"file": csv(penalty())})
    mended = re.search(r"[0-9a-f-]{36}", answer.headers["Location"])[0]
    work_through(mended, on=localdate())

    assert str(facts.one(mended, unit=MARKET).mends) == sent
    page = alice.get(f"/office/batches/{mended}/").content.decode()
    assert "同一文件的各次报送" in page
    assert sent in page


@pytest.mark.parametrize(("person", "status"), [("bob", 403), ("charlie", 404)])
def test_nobody_else_mends_it(signed_in, sent, person, status):
    answer = signed_in(person).post(f"/office/batches/{sent}/mend/", {"file": csv(penalty())})

    assert answer.status_code == status


def test_a_batch_that_is_not_decided_is_not_mended(signed_in, held):
    answer = signed_in("alice").post(f"/office/batches/{held}/mend/", {"file": csv(penalty())}, follow=True)

    assert "还没有处理完" in answer.content.decode()


def test_where_the_unit_wants_two_people_nobody_releases_their_own(signed_in):
    release_apart(MARKET, wanted=True, by="guan")
    answer = send(signed_in("alice"), penalty())
    batch = re.search(r"[0-9a-f-]{36}", answer.headers["Location"])[0]
    work_through(batch, on=localdate())

    told = signed_in("alice").post(f"/office/batches/{batch}/decision/", {"decision": "take"}, follow=True)

    assert "另一人" in told.content.decode()
    assert facts.one(batch, unit=MARKET).state == "held"
