"""Letters on paper: in both languages, with remedies for whoever is refused, and as the city wants them."""

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from gongxin.law.label import Label
from gongxin.law.reading import InvalidLaw
from gongxin.procedures.index import PROCEDURES, procedure
from gongxin.procedures.letter import letters
from gongxin.reports import letter as reports
from gongxin.reports.letter import Letter, NoLetter, sample, told, written
from gongxin.reports.letter_words import letter_words
from gongxin.reports.typst import TEMPLATES, TemplateBroken

AT = datetime(2026, 9, 29, 2, tzinfo=UTC)
EVERY = [(code, str(kind)) for code, known in PROCEDURES.items() for kind in letters(known)]


def text_of(pdf: bytes) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


@pytest.fixture
def refusal():
    known = procedure("objection")
    return Letter(
        procedure=known,
        step=known.step("dismiss"),
        number="20260922-0007-3",
        case="20260922-0007",
        uscc="91310114MA1GT00019",
        organisation="示范市白桦运输有限公司",
        about=Label("行政处罚 第 5 号", "Penalty No. 5"),
        filed_on=date(2026, 9, 22),
        on=date(2026, 9, 29),
        unit=Label("示范市市场监督管理局", "示范市市场监督管理局"),
        reason="经核查，处罚决定书与报送内容一致。#set text(red)",
        sequence=77,
    )


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("code", "kind"), EVERY, ids=[".".join(one) for one in EVERY])
def test_every_letter_has_a_sample_that_says_it_is_one(code, kind, language):
    text = text_of(sample(code, kind, language))

    assert ("样张" in text) if language == "zh" else ("Sample · of no effect" in text)
    assert "{" not in text
    assert "：：" not in text


def test_a_sample_is_the_same_file_each_time():
    assert sample("repair", "refusal", "zh") == sample("repair", "refusal", "zh")


def test_a_refusal_gives_reason_remedy_and_term():
    known = procedure("repair")
    content = told(reports._sample(known, known.step("refuse"), "zh"), "zh")

    assert [re.sub(r"（.*", "", one) for one in content["remedies"]] == [
        "条件具备后，可以再次申请。",
        "可以自知道本决定之日起 60 日内，依法申请行政复议。",
        "也可以自知道本决定之日起 6 个月内，依法直接向人民法院提起行政诉讼。",
    ]
    assert content["reason"]


def test_only_a_refusal_names_remedies(refusal):
    granted = replace(refusal, step=refusal.procedure.step("correct"))

    assert told(granted, "zh")["remedies"] == []
    assert len(told(refusal, "zh")["remedies"]) == 3


def test_an_acceptance_explains_its_term_day_by_day():
    known = procedure("objection")
    (term,) = told(reports._sample(known, known.step("file"), "zh"), "zh")["terms"]

    assert term["due_on"] == "2026 年 9 月 30 日"
    assert any("第 2 个工作日" in line for line in term["lines"])


def test_a_request_for_material_says_which():
    known = procedure("objection")

    assert told(reports._sample(known, known.step("ask_for_material"), "zh"), "zh")["material"] == [
        "异议申请及证据"
    ]


def test_what_a_unit_wrote_is_printed_as_it_stands_and_the_letter_is_sealed(refusal, db):
    pdf = written(refusal, language="zh", at=AT)

    assert "#set text(red)" in text_of(pdf)
    assert "示范市白桦运输有限公司" in text_of(pdf)
    assert "第 77 条" in text_of(pdf)
    assert b"/ETSI.CAdES.detached" in pdf


def test_a_step_that_owes_no_letter_makes_none(refusal):
    with pytest.raises(NoLetter, match="acceptance"):
        sample("objection", "farewell", "zh")
    with pytest.raises(NoLetter):
        told(replace(refusal, step=refusal.procedure.step("dissent")), "zh")


@pytest.fixture
def city(tmp_path, settings):
    (tmp_path / "reports" / "templates").mkdir(parents=True)
    settings.GONGXIN_CITY, settings.GONGXIN_CITY_FOLDERS = tmp_path, (tmp_path,)
    return tmp_path / "reports"


def test_a_city_puts_its_own_template_and_words_in_the_place_of_ours(city):
    ours = (TEMPLATES / "letter.typ").read_text("utf-8")
    (city / "templates" / "letter.typ").write_text(ours.replace("文号", "示范市文号"), "utf-8")
    (city / "letters.toml").write_text(
        '[procedures.repair.decision]\ntitle = { zh = "示范市修复决定", en = "Repair in our city" }\n',
        "utf-8",
    )

    text = text_of(sample("repair", "decision", "zh"))

    assert "示范市文号" in text
    assert "示范市修复决定" in text
    assert "已修复" in text  # the text falls back on that of the kind
    assert "异议不成立决定书" in text_of(sample("objection", "refusal", "zh"))


def test_a_broken_template_of_the_city_is_named_as_such(city):
    (city / "templates" / "letter.typ").write_text("#let printed(it, language) = it.nothing", "utf-8")

    with pytest.raises(TemplateBroken, match=r"letter\.typ"):
        sample("repair", "decision", "zh")


@pytest.mark.parametrize(
    "text",
    [
        '[procedures.repair.decision]\ntitel = "x"\n',
        '[kinds.decision]\ntitle = { zh = "x", en = "x" }\n',
        '[procedures.repair.decision]\ntext = [{ zh = "{salary}", en = "x" }]\n',
        '[remedies_of]\nrepair = ["prayer"]\n',
    ],
)
def test_words_that_nobody_would_read_are_refused_by_name(city, text):
    (city / "letters.toml").write_text(text, "utf-8")

    with pytest.raises(InvalidLaw, match=r"letters\.toml"):
        letter_words(city.parent)


def written_for(code, step, **changes):
    known = procedure(code)
    letter = Letter(
        procedure=known, step=known.step(step), number="1-1", case="1", uscc="91310114MA1GT00019",
        organisation="示范市白桦运输有限公司", about=Label("行政处罚 第 5 号", "Penalty No. 5"),
        filed_on=date(2026, 9, 22), on=date(2026, 9, 29), unit=Label("某局", "a bureau"), reason="理由。",
        sequence=7,
    )  # fmt: skip
    return told(replace(letter, **changes), "zh")


def test_a_step_with_words_of_its_own_goes_before_its_kind():
    revoked, refused = written_for("repair", "revoke"), written_for("repair", "refuse")

    assert (revoked["title"], refused["title"]) == ("撤销信用修复决定书", "不予信用修复决定书")
    assert "予以撤销" in revoked["text"][0]


@pytest.mark.parametrize(
    ("code", "step"), [("repair", "revoke"), ("temporary_repair", "end"), ("commitment", "establish")]
)
def test_what_is_decided_against_an_organisation_names_where_it_can_go(code, step):
    assert any("行政复议" in one for one in written_for(code, step)["remedies"])


def test_that_no_breach_was_established_is_no_refusal():
    said = written_for("commitment", "drop")

    assert (said["title"], said["remedies"]) == ("不认定违诺通知书", [])


def test_an_instrument_is_not_named_beside_its_own_article():
    assert written_for("repair", "refuse")["basis"].count("信用修复管理办法") == 1
