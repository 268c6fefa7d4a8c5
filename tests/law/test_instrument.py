"""The instruments we hold say what they are, and since when and until when they apply."""

from datetime import date

import pytest

from gongxin.law.citation import Article
from gongxin.law.instrument import instrument_from, instruments, title
from gongxin.law.reading import InvalidLaw


def write(folder, text, name="CITY-1.toml"):
    path = folder / "law" / "instruments" / name
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    return path


GOOD = 'title = { zh = "某市办法", en = "City rule" }\nsource = "公报"\nchecked_on = 2026-11-01\n'


def test_repair_rests_on_the_measures_of_2026_and_before_on_those_of_2023():
    held = instruments()

    assert not held["NDRC-36"].is_in_force(date(2026, 3, 31))
    assert held["NDRC-36"].is_in_force(date(2026, 4, 1))
    assert held["NDRC-58"].is_in_force(date(2026, 3, 31))
    assert not held["NDRC-58"].is_in_force(date(2026, 4, 1))


def test_an_article_past_the_last_one_cannot_exist():
    assert instruments()["NDRC-36"].holds(Article("NDRC-36", "30"))
    assert not instruments()["NDRC-36"].holds(Article("NDRC-36", "31"))
    assert not instruments()["NDRC-36"].holds(Article("NDRC-36", "0"))


def test_a_title_names_the_instrument_the_article_and_what_it_is_about():
    assert title(Article("SH", "29")).zh == "《上海市公共信用信息归集和使用管理办法》第29条（异议处理）"
    assert title(Article("SH", "29")).en.endswith("art. 29 (handling of objections)")
    assert title(Article("GB32100")).zh == "《法人和其他组织统一社会信用代码编码规则》"


def test_a_paragraph_is_about_what_its_article_is_about():
    assert title(Article("SH", "12(4)")).zh.endswith("第12(4)条（失信信息）")


def test_an_instrument_we_do_not_hold_shows_its_citation():
    assert title(Article("NOWHERE", "1")).zh == "NOWHERE 1"


def test_a_city_adds_instruments_of_its_own(tmp_path):
    write(tmp_path, GOOD + "from = 2026-01-01\n")

    assert instruments(tmp_path)["CITY-1"].title.zh == "某市办法"
    assert "CITY-1" not in instruments()


@pytest.mark.parametrize(
    "text",
    [
        GOOD + "form = 2026-01-01\n",
        GOOD.replace("checked_on = 2026-11-01\n", ""),
        GOOD + 'from = "2026-01-01"\n',
        GOOD + "heads = 3\n",
        GOOD.replace(', en = "City rule"', ""),
        "title = ",
    ],
)
def test_a_file_with_anything_odd_is_refused_by_name(tmp_path, text):
    with pytest.raises(InvalidLaw, match=r"CITY-1\.toml"):
        instrument_from(write(tmp_path, text))


def test_what_nobody_read_is_marked():
    assert instruments()["SH"].verified
    assert not instruments()["CC"].verified


def test_dates_run_forward():
    for held in instruments().values():
        days = [day for day in (held.issued_on, held.from_, held.until) if day]
        assert days == sorted(days), held.code
