"""Which step owes whom a notice: each sends exactly one, and none is sent again when the step is repeated."""

import re
import tomllib
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.utils.timezone import localdate

from gongxin.actions import (
    authorisation,
    batch,
    code_fault,
    contract,
    credit_report,
    held,
    representation,
    unit,
)
from gongxin.actions.authorisation import Letter
from gongxin.actions.delivery_request import Request, request_delivery
from gongxin.actions.look import Look, note
from gongxin.actions.reminder import remind
from gongxin.disclosure.authorisation import Authorisation
from gongxin.disclosure.contract import Contract
from gongxin.disclosure.notice_kind import notice_kinds
from gongxin.disclosure.role import UnitKind
from gongxin.intake.source import Source
from gongxin.organisations.code_fault import CodeFaultStep, StepNotPossible
from gongxin.procedures.index import PROCEDURES
from gongxin.reports.delivery import work_through
from gongxin.store.models import Batch, CodeFault, Notice, Organisation

AMBER, MARKET = "91310000MA0000015F", "11310000000000035N"
BANK, AGENCY = "91310000000000027K", "91310000000000035E"
ITEM = "administrative_penalty"
NUMBER = "行政处罚决定书文号"
LETTER = b"\xff\xd8\xff a letter \xff\xd9"
FEEDBACK = """
[feedback]
label = { zh = "反馈期限", en = "Feedback" }
unit = "working days"
checked_on = 2026-11-22
[[feedback.values]]
from = 2020-01-01
value = 5
basis = { instrument = "SH", number = "18" }
"""


@pytest.fixture
def city(recorded, settings, tmp_path):
    """Amber, a bureau, a bank and an agency; the city has decided when feedback is due."""
    settings.GONGXIN_DATA = tmp_path
    (tmp_path / "law" / "parameters").mkdir(parents=True)
    (tmp_path / "law" / "parameters" / "query.toml").write_text(FEEDBACK, "utf-8")
    settings.GONGXIN_CITY_FOLDERS = (tmp_path,)
    recorded({"content": {"CF_WSH": "1"}, "decided_on": localdate() - timedelta(days=30)})
    Organisation.objects.filter(uscc=AMBER).update(is_registered=True)
    for code, kind in ((MARKET, UnitKind.DEPARTMENT), (BANK, UnitKind.BANK), (AGENCY, UnitKind.AGENCY)):
        unit.add(code, f"单位 {code}", kind=kind)
    return tmp_path


def holds_a_batch(city: Path) -> object:
    told = (Path(__file__).parent / "items" / f"{ITEM}.toml").read_text("utf-8")
    good = tomllib.loads(told)["accepted"]
    rows = [{**good, NUMBER: f"示市监处罚〔2026〕{n}号"} for n in range(80)]
    rows += [{**row, NUMBER: f"{row[NUMBER]}之二", "处罚机关": ""} for row in rows[:40]]
    batch.submit(Source.of_rows(rows, folder=city), item=ITEM, unit=MARKET, on=localdate())
    return Batch.objects.get(state="held").id


def takes_a_held_batch(city: Path) -> None:
    held.take_held(holds_a_batch(city), by="li")


def discards_a_held_batch(city: Path) -> None:
    held.discard_held(holds_a_batch(city), by="li")


def looks(batch: object = None) -> Look:
    look = Look(
        uscc=AMBER, unit=MARKET, by="clerk", channel="page", matter="qualification", purpose="评审",
        case_number="7", items=(ITEM,), edition="2026-2", found=1, answer="ab" * 32, batch=batch,
    )  # fmt: skip
    note([look])
    return look


def decides_a_request(decide: Callable[..., None], refusal: type[Exception]) -> Callable[[Path], None]:
    def step(_city: Path) -> None:
        user = User.objects.create(username="qiye")
        asked = representation.ask(user.pk, AMBER, content=LETTER, on=localdate())
        representation.take_up(asked, by="operator")
        for _ in range(2):
            with suppress(refusal):
                decide(asked, by="operator", reason="授权书", on=localdate())

    return step


def ends_a_representation(_city: Path) -> None:
    user = User.objects.create(username="qiye")
    representation.bind(user.pk, AMBER, by="operator", reason="授权书", on=localdate())
    representation.end(user.pk, AMBER, by="operator", reason="离职", on=localdate())


def issues_a_report(_city: Path) -> None:
    credit_report.record(
        credit_report.Issue(
            number=credit_report.next_number(localdate()), kind="full", language="zh", uscc=AMBER,
            as_of=localdate(), known_at=None, period_from=None, period_to=None, areas=(),
            issued_at=datetime.now(UTC), channel="desk", by="qiye", entries=1, facts_digest="ab" * 32,
            content_digest="ab" * 32, pdf_digest="ab" * 32, json_digest="ab" * 32,
        )
    )  # fmt: skip


def proposed(until: date) -> Authorisation:
    return Authorisation(AMBER, BANK, frozenset({"financing_tax"}), "贷款审批", localdate(), until)


def gives(until: timedelta = timedelta(days=90)) -> object:
    return authorisation.give(proposed(localdate() + until), by="qiye", on=localdate())


def enters_a_letter(_city: Path) -> None:
    letter = Letter("ab" * 32, "pdf")
    made = authorisation.enter(
        proposed(localdate() + timedelta(days=90)), letter, by="banker", on=localdate()
    )
    for _ in range(2):
        with suppress(authorisation.NothingToConfirm):
            authorisation.confirm(made, by="reviewer2")


def takes_an_authorisation_back(_city: Path) -> None:
    made = gives()
    for _ in range(2):
        with suppress(authorisation.NothingToRevoke):
            authorisation.revoke(made, uscc=AMBER, by="qiye", on=localdate())


def lets_an_authorisation_run_out(_city: Path) -> None:
    gives(timedelta(days=20))
    for day in range(30):
        remind(on=localdate() + timedelta(days=day))


def owes_feedback(_city: Path) -> None:
    shared = uuid4()
    looks(shared)
    looks(shared)
    for day in range(30):
        remind(on=localdate() + timedelta(days=day))


def agrees() -> object:
    today = localdate()
    made = contract.conclude(Contract(AGENCY, "1号", frozenset({ITEM}), 5, today, today), by="a", on=today)
    contract.release(made, by="b")
    return made


def cancels_a_contract(_city: Path) -> None:
    made = agrees()
    for _ in range(2):
        with suppress(contract.NothingToCancel):
            contract.cancel(made, reason="违约", by="a", on=localdate())


def delivers(_city: Path) -> None:
    made = agrees()
    asked = Request(made, AGENCY, "agent", "page", "客户评估")
    delivery = request_delivery([AMBER], asked, on=localdate())
    for _ in range(2):
        work_through(delivery)


def sends_a_fault_to_its_unit(_city: Path) -> None:
    now = datetime.now(UTC)
    fault = CodeFault.objects.create(
        kind="two_codes", key="1", codes=[AMBER], unit=MARKET, state="open", found_at=now, seen_at=now
    )
    for _ in range(2):
        with suppress(StepNotPossible):
            code_fault.take_step(fault.pk, CodeFaultStep.SEND, by="operator", note="请核对")


# The step, and the notices it owes: kind and addressee. Nothing else is sent.
STEPS = {
    "a batch is held": (holds_a_batch, {("batch_held", MARKET)}),
    "a held batch is taken": (takes_a_held_batch, {("batch_held", MARKET), ("batch_taken", MARKET)}),
    "a held batch is discarded": (
        discards_a_held_batch,
        {("batch_held", MARKET), ("batch_discarded", MARKET)},
    ),
    "a representation is approved": (
        decides_a_request(representation.approve, representation.RequestMovedMeanwhile),
        {("representation_approved", AMBER)},
    ),
    "a representation is refused": (
        decides_a_request(representation.refuse, representation.RequestMovedMeanwhile),
        {("representation_refused", AMBER)},
    ),
    "a representation ends": (ends_a_representation, {("representation_revoked", AMBER)}),
    "a report is issued": (issues_a_report, {("report_issued", AMBER)}),
    "an authorisation is given": (lambda _city: gives(), {("authorisation_given", BANK)}),
    "an authorisation is entered from a letter": (
        enters_a_letter,
        {("authorisation_given", BANK), ("authorisation_by_letter", AMBER)},
    ),
    "an authorisation is taken back": (
        takes_an_authorisation_back,
        {("authorisation_given", BANK), ("authorisation_revoked", BANK)},
    ),
    "an authorisation runs out": (
        lets_an_authorisation_run_out,
        {("authorisation_given", BANK), ("authorisation_ending", AMBER)},
    ),
    "feedback is owed": (owes_feedback, {("feedback_due", MARKET)}),
    "a contract is cancelled": (cancels_a_contract, {("contract_cancelled", AGENCY)}),
    "a faulty code is sent to its unit": (sends_a_fault_to_its_unit, {("code_fault_sent", MARKET)}),
    "a delivery is made": (delivers, {("delivery_made", AGENCY)}),
}


@pytest.mark.parametrize("name", STEPS)
def test_a_step_sends_the_notices_it_owes_and_each_once(city, name):
    step, owed = STEPS[name]

    step(city)

    sent = Counter((one.kind, one.uscc or one.unit) for one in Notice.objects.all())
    assert sent == dict.fromkeys(owed, 1)


# What the tables of procedures owe: every step of them is walked in test_case_notice.py.
OF_CASES = {owed.kind for known in PROCEDURES.values() for step in known.steps for owed in step.notices}
# What is owed by something that has a test of its own, which counts it there.
PROVED = {
    "commitment_signed": "actions/test_commitment.py",
    "inspections_drawn": "web/office/test_draw.py",
    "repair_ending": "actions/test_repair_reminder.py",
    "repair_possible": "actions/test_repair_reminder.py",
    "term_recounted": "actions/test_reprojection.py",
    "term_recounted_for_unit": "actions/test_reprojection.py",
    "training_certificate": "actions/test_training.py",
    "warnings_raised": "reports/test_warning.py",
}


def test_every_kind_of_notice_is_owed_by_a_step():
    here = {kind for _, owed in STEPS.values() for kind, _ in owed}
    tests = Path(__file__).parents[1]

    assert here | OF_CASES | set(PROVED) == set(notice_kinds())
    assert [kind for kind, test in PROVED.items() if kind not in (tests / test).read_text("utf-8")] == []


def test_every_kind_is_sent_from_one_place():
    """Whoever sends a kind from a second place adds a second step to the table above."""
    actions = Path(__file__).parents[2] / "src" / "gongxin" / "actions"
    texts = [path.read_text("utf-8") for path in actions.glob("*.py")]
    others = set(notice_kinds()) - OF_CASES
    places = {kind: sum(len(re.findall(f'"{kind}"', text)) for text in texts) for kind in others}

    assert {kind: count for kind, count in places.items() if count != 1} == {}
