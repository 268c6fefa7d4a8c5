"""A file from the upload to the receipt, and everything between."""

import csv
import json
import tomllib
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import fastexcel
import pytest
from procrastinate.jobs import Job

from gongxin.actions import batch, held, spool
from gongxin.actions.batch import BatchElsewhere, submit
from gongxin.actions.held import NotHeld
from gongxin.actions.job import work_through_batch
from gongxin.actions.key import verifier
from gongxin.actions.spool import NotStored
from gongxin.actions.unit import NotAUnit
from gongxin.actions.unit_setting import release_apart
from gongxin.actions.verification import verify
from gongxin.catalogue.edition import UnknownItem
from gongxin.intake.source import Source
from gongxin.intake.unreadable import Unreadable
from gongxin.ledger import receipt
from gongxin.store.models import Batch, Entry, Organisation, ReviewCase, Unit

CASES = Path(__file__).parents[1] / "cases/items"
UNIT = "11310000000000035N"
ON = date(2026, 11, 22)
PENALTY = "administrative_penalty"
NUMBER = "行政处罚决定书文号"
FIELDS = {
    *("batch", "item", "unit", "rows", "accepted", "corrected", "duplicate", "rejected"),
    *("refused_natural_person", "warnings", "held", "digest", "sequence", "log_size", "result_file"),
    *("receipt_file", "findings", "findings_truncated"),
}

pytestmark = pytest.mark.usefixtures("instance")


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Source]:
    """Return a function that writes rows, each the accepted case with changes."""
    accepted = tomllib.loads((CASES / f"{PENALTY}.toml").read_text("utf-8"))["accepted"]

    def write(*changes: dict[str, str], name: str = "处罚.csv") -> Source:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as out:
            table = csv.DictWriter(out, dict.fromkeys(name for row in (accepted, *changes) for name in row))
            table.writeheader()
            table.writerows(accepted | change for change in changes)
        return Source(path)

    return write


def send(source: Source) -> batch.Report:
    return submit(source, item=PENALTY, unit=UNIT, on=ON)


def numbered(count: int, **change: str) -> list[dict[str, str]]:
    return [{NUMBER: f"示市监处罚〔2026〕{number}号", **change} for number in range(count)]


def test_every_row_becomes_one_of_five_things(file):
    send(file({NUMBER: "甲1号"}, {NUMBER: "甲2号"}))

    told = send(
        file(
            {NUMBER: "甲1号"},
            {NUMBER: "甲2号", "违法事实": "更正后的事实。"},
            {NUMBER: "甲3号"},
            {NUMBER: "甲4号", "处罚机关": ""},
            {NUMBER: "甲5号", "行政相对人类别": "自然人", "行政相对人名称": "某某"},
        )
    )

    assert (told.rows, told.accepted, told.corrected, told.duplicate) == (5, 1, 1, 1)
    assert (told.rejected, told.refused_natural_person, told.exit_code) == (1, 1, 1)
    assert told.sequence == (3, 4)
    assert [one["rule"] for one in told.findings if one["row"] == 4] == ["required.missing"]
    assert list(verify()) == []


def test_the_report_has_the_fields_of_the_command(file):
    told = send(file({}))

    assert set(told.json()) == FIELDS
    json.dumps(told.json())


def test_the_files_handed_back_are_there_and_the_original_is_not(file):
    source = file({}, {NUMBER: "甲1号", "处罚机关": ""})

    told = send(source)

    assert told.result_file is not None
    written = Path(told.result_file).with_suffix(".csv").read_text("utf-8-sig").splitlines()
    assert [line.split(",")[-2] for line in written[1:]] == ["入库", "退回"]
    assert receipt.read(Path(str(told.receipt_file)).read_text("utf-8"), verifier()).digest == told.digest
    assert spool.waiting() == []


def test_an_unknown_item_or_unit_or_file_is_refused_before_anything_is_kept(file, tmp_path):
    with pytest.raises(UnknownItem):
        submit(file({}), item="administrative_penalties", unit=UNIT, on=ON)
    with pytest.raises(NotAUnit, match="11310000000000035X"):
        submit(file({}), item=PENALTY, unit="11310000000000035X", on=ON)
    with pytest.raises(Unreadable):
        send(Source(tmp_path / "absent.csv"))

    assert (Batch.objects.count(), spool.waiting()) == (0, [])


def test_an_unknown_unit_is_entered(file):
    send(file({}))

    assert Unit.objects.get().uscc == UNIT


def test_an_unreadable_file_is_refused_by_name_and_goes(tmp_path):
    path = tmp_path / "照片.csv"
    path.write_bytes(bytes(range(256)) * 100)

    with pytest.raises(Unreadable):
        send(Source(path))

    facts = Batch.objects.get()
    assert (facts.state, facts.is_finished) == ("refused", True)
    assert facts.refused_because
    assert spool.waiting() == []


def test_a_batch_that_is_odd_as_a_whole_waits_and_nothing_of_it_is_in_the_ledger(file):
    told = send(file(*numbered(80), *numbered(40, 处罚机关="")))

    assert told.held is not None
    assert (told.exit_code, told.accepted, told.sequence, Entry.objects.count()) == (3, 0, None, 0)
    assert [one[0] for one in held.waiting()] == [Batch.objects.get().id]
    assert spool.waiting() == []


def test_a_held_batch_can_be_taken_after_all(file):
    send(file(*numbered(80), *({**one, NUMBER: f"{one[NUMBER]}之二"} for one in numbered(40, 处罚机关=""))))
    (waiting,) = held.waiting()

    told = held.take_held(waiting[0], by="li")

    assert (told.held, told.accepted, told.rejected, told.sequence) == (None, 80, 40, (1, 80))
    assert receipt.read(Path(str(told.receipt_file)).read_text("utf-8")).accepted == 80
    assert Batch.objects.get().decided_by == "li"
    assert not spool.held_rows(waiting[0]).exists()
    with pytest.raises(NotHeld):
        held.discard_held(waiting[0], by="mo")
    assert list(verify()) == []


@pytest.fixture
def waiting(file):
    """A held batch of 80 good and 40 faulty rows, received on ON."""
    send(file(*numbered(80), *({**one, NUMBER: f"{one[NUMBER]}之二"} for one in numbered(40, 处罚机关=""))))
    ((known, *_),) = held.waiting()
    return known


def test_what_a_batch_leaves_behind_is_readable_by_the_platform_alone(waiting):
    places = {spool.held_rows(waiting).parent, spool.results(waiting).parent, spool.results(waiting)}

    assert [oct(place.stat().st_mode & 0o777) for place in sorted(places)] == ["0o700"] * 3


def outcomes_of(known) -> Counter[str]:
    return Counter(
        line.split(",")[-2]
        for line in (spool.results(known) / "结果.csv").read_text("utf-8-sig").splitlines()[1:]
    )


def test_a_held_batch_that_is_taken_says_so_in_its_result_file(waiting):
    assert outcomes_of(waiting) == {"待决定": 80, "退回": 40}

    held.take_held(waiting, by="li")

    assert outcomes_of(waiting) == {"入库": 80, "退回": 40}
    assert (spool.results(waiting) / "receipt.json").exists()
    assert len((spool.results(waiting) / "findings.jsonl").read_text("utf-8").splitlines()) >= 40
    book = fastexcel.read_excel(str(spool.results(waiting) / "结果.xlsx")).load_sheet(0).to_arrow()
    assert Counter(book["结果"].to_pylist()) == {"入库": 80, "退回": 40}


def test_a_discarded_batch_says_so_in_its_result_file(waiting):
    held.discard_held(waiting, by="li")

    assert outcomes_of(waiting) == {"未入库（整批作废）": 80, "退回": 40}
    assert not any((spool.held_rows(waiting).parent).iterdir())


def test_a_held_batch_is_judged_by_the_day_it_came_in(file):
    """On the day it is decided another edition may be in force, and another person at work."""
    decided = {"处罚决定日期": "2026-03-20"}
    rows = [*numbered(80, **decided), *numbered(40, **decided, 处罚机关="")]
    submit(file(*rows), item=PENALTY, unit=UNIT, on=date(2026, 3, 31))
    ((known, *_),) = held.waiting()

    held.take_held(known, by="li")

    assert Batch.objects.get().day == date(2026, 3, 31)
    assert Batch.objects.get().edition == "2026"
    assert Entry.objects.filter(is_late=True).count() == 0


def test_what_was_decided_before_a_kill_gets_its_files_afterwards(waiting, monkeypatch):
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(held, "write_files_again", die)
        with pytest.raises(KeyboardInterrupt):
            held.take_held(waiting, by="li")
    assert outcomes_of(waiting) == {"待决定": 80, "退回": 40}

    assert batch.recover() == [waiting]

    assert outcomes_of(waiting) == {"入库": 80, "退回": 40}
    assert Batch.objects.get().is_finished


def test_where_a_unit_wants_two_people_a_sound_batch_waits_for_the_other(file):
    release_apart(UNIT, wanted=True, by="guan")
    known = batch.receive(file({NUMBER: "甲1号"}), item=PENALTY, unit=UNIT, on=ON, submitted_by="li")
    batch.work_through(known, on=ON)

    assert Batch.objects.get().state == "held"
    with pytest.raises(held.SamePerson, match="另一人"):
        held.take_held(known, by="li")
    assert held.take_held(known, by="mo").accepted == 1


def test_where_a_unit_does_not_want_it_one_person_is_enough(file, waiting):
    assert held.take_held(waiting, by="").accepted == 80


def test_a_mended_file_is_linked_to_the_first_that_it_mends(file):
    first = batch.receive(file({"处罚机关": ""}), item=PENALTY, unit=UNIT, on=ON, submitted_by="li")
    with pytest.raises(batch.NothingToMend):
        batch.resubmit(first, file({}), on=ON, submitted_by="li")
    batch.work_through(first, on=ON)

    second = batch.resubmit(first, file({"处罚机关": ""}), on=ON, submitted_by="li")
    batch.work_through(second, on=ON)
    third = batch.resubmit(second, file({}), on=ON, submitted_by="mo")
    told = batch.work_through(third, on=ON)

    assert told.accepted == 1
    assert dict(Batch.objects.values_list("id", "mends")) == {first: None, second: first, third: first}


def test_the_result_file_itself_can_be_mended_and_sent_again(file):
    """The two columns that say what became of a row are no fields and are passed over."""
    told = send(file({NUMBER: "甲1号"}, {NUMBER: "甲2号", "处罚机关": ""}))
    path = Path(str(told.result_file)).with_suffix(".csv")
    with path.open(encoding="utf-8-sig") as kept:
        rows = list(csv.DictReader(kept))
    assert [row["结果"] for row in rows] == ["入库", "退回"]
    mended = path.with_name("改正.csv")
    with mended.open("w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(out, list(rows[0]))
        table.writeheader()
        table.writerows({**row, "处罚机关": rows[0]["处罚机关"]} for row in rows)

    again = send(Source(mended))

    assert (again.accepted, again.duplicate, again.rejected) == (1, 1, 0)


def test_a_held_batch_can_be_discarded(file):
    send(file(*numbered(80), *numbered(40, 处罚机关="")))
    (waiting,) = held.waiting()

    held.discard_held(waiting[0], by="li")

    assert (Batch.objects.get().state, Entry.objects.count(), held.waiting()) == ("discarded", 0, [])
    with pytest.raises(NotHeld):
        held.take_held(waiting[0], by="mo")


def test_a_batch_far_smaller_than_the_last_waits(file):
    send(file(*numbered(120)))

    assert send(file(*numbered(20))).held is not None


def test_an_upload_is_queued_with_the_batch_and_worked_on_later(file):
    known = batch.receive(file({}), item=PENALTY, unit=UNIT, on=ON, submitted_by="li")
    assert Batch.objects.get().state == "received"

    from procrastinate.contrib.django.models import ProcrastinateJob

    assert [job.args for job in ProcrastinateJob.objects.all()] == [
        {"batch": str(known), "on": ON.isoformat()}
    ]
    told = batch.work_through(known, on=ON)

    assert (told.accepted, batch.work_through(known, on=ON)) == (
        1,
        told.__class__(**{**told.json(), "findings": ()}),
    )


def test_what_a_killed_process_received_is_completed_by_repair(file):
    known = batch.receive(file({}), item=PENALTY, unit=UNIT, on=ON, submitted_by="li")

    assert batch.recover(submitted_by="mo") == []
    assert batch.recover() == [known]

    facts = Batch.objects.get()
    assert (facts.state, facts.is_finished, facts.accepted) == ("taken", True, 1)


def test_result_files_are_written_again_from_the_ledger(file, monkeypatch):
    """The process ends between the commit and the files: what became of each row is asked of the ledger."""
    send(file({NUMBER: "甲1号"}, {NUMBER: "甲2号"}))
    known = batch.receive(
        file({NUMBER: "甲1号"}, {NUMBER: "甲2号", "违法事实": "更正。"}, {NUMBER: "甲3号"}, {"处罚机关": ""}),
        item=PENALTY, unit=UNIT, on=ON, submitted_by="li",
    )  # fmt: skip

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(batch, "write_files", die)
        with pytest.raises(KeyboardInterrupt):
            batch.work_through(known, on=ON)
    assert (Batch.objects.get(id=known).state, Batch.objects.get(id=known).is_finished) == ("taken", False)

    batch.recover()

    written = (spool.results(known) / "结果.csv").read_text("utf-8-sig").splitlines()
    assert [line.split(",")[-2] for line in written[1:]] == ["重复", "更正入库", "入库", "退回"]
    assert Batch.objects.get(id=known).is_finished


def test_a_full_disk_is_said_in_words(file, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("gongxin.actions.spool.shutil.copyfileobj", full)

    with pytest.raises(NotStored, match="磁盘"):
        send(file({}))
    assert spool.waiting() == []


def test_a_row_known_by_an_old_number_only_finds_its_organisation_through_the_register(file):
    organisation = tomllib.loads((CASES / "organisation_registration.toml").read_text("utf-8"))["accepted"]
    by_number = {
        "行政相对人代码_1（统一社会信用代码）": "",
        "行政相对人代码_2（工商注册号）": "310000000000019",
    }
    first = send(file(by_number))
    assert (first.rejected, ReviewCase.objects.get().kind) == (1, "match")

    register = Path(file({}).path).with_name("登记.jsonl")
    row = organisation | {"工商注册号": "310000000000019"}
    register.write_text(json.dumps(row, ensure_ascii=False), "utf-8")
    taken = submit(Source(register), item="organisation_registration", unit=UNIT, on=ON)
    again = send(file(by_number))

    assert (taken.accepted, again.accepted) == (1, 1)
    assert Entry.objects.get(item=PENALTY).uscc == Organisation.objects.get(is_registered=True).uscc


def test_each_entry_carries_the_edition_of_its_day_of_decision(file):
    days = ("2026-03-31", "2026-04-01")
    send(file(*({**row, "处罚决定日期": day} for row, day in zip(numbered(2), days, strict=True))))

    assert dict(Entry.objects.values_list("decided_on", "edition")) == {
        date(2026, 3, 31): "2026",
        date(2026, 4, 1): "2026-1",
    }


def test_a_batch_that_is_still_in_the_hands_of_its_receiver_is_tried_again(file):
    known = batch.receive(file({NUMBER: "甲1号"}), item=PENALTY, unit=UNIT, on=ON, submitted_by="li")

    with spool.working_on(known), pytest.raises(BatchElsewhere) as held:
        work_through_batch(str(known), ON.isoformat())
    job = Job(id=1, queue="batch", lock=None, queueing_lock=None, task_name=work_through_batch.name)
    again = work_through_batch.get_retry_exception(exception=held.value, job=job)
    assert work_through_batch(str(known), ON.isoformat()) == "0"

    assert again is not None
    assert batch.report(known).accepted == 1
