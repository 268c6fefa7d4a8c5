"""A commitment signed at the desk: on record, planned, and found kept, or broken once it was heard."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from gongxin.actions import batch, case, commitment, unit
from gongxin.actions import commitment_template as templates
from gongxin.actions.case import Filing
from gongxin.actions.case_subject import NoSuchSubject
from gongxin.actions.commitment_breach import Breach
from gongxin.actions.entry import withdraw
from gongxin.actions.unit_setting import release_apart
from gongxin.catalogue.publicity import Disclosure
from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.role import Role, UnitKind
from gongxin.intake.source import Source
from gongxin.procedures.case import Actor, Incomplete, NotFromHere
from gongxin.procedures.commitment_template import NoPaperChosen, Template
from gongxin.queries import commitment as facts
from gongxin.queries import commitment_template as wordings
from gongxin.queries.commitment_figure import figures
from gongxin.store.models import Commitment, Entry, Notice

MARKET, AMBER, ON = "11310000000000035N", "91310000MA0000015F", date(2026, 11, 23)
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PLAIN = Template(
    "证明事项型", "申请食品经营许可", "场所合法。", "撤销许可。", "", Disclosure.PUBLIC, 12, verify_in=5
)
LATER = replace(PLAIN, kind="容缺受理型", valid_months=None, papers=("社保证明",), complete_in=5)
ALICE = Actor("alice", frozenset({Role.DATA_OFFICER}), MARKET)
ANNA = Actor("anna", frozenset({Role.DATA_REVIEWER}), MARKET)
OWNER = Actor("owner", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({AMBER}))


@pytest.fixture
def released(published, db):
    """Release a template of the market bureau and return its wording."""

    def go(template=PLAIN):
        made = templates.begin(template, unit=MARKET, by="alice", on=ON)
        templates.release(made, unit=MARKET, by="anna")
        return wordings.one_to_sign(made)

    unit.add(MARKET, "示范市市场监督管理局", kind=UnitKind.DEPARTMENT)
    return go


@pytest.fixture
def signed(released):
    def go(template=PLAIN, papers=(), about=None, on=ON):
        version = released(template)
        number = commitment.number_for(MARKET, on=on)
        return commitment.sign(
            commitment.Signature(AMBER, version.id, number, papers, about, "ab" * 32, "owner", AT), on=on
        )

    return go


UNKEPT = Breach("none", "场所使用证明不实。", "责令改正。")


def informed(record, breach=UNKEPT, by=ALICE):
    filing = Filing(
        "commitment", AMBER, record, MARKET, "inform", "现场核查发现场所与承诺不符。",
        channel="office", values=breach.values(),
    )  # fmt: skip
    return case.file(filing, by=by, on=ON)


def established(record):
    """Take the hearing to its end, and let the database check what it checks at commit."""
    made = informed(record)
    case.take(made, "reply", seen=1, by=OWNER, on=date(2026, 11, 24), reason="已经整改。")
    case.take(made, "propose_breach", seen=2, by=ALICE, on=date(2026, 11, 25), reason="整改前已违诺。")
    case.take(made, "establish", seen=3, by=ANNA, on=date(2026, 11, 26))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def test_a_signature_makes_a_record_an_entry_of_its_own_and_a_plan(signed):
    made = signed()

    one = facts.one(made.record, viewer=Viewer.ANYONE, on=ON)
    assert (one.number, one.kind, one.valid_until) == (
        "31000020261123000001",
        "证明事项型",
        date(2027, 11, 22),
    )
    assert (one.due_on, one.due_by) == (date(2026, 11, 30), "template")
    assert one.entry.organisation == "某市琥珀食品有限公司"
    event = Entry.objects.get(sequence=made.sequence)
    said = json.loads(event.content)
    assert (event.kind, event.uscc, event.unit) == ("signature", AMBER, MARKET)
    assert (said["commitment"], said["by"], said["pdf_digest"]) == (str(made.record), "owner", "ab" * 32)
    assert Notice.objects.get(kind="commitment_signed").unit == MARKET


def test_only_who_may_sees_what_is_not_for_the_public(signed):
    made = signed(replace(PLAIN, openness=Disclosure.SHARED))

    with pytest.raises(facts.UnknownCommitment):
        facts.one(made.record, viewer=Viewer.ANYONE, on=ON)
    assert facts.one(made.record, viewer=Viewer.organisation(AMBER), on=ON).number


def test_papers_that_follow_are_due_on_the_day_promised(signed):
    made = signed(LATER, papers=("社保证明",))

    one = facts.one(made.record, viewer=Viewer.ANYONE, on=ON)
    assert (one.due_on, one.due_by) == (date(2026, 11, 30), "completion")
    assert "容缺材料：社保证明" in one.entry.content["content"]


def test_without_a_paper_that_is_missing_nothing_is_signed(signed):
    with pytest.raises(NoPaperChosen):
        signed(LATER)

    assert not Commitment.objects.exclude(signed_by="").exists()


def test_a_wording_that_was_revised_meanwhile_is_not_signed(released):
    version = released()
    templates.revise(version.template, replace(PLAIN, content="新的。"), unit=MARKET, by="alice", on=ON)
    templates.release(version.template, unit=MARKET, by="anna")
    number = commitment.number_for(MARKET, on=ON)

    with pytest.raises(commitment.TemplateMoved):
        commitment.sign(
            commitment.Signature(AMBER, version.id, number, (), None, "ab" * 32, "owner", AT), on=ON
        )
    assert not Entry.objects.filter(kind="signature").exists()


def test_the_unit_finds_a_commitment_kept_once(signed):
    made = signed()

    assert commitment.find_kept(made.record, unit=MARKET, by="alice", on=date(2026, 11, 25))
    one = facts.one(made.record, viewer=Viewer.ANYONE, on=date(2026, 11, 25))
    assert (one.performance, one.entry.version, one.entry.content["performance_unit"]) == (
        "full", 2, "示范市市场监督管理局",
    )  # fmt: skip
    assert one.signed_by == "owner"
    with pytest.raises(commitment.AlreadyFound):
        commitment.find_kept(made.record, unit=MARKET, by="alice", on=date(2026, 11, 26))


def test_where_the_unit_wants_two_persons_the_second_one_confirms(signed):
    made = signed()
    release_apart(MARKET, wanted=True, by="admin")

    assert not commitment.find_kept(made.record, unit=MARKET, by="alice", on=ON)
    with pytest.raises(commitment.SamePerson):
        commitment.find_kept(made.record, unit=MARKET, by="alice", on=ON)
    assert commitment.find_kept(made.record, unit=MARKET, by="anna", on=ON)


def test_another_unit_finds_nothing(signed):
    made = signed()

    for record, other in ((made.record, "11310114000000000J"), (uuid4(), MARKET)):
        with pytest.raises(commitment.NoSuchCommitment):
            commitment.find_kept(record, unit=other, by="alice", on=ON)


def test_a_breach_enters_the_record_only_when_the_case_ends(signed):
    made = signed()
    opened = informed(made.record)

    assert facts.one(made.record, viewer=Viewer.ANYONE, on=ON).performance == ""
    with pytest.raises(commitment.BreachUnderWay):
        commitment.find_kept(made.record, unit=MARKET, by="alice", on=ON)
    case.take(opened, "reply", seen=1, by=OWNER, on=date(2026, 11, 24), reason="已经整改。")
    case.take(opened, "propose_breach", seen=2, by=ALICE, on=date(2026, 11, 25), reason="整改前已违诺。")
    assert facts.one(made.record, viewer=Viewer.ANYONE, on=ON).performance == ""
    case.take(opened, "establish", seen=3, by=ANNA, on=date(2026, 11, 26))

    said = facts.one(made.record, viewer=Viewer.CENTRE, on=date(2026, 11, 26)).entry.content
    assert (said["performance"], said["unkept_content"], said["action_taken"]) == (
        "none", "场所使用证明不实。", "责令改正。",
    )  # fmt: skip
    assert (said["heard_on"], said["performance_found_on"]) == ("2026-11-24", "2026-11-26")


def test_each_step_of_a_hearing_tells_whom_it_owes_a_notice_once(signed):
    made = signed()
    established(made.record)

    told = Notice.objects.filter(kind__startswith="commitment_").exclude(kind="commitment_signed")
    assert sorted((one.kind, one.uscc or one.unit) for one in told) == [
        ("commitment_heard", AMBER),
        ("commitment_replied", MARKET),
        ("commitment_result", AMBER),
    ]


def test_nobody_is_heard_about_what_was_withdrawn_or_is_established(signed):
    kept, gone = signed(), signed(replace(PLAIN, matter="另一件事"))
    commitment.find_kept(kept.record, unit=MARKET, by="alice", on=ON)
    withdraw(gone.record, reason="录入有误", by="alice")

    for record in (kept.record, gone.record):
        with pytest.raises(NoSuchSubject):
            informed(record)


def test_what_is_withdrawn_while_it_is_heard_is_not_called_broken(signed):
    made = signed()
    opened = informed(made.record)
    case.take(opened, "reply", seen=1, by=OWNER, on=date(2026, 11, 24), reason="已经整改。")
    case.take(opened, "propose_breach", seen=2, by=ALICE, on=date(2026, 11, 25), reason="违诺。")
    withdraw(made.record, reason="录入有误", by="alice")

    with pytest.raises(NotFromHere, match="已经撤回"):
        case.take(opened, "establish", seen=3, by=ANNA, on=date(2026, 11, 26))


def test_a_case_that_does_not_say_what_was_broken_breaks_nothing(signed):
    made = signed()
    filing = Filing("commitment", AMBER, made.record, MARKET, "inform", "不符。", channel="api")
    opened = case.file(filing, by=ALICE, on=ON)
    case.take(opened, "reply", seen=1, by=OWNER, on=date(2026, 11, 24), reason="已经整改。")
    case.take(opened, "propose_breach", seen=2, by=ALICE, on=date(2026, 11, 25), reason="违诺。")

    with pytest.raises(Incomplete, match="没有写明"):
        case.take(opened, "establish", seen=3, by=ANNA, on=date(2026, 11, 26))
    assert Commitment.objects.get(record=made.record).performance == ""


def test_a_promise_not_to_fail_again_counts_for_the_very_record_until_it_is_broken(signed):
    penalty = uuid4()
    made = signed(replace(PLAIN, kind="信用修复型"), about=penalty)

    assert facts.has_repair_commitment(AMBER, penalty, on=ON)
    assert not facts.has_repair_commitment(AMBER, uuid4(), on=ON)
    assert not facts.has_repair_commitment(AMBER, penalty, on=date(2027, 11, 23))
    established(made.record)
    assert not facts.has_repair_commitment(AMBER, penalty, on=date(2026, 11, 26))


def test_a_number_that_a_unit_s_own_system_used_is_passed_over(released):
    row = json.loads(Entry.objects.get(item="credit_commitment").content)
    used = {
        **row,
        "commitment_number": "31000020261123000001",
        "committed_on": "2026-11-23",
        "valid_until": "",
    }
    source = Source.of_rows([used], folder=settings.GONGXIN_DATA)
    assert batch.submit(source, item="credit_commitment", unit=MARKET, on=ON).accepted == 1

    assert commitment.number_for(MARKET, on=ON) == "31000020261123000002"


def test_the_month_counts_what_came_what_was_verified_and_what_was_broken(signed):
    kept, broken = signed(), signed(LATER, ("社保证明",))
    commitment.find_kept(kept.record, unit=MARKET, by="alice", on=ON)
    established(broken.record)

    found = {one.kind: one for one in figures(months=1, on=date(2026, 11, 30), unit=MARKET)}
    assert (found["证明事项型"].received, found["证明事项型"].verified, found["证明事项型"].broken) == (
        1,
        1,
        0,
    )
    later = found["容缺受理型"]
    assert (later.received, later.completing, later.verified, later.broken) == (1, 1, 1, 1)
