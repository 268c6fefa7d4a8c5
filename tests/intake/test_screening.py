"""A batch as a whole: every row accounted for, every fault named once."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongxin.organisations.uscc import check, make

AMBER = make("91", "310114", "MA1AMB01")


def test_a_sound_row_is_clean(screened, sound):
    counts = screened([sound]).counts

    assert (counts.rows, counts.clean, counts.rejected, counts.warnings) == (1, 1, 0, 0)


@pytest.mark.parametrize(
    ("change", "field", "rule"),
    [
        ({"CF_WSH": ""}, "CF_WSH", "required.missing"),
        ({"CF_WSH": "无"}, "CF_WSH", "required.missing"),
        ({"CF_WSH": "电话13812345678"}, "CF_WSH", "personal.mobile"),
        ({"CF_WSH": " 　"}, "CF_WSH", "required.missing"),
        ({"CF_SY": "\u200b\u3000\t"}, "CF_SY", "required.missing"),
        ({"CF_SY": "长" * 5001}, "CF_SY", "text.too_long"),
        ({"CF_JDRQ": "2026-02-30"}, "CF_JDRQ", "date.unreadable"),
        ({"CF_JDRQ": "去年"}, "CF_JDRQ", "date.unreadable"),
        ({"CF_JDRQ": "2026-11-21"}, "CF_JDRQ", "date.in_future"),
        ({"CF_NR_FK": "三百"}, "CF_NR_FK", "decimal.unreadable"),
        ({"CF_NR_FK": "0.0300001"}, "CF_NR_FK", "decimal.too_precise"),
        ({"CF_CFLB": "罚款;鞭刑"}, "CF_CFLB", "code.unknown"),
        ({"CF_XDR_LB": "火星人"}, "CF_XDR_LB", "code.unknown"),
        ({"CF_XDR_SHXYM": ""}, "CF_XDR_SHXYM", "subject.unidentified"),
        ({"CF_XDR_SHXYM": "0" * 17 + "X", "CF_XDR_LB": "个体工商户"}, "CF_XDR_SHXYM", "uscc.placeholder"),
        (
            {"CF_XDR_SHXYM": AMBER[:-1] + ("0" if AMBER[-1] != "0" else "1")},
            "CF_XDR_SHXYM",
            "uscc.check_character",
        ),
        ({"CF_CFJGDM": "440301103097573"}, "CF_CFJGDM", "uscc.registration_number_15"),
        ({"CF_NR_FK": "300"}, "CF_NR_FK", "penalty.amount_in_yuan"),
        ({"CF_NR_FK": ""}, "CF_NR_FK", "penalty.fine_amount_missing"),
        ({"CF_CFLB": "罚款;没收违法所得"}, "CF_NR_WFFF", "penalty.confiscation_amount_missing"),
        ({"CF_NR": "适用简易程序，罚款300元"}, "CF_WSH", "penalty.summary_procedure"),
        ({"CF_SY": "当事人电话13812345678，已核实"}, "CF_SY", "personal.mobile"),
        ({"CF_CFLB": "罚款;其他-电话13812345678"}, "CF_CFLB", "personal.mobile"),
        ({"CF_XDR_SWDJ": "11010519491231002X"}, "CF_XDR_SWDJ", "personal.identity_number"),
    ],
)
def test_one_fault_gives_one_finding(rules, screened, sound, change, field, rule):
    found = rules({**sound, **change})

    assert (1, field, rule) in found
    assert [
        one for one in found if one[1] == field and one[2] != rule and not one[2].startswith("penalty.")
    ] == []


def test_an_unreadable_amount_is_not_also_missing(rules, sound):
    assert rules({**sound, "CF_NR_FK": "三百"}) == [(1, "CF_NR_FK", "decimal.unreadable")]


def test_every_row_has_one_outcome_and_the_counts_add_up(screened, sound):
    person = {**sound, "CF_XDR_LB": "自然人", "CF_WSH": "3号"}
    bad = {**sound, "CF_WSH": "2号", "CF_JDRQ": "?"}

    screening = screened([sound, bad, person, sound])

    counts = screening.counts
    outcomes = screening.connection.execute("SELECT row, outcome FROM outcome ORDER BY row").fetchall()
    assert outcomes == [(1, "clean"), (2, "rejected"), (3, "refused_natural_person"), (4, "duplicate")]
    assert (
        counts.rows == counts.clean + counts.duplicate + counts.rejected + counts.refused_natural_person == 4
    )


@pytest.mark.parametrize(
    "sign",
    [
        {"CF_XDR_LB": "自然人"},
        {"CF_XDR_LB": "自然人（个体）"},
        {"CF_XDR_ZJHM": "11010519491231002X"},
        {"CF_XDR_ZJLX": "身份证"},
        {"CF_XDR_LB": "", "CF_XDR_SHXYM": "11010519491231002X"},
    ],
)
def test_a_natural_person_is_refused_and_leaves_a_row_number_only(screened, sound, sign):
    screening = screened([{**sound, "CF_SY": "张三的事", **sign}])

    assert screening.counts.refused_natural_person == 1
    (found,) = screening.connection.execute("SELECT row, rule, value FROM findings").fetchall()
    assert found == (1, "subject.natural_person", None)


def test_a_sole_trader_is_an_organisation(screened, sound):
    trader = {**sound, "CF_XDR_LB": "个体工商户", "CF_XDR_SHXYM": make("92", "310114", "MA1K0001")}

    assert screened([trader]).counts.clean == 1


def test_an_identity_number_as_the_code_of_an_organisation_is_an_error_and_masked(screened, sound):
    screening = screened([{**sound, "CF_XDR_SHXYM": "11010519491231002X"}])

    ((rule, value),) = screening.connection.execute("SELECT rule, value FROM findings").fetchall()
    assert rule == "uscc.identity_number"
    assert "19491231" not in value


def test_blank_rows_are_no_rows_but_keep_their_numbers(screened, tmp_path, sound):
    path = tmp_path / "blank.csv"
    head, row = ",".join(sound), ",".join(sound.values())
    path.write_text(f"{head}\n{',' * (len(sound) - 1)}\n{row}\n", "utf-8")

    screening = screened(path)

    assert screening.counts.rows == 1
    assert screening.connection.execute("SELECT row FROM outcome").fetchall() == [(2,)]


def test_headers_may_be_codes_labels_or_aliases_and_unknown_ones_are_reported(screened, sound):
    row = {"行政相对人名称" if key == "CF_XDR_MC" else key: value for key, value in sound.items()}
    row = {"统一社会信用代码" if key == "CF_XDR_SHXYM" else key: value for key, value in row.items()}

    screening = screened([{**row, "我们的流水号": "7"}])

    assert screening.counts.clean == 1
    assert screening.unknown_columns == ("我们的流水号",)


def test_the_clean_table_is_ready_for_the_ledger(screened, sound):
    row = {**sound, "CF_XDR_SHXYM": sound["CF_XDR_SHXYM"].lower(), "CF_NR_FK": "3００元", "CF_FRDB": "张三"}

    clean = screened([row], keep=True).connection.execute("SELECT * FROM clean").fetchall()

    ((number, uscc, name, record, decided_on, valid_until, ended_on, tier, is_late, content),) = clean
    assert (number, uscc, name) == (1, sound["CF_XDR_SHXYM"], "琥珀食品有限公司")
    assert isinstance(record, UUID)
    assert (decided_on, valid_until, ended_on) == (date(2026, 11, 12), date(2099, 12, 31), None)
    assert (tier, is_late) == ("ordinary", False)
    assert '"CF_NR_FK":0.03,' in content
    assert '"CF_CFLB":["罚款"]' in content
    assert '"CF_JDRQ":"2026-11-12"' in content
    assert "张三" not in content
    assert list(__import__("json").loads(content)) == [key for key in sound if key != "CF_FRDB"]


def test_a_record_keeps_its_number_when_its_content_changes(screened, sound):
    def record(row):
        return screened([row], keep=True).connection.execute("SELECT record FROM clean").fetchone()

    assert record(sound) == record({**sound, "CF_SY": "改正后的事实。"})
    assert record(sound) == record({**sound, "CF_WSH": "示市监处罚〔２０２６〕１２号"})
    assert record(sound) != record({**sound, "CF_WSH": "示市监处罚〔2026〕13号"})


def test_content_too_large_for_one_vector_is_screened_row_by_row_alike(screened, sound):
    rows = [
        {**sound, "CF_WSH": f"{number}号", "CF_JDRQ": "?" if number % 7 == 0 else "2026-11-12"}
        for number in range(5000)
    ]

    screening = screened(rows)

    found = screening.connection.execute(
        "SELECT row FROM findings WHERE rule = 'date.unreadable' ORDER BY row"
    ).fetchall()
    assert found == [(number + 1,) for number in range(5000) if number % 7 == 0]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.text(alphabet="0123456789ABCDEFGHJX９ａ-", min_size=1, max_size=20),
        min_size=1,
        max_size=20,
        unique=True,
    )
)
def test_codes_in_bulk_are_judged_as_one_by_one(screened, sound, codes):
    words = {"-", "--"}
    codes = [code for code in codes if code not in words] or ["A"]
    rows = [{**sound, "CF_WSH": f"{place}号", "CF_CFJGDM": code} for place, code in enumerate(codes)]

    found = (
        screened(rows)
        .connection.execute("SELECT row, rule FROM findings WHERE field = 'CF_CFJGDM'")
        .fetchall()
    )

    assert sorted(found) == sorted(
        (row, rule.rule) for row, code in enumerate(codes, 1) for rule in check(code).findings
    )


@pytest.mark.parametrize(
    "field", ["CF_XDR_SHXYM", "CF_CFJGDM", "CF_JDRQ", "CF_NR_FK", "CF_CFLB", "CF_SY", "CF_WSH"]
)
@pytest.mark.parametrize(
    "number", ["11010519491231002X", "110105194912310021", "13812345678", "张三 138 1234 5678"]
)
def test_no_finding_shows_a_personal_number_whatever_column_it_stands_in(screened, sound, field, number):
    screening = screened([{**sound, field: number}, {**sound, "CF_WSH": "2号", field: f"{number} {number}"}])

    shown = screening.connection.execute("SELECT string_agg(value, ' ') FROM findings").fetchone()[0] or ""
    assert "19491231" not in shown
    assert "12345678" not in shown
    assert "1234 5678" not in shown


@pytest.mark.parametrize("amount", ["1822800", "13812345678", "999999999999.999999"])
def test_the_largest_amounts_stop_no_rule(screened, sound, amount):
    rows = [
        {**sound, "CF_NR_FK": amount, "CF_NR": text}
        for text in ("罚款20000000000亿元", "罚款182.28亿元", "罚款壹元")
    ]

    assert screened([{**row, "CF_WSH": f"{n}号"} for n, row in enumerate(rows)]).counts.rows == 3
