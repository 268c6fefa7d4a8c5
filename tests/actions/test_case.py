"""Cases through the database: filed, moved, on record, told of, and never moved twice at once."""

import json
import threading
from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, connections, transaction

from gongxin.actions import case as actions
from gongxin.actions import unit
from gongxin.actions.case import AlreadyFiled, CaseMoved, Document, Filing, NoSuchCase
from gongxin.actions.case_subject import NoSuchSubject
from gongxin.actions.letter import LetterRefused
from gongxin.disclosure.role import Role, UnitKind
from gongxin.intake.free_text import PersonalInText
from gongxin.procedures.case import Actor, Incomplete, NotYours, SamePerson
from gongxin.store.models import Case, CaseDocument, CaseStep, Notice, RecordMark

AMBER, MARKET, CENTRE = "91310000MA0000015F", "11310000000000035N", "12310000000000019X"
ON = date(2026, 9, 28)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
EVIDENCE = (Document("grounds", "证据.pdf", PDF),)
OWNER = Actor("owner", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({AMBER}))
OPERATOR = Actor("operator", frozenset({Role.CENTRE_OPERATOR}), unit=CENTRE)
REVIEWER = Actor("reviewer", frozenset({Role.CENTRE_REVIEWER}), unit=CENTRE)
OFFICER = Actor("officer", frozenset({Role.DATA_OFFICER}), unit=MARKET)
OFFICER2 = Actor("officer2", frozenset({Role.DATA_REVIEWER}), unit=MARKET)


@pytest.fixture
def record(recorded):
    unit.add(CENTRE, "示范市公共信用信息中心", kind=UnitKind.CENTRE)
    (record,) = recorded({"content": {"CF_WSH": "示市监处罚〔2026〕1号"}})
    return record


def objection(record, **changes):
    given = {
        "procedure": "objection", "uscc": AMBER, "subject": record, "ground": "error",
        "reason": "金额有误", "documents": EVIDENCE,
    }  # fmt: skip
    return Filing(**{**given, **changes})


def filed(record, **changes):
    return actions.file(objection(record, **changes), by=OWNER, on=ON)


def take(case, step, by, on=ON, **given):
    seen = Case.objects.get(id=case).version
    actions.take(case, step, seen=seen, by=by, on=on, **given)


def test_a_filed_case_stands_with_its_step_its_document_and_its_due_date(record):
    case = Case.objects.get(id=filed(record))

    assert (case.state, case.version, case.number) == ("comparing", 1, "20260928-0001")
    assert (case.provider, case.due_on) == (MARKET, date(2026, 9, 30))
    assert case.title["zh"].endswith("示市监处罚〔2026〕1号")
    (step,) = case.steps.all()
    (document,) = case.documents.all()
    assert (step.step, step.by, step.documents) == ("file", "owner", [document.digest])
    assert actions.case_document.path_of(document.digest).read_bytes() == PDF


def test_every_step_is_an_entry_of_the_ledger_that_follows_the_one_before(record):
    case = filed(record)
    take(case, "forward", OPERATOR)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT version, item, uscc, unit, content, sequence FROM entry WHERE kind = 'case' ORDER BY 1"
        )
        rows = cursor.fetchall()

    assert [(row[0], row[1], row[2], row[3]) for row in rows] == [
        (1, "objection", AMBER, MARKET),
        (2, "objection", AMBER, MARKET),
    ]
    said = json.loads(rows[0][4])
    assert (said["step"], said["by"], said["reason"], said["subject"]) == (
        "file", "owner", "金额有误", str(record),
    )  # fmt: skip
    assert [step.sequence for step in CaseStep.objects.order_by("number")] == [row[5] for row in rows]


def test_the_notices_that_a_step_owes_are_sent_with_it_once(record):
    case = filed(record)
    take(case, "forward", OPERATOR)

    sent = [(one.kind, one.uscc or one.unit) for one in Notice.objects.order_by("kind")]
    assert sent == [
        ("objection_filed", CENTRE),
        ("objection_forwarded", AMBER),
        ("objection_to_verify", MARKET),
    ]
    assert Notice.objects.get(kind="objection_to_verify").values["due_on"] == "2026-10-10"


def test_the_same_step_twice_in_a_case_owes_a_notice_each_time(record):
    case = filed(record)
    for _ in range(2):
        take(case, "ask_for_material", OPERATOR, reason="请提供发票")
        take(case, "supply_material", OWNER, documents=EVIDENCE)

    assert Notice.objects.filter(kind="material_wanted").count() == 2
    assert CaseDocument.objects.count() == 1  # the same file is kept once


def test_who_saw_an_earlier_version_changes_nothing(record):
    case = filed(record)
    take(case, "forward", OPERATOR)

    with pytest.raises(CaseMoved, match="刷新"):
        actions.take(case, "forward", seen=1, by=REVIEWER, on=ON)
    assert Case.objects.get(id=case).version == CaseStep.objects.count() == 2


def test_what_the_table_refuses_leaves_nothing_behind(record):
    case = filed(record)
    with pytest.raises(NotYours):
        take(case, "forward", OFFICER)
    with pytest.raises(Incomplete):
        take(case, "ask_for_material", OPERATOR)
    with pytest.raises(NoSuchCase):
        actions.take(uuid4(), "forward", seen=1, by=OPERATOR, on=ON)

    assert CaseStep.objects.count() == 1


def test_one_case_of_a_kind_is_open_about_a_record(record):
    number = Case.objects.get(id=filed(record)).number

    with pytest.raises(AlreadyFiled, match=number):
        filed(record)
    take(Case.objects.get().id, "withdraw", OWNER)
    filed(record)
    assert sorted(Case.objects.values_list("number", flat=True)) == ["20260928-0001", "20260928-0002"]


@pytest.mark.parametrize("change", ["record", "organisation", "ground", "paper"])
def test_a_filing_about_nothing_or_without_its_ground_is_refused(record, change):
    odd, refusal = {
        "record": ({"subject": uuid4()}, NoSuchSubject),
        "organisation": ({"uscc": MARKET}, NoSuchSubject),
        "ground": ({"ground": "mood"}, Incomplete),
        "paper": ({"channel": "window", "documents": ()}, Incomplete),
    }[change]

    with pytest.raises(refusal):
        filed(record, **odd)
    assert not Case.objects.exists()


def test_a_persons_number_and_an_odd_file_are_refused_before_anything_is_written(record):
    with pytest.raises(PersonalInText):
        filed(record, reason="身份证 11010519491231002X")
    with pytest.raises(LetterRefused):
        filed(record, documents=(Document("grounds", "证据.exe", b"MZ"),))
    assert not Case.objects.exists()


def test_an_operator_enters_at_the_window_what_the_organisation_signed(record):
    from dataclasses import replace

    with pytest.raises(NotYours):
        actions.file(objection(record, channel="window"), by=OPERATOR, on=ON)
    papers = replace(OPERATOR, papers=frozenset({AMBER}))
    case = Case.objects.get(id=actions.file(objection(record, channel="window"), by=papers, on=ON))

    assert (case.channel, case.filed_by) == ("window", "operator")


def test_a_case_is_closed_when_it_is_settled_and_not_before(record):
    case = filed(record)
    take(case, "forward", OPERATOR)
    take(case, "dismiss", OFFICER, reason="核查无误", on=date(2026, 10, 9))
    settled = Case.objects.get(id=case)
    assert (settled.state, settled.closed_on, settled.due_on) == ("dismissed", date(2026, 10, 9), None)

    take(case, "dissent", OWNER, on=date(2026, 10, 12))
    assert Case.objects.get(id=case).closed_on == date(2026, 10, 9)


def test_the_second_person_is_another(record):
    case = filed(record)
    take(case, "forward", OPERATOR)
    take(case, "propose_upholding", OFFICER, reason="确有错误")

    with pytest.raises(SamePerson):
        take(case, "uphold_with_withdrawal", OFFICER)
    take(case, "uphold_with_withdrawal", OFFICER2)
    result = Notice.objects.get(kind="objection_result")
    assert result.values["reason"] == "确有错误"  # the proposal's, where the confirmation gives none


def test_the_database_refuses_what_no_step_did(record):
    case = filed(record)
    for sql in (
        "UPDATE case_file SET state = 'upheld'",
        "UPDATE case_file SET state = 'upheld', version = version + 2",
        "UPDATE case_file SET uscc = 'X', version = version + 1",
        "DELETE FROM case_file",
        "UPDATE case_step SET reason = ''",
        "DELETE FROM case_step",
        "UPDATE case_document SET name = 'x'",
        "UPDATE record_mark SET from_on = '2020-01-01'",
        "DELETE FROM record_mark",
    ):
        with (
            pytest.raises((ProgrammingError, InternalError)),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)
    assert Case.objects.get(id=case).state == "comparing"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE case_file SET state = 'upheld', version = version + 1",
        "INSERT INTO record_mark (record, kind, from_on, case_id, sequence)"
        " SELECT subject, 'repaired', '2026-01-01', id, 1 FROM case_file",
    ],
)
def test_at_its_end_a_transaction_must_have_the_step_in_the_ledger(record, sql):
    filed(record)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{sql}; SET CONSTRAINTS ALL IMMEDIATE")


def test_of_several_who_take_the_same_step_at_once_one_gets_through(recorded_for_good):
    unit.add(CENTRE, "示范市公共信用信息中心", kind=UnitKind.CENTRE)
    (record,) = recorded_for_good({"content": {"CF_WSH": "1号"}})
    case, ready, outcomes = filed(record), threading.Barrier(6), []

    def forward(number):
        by = Actor(f"operator{number}", frozenset({Role.CENTRE_OPERATOR}), unit=CENTRE)
        ready.wait()
        try:
            actions.take(case, "forward", seen=1, by=by, on=ON)
            outcomes.append("taken")
        except CaseMoved:
            outcomes.append("moved")
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=forward, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["moved"] * 5 + ["taken"]
    assert Case.objects.get(id=case).version == CaseStep.objects.count() == 2
    assert RecordMark.objects.filter(kind="suspended").count() == 1
    assert Notice.objects.filter(kind="objection_to_verify").count() == 1
