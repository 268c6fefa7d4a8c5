"""The letters of a real case: written once, the same file ever after, with who fetched it first."""

import io
import re
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from gongxin.actions import case as actions
from gongxin.actions import case_letter as kept
from gongxin.actions import unit
from gongxin.actions.case import Document, Filing
from gongxin.actions.case_letter import LetterGone
from gongxin.disclosure.role import Role, UnitKind
from gongxin.procedures.case import Actor
from gongxin.queries import case as facts
from gongxin.queries import case_letter
from gongxin.reports.case_letter import Fetcher, fetch, owed_letters
from gongxin.reports.letter import NoLetter
from gongxin.store.models import Letter, LetterFetch

AMBER, MARKET, CENTRE = "91310000MA0000015F", "11310000000000035N", "12310000000000019X"
ON, AT = date(2026, 9, 28), datetime(2026, 9, 28, 3, tzinfo=UTC)
LATER = datetime(2026, 10, 9, 3, tzinfo=UTC)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
OWNER = Actor("owner", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({AMBER}))
OPERATOR = Actor("operator", frozenset({Role.CENTRE_OPERATOR}), unit=CENTRE)
OFFICER = Actor("officer", frozenset({Role.DATA_OFFICER}), unit=MARKET)
HERSELF = Fetcher("owner")


@pytest.fixture
def case(recorded):
    unit.add(CENTRE, "示范市公共信用信息中心", kind=UnitKind.CENTRE)
    (record,) = recorded({"content": {"CF_WSH": "示市监处罚〔2026〕1号"}})
    evidence = (Document("grounds", "证据.pdf", PDF),)
    filing = Filing("objection", AMBER, record, ground="error", reason="我方的秘密理由", documents=evidence)
    number = actions.file(filing, by=OWNER, on=ON)
    for step, by, on, reason in (
        ("forward", OPERATOR, ON, ""),
        ("dismiss", OFFICER, date(2026, 10, 9), "处罚决定书与报送内容一致。"),
    ):
        seen = facts.one(number, by, on=on).facts.version
        actions.take(number, step, seen=seen, by=by, on=on, reason=reason)
    return number


@pytest.fixture
def view(case):
    return facts.one(case, OWNER, on=date(2026, 10, 9))


def text_of(pdf):
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def test_a_case_has_the_letters_that_its_steps_owe(view):
    assert [(one.number, str(one.kind)) for one in owed_letters(view)] == [
        (1, "acceptance"), (2, "information"), (3, "refusal"),
    ]  # fmt: skip


def test_an_acceptance_says_when_the_answer_is_due_and_not_what_the_applicant_wrote(view):
    text = text_of(fetch(view, 1, "zh", by=HERSELF, at=AT))

    assert f"{view.facts.number}-1" in text
    assert "2026 年 9 月 30 日" in text
    assert "我方的秘密理由" not in text


def test_a_refusal_is_signed_by_the_unit_that_decided_with_reasons_and_remedies(view):
    text = text_of(fetch(view, 3, "zh", by=HERSELF, at=LATER))

    for words in ("异议不成立决定书", MARKET, "处罚决定书与报送内容一致", "行政复议", "2026 年 10 月 9 日"):
        assert words in text
    assert "Objection dismissed" in text_of(fetch(view, 3, "en", by=HERSELF, at=LATER))


def test_a_letter_is_the_same_file_ever_after_and_who_fetched_it_first_is_on_record(view):
    first = fetch(view, 3, "zh", by=HERSELF, at=AT)
    again = fetch(view, 3, "zh", by=HERSELF, at=LATER)
    officer = fetch(view, 3, "zh", by=Fetcher("officer", MARKET), at=LATER)

    assert first == again == officer
    assert Letter.objects.count() == 1
    assert [(one.by, one.unit, one.at) for one in case_letter.fetches(view.facts.id)] == [
        ("owner", "", AT), ("officer", MARKET, LATER),
    ]  # fmt: skip


def test_of_two_written_at_once_the_first_stands(view):
    step = view.steps[0].id
    kept.keep(step, "acceptance", "zh", b"first", at=AT)
    kept.keep(step, "acceptance", "zh", b"second", at=AT)

    assert fetch(view, 1, "zh", by=HERSELF, at=AT) == b"first"


def test_a_letter_that_was_cleared_away_is_not_written_anew(view):
    fetch(view, 1, "zh", by=HERSELF, at=AT)
    kept.forget(view.facts.subject)

    with pytest.raises(LetterGone):
        fetch(view, 1, "zh", by=HERSELF, at=LATER)
    assert LetterFetch.objects.count() == 1


def test_a_step_without_a_letter_has_none(view):
    for number in (0, 4):
        with pytest.raises(NoLetter):
            fetch(view, number, "zh", by=HERSELF, at=AT)
