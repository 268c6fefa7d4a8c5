"""Real rows, each with the right finding."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from gongxin.intake.mapping import HeaderMapping

DATA = Path(__file__).parents[2] / ".." / "shared" / "data"
pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="the folder of real data is not beside the checkout"
)

PENALTIES = HeaderMapping(
    {
        "subject_name": "CF_XDR_MC",
        "decision_date": "CF_JDRQ",
        "penalty_types": "CF_CFLB",
        "violation_type": "CF_WFXW",
        "legal_basis": "CF_YJ",
        "case_title": "CF_SY",
        "penalty_content": "CF_NR",
        "fine_wan": "CF_NR_FK",
        "confiscated_wan": "CF_NR_WFFF",
    },
    {"CF_XDR_LB": "法人及非法人组织", "CF_YXQ": "2099/12/31"},
)
MISSING = {
    ("CF_XDR_SHXYM", "subject.unidentified"),
    *((field, "required.missing") for field in ("CF_WSH", "CF_CFJG", "CF_CFJGDM", "CF_SJLY", "CF_SJLYDM")),
}


def by_row(screening):
    found = {}
    for row, field, rule in screening.connection.execute("SELECT row, field, rule FROM findings").fetchall():
        found.setdefault(row, set()).add((field, rule))
    return found


def test_each_real_penalty_lacks_what_its_source_lacks_and_no_amount_is_doubted(screened):
    screening = screened(DATA / "penalties_shenzhen_2022.csv", mapping=PENALTIES)

    found = by_row(screening)

    assert screening.counts.rows == screening.counts.rejected == len(found)
    assert all(rules >= MISSING for rules in found.values())
    goods = ("CF_NR_WFFF", "penalty.confiscated_goods_without_amount")
    assert Counter(rule for rules in found.values() for rule in rules - MISSING) == {goods: 2}
    assert goods in found[9]


@pytest.fixture
def changed(screened, tmp_path):
    """The real rows with two lines put behind them."""

    def run(*lines):
        text = (DATA / "penalties_shenzhen_2022.csv").read_text("utf-8").rstrip("\n")
        path = tmp_path / "changed.csv"
        path.write_text("\n".join([text, *lines]) + "\n", "utf-8")
        rows = text.count("\n")
        found = by_row(screened(path, mapping=PENALTIES))
        return [found[rows + place] - MISSING for place in range(1, len(lines) + 1)]

    return run


def test_one_decision_twice_an_amount_in_yuan_and_a_confiscation_without_a_fine(changed):
    twice = (DATA / "penalties_shenzhen_2022.csv").read_text("utf-8").splitlines()[1]
    in_yuan = twice.replace("0.03", "300")
    goods = "深圳示例公司,20220513,没收违法所得,产品质量违法行为,条例第一条,示例案,没收违法所得,0,0.5"
    none = "深圳示例公司,20220513,没收违法所得,产品质量违法行为,条例第一条,示例案二,没收违法所得,0,0"

    assert changed(twice, in_yuan, goods, none) == [
        {("", "row.duplicate_in_file")},
        {("CF_NR_FK", "penalty.amount_in_yuan")},
        set(),
        {("CF_NR_WFFF", "penalty.confiscation_amount_missing")},
    ]


def test_real_organisations_pass_without_a_mapping(screened):
    screening = screened(DATA / "organisations_sample.csv", item="organisation_registration")

    found = screening.connection.execute("SELECT DISTINCT rule, severity FROM findings").fetchall()
    assert screening.counts.clean == screening.counts.rows > 5000
    assert found == [("uscc.region", "warning")]
    assert screening.unknown_columns == ()


NAMED = {
    "check18": "uscc.check_character",
    "orgcheck": "uscc.organisation_code",
    "len15": "uscc.registration_number_15",
    "len13": "uscc.registration_number_13",
    "len10": "uscc.organisation_code_9",
    "len1": "subject.unidentified",
}


def test_each_real_wrong_code_is_named(screened):
    mapping = HeaderMapping({"raw_code": "uscc", "registration_date": "registration_date", "name": "name"})
    path = DATA / "uscc_invalid_examples.csv"
    screening = screened(path, item="organisation_registration", mapping=mapping)

    found = by_row(screening)
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows, 1):
        rules = {rule for field, rule in found.get(number, ()) if field == "uscc"}
        assert rules == {NAMED[row["error"]]} if row["error"] in NAMED else len(rules) == 1
