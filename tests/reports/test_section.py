"""Every item has its section; a city moves what it likes."""

from pathlib import Path

import pytest

from gongxin.catalogue.reader import editions
from gongxin.catalogue.table import InvalidItem
from gongxin.reports.section import LOCAL, by_section, layout

ITEMS = sorted({code for edition in editions() for code in edition.items})


def city(folder: Path, text: str) -> Path:
    (folder / "reports").mkdir(exist_ok=True)
    (folder / "reports" / "sections.toml").write_text(text, "utf-8")
    layout.cache_clear()
    return folder


def test_every_item_of_every_edition_stands_in_one_section_and_no_other_is_named():
    named = [item for section in layout().sections for item in section.items]

    assert sorted(named) == ITEMS


def test_the_marks_name_items_that_there_are():
    assert {item for mark in layout().marks for item in mark.items} <= set(ITEMS)


def test_what_no_section_names_stands_in_the_local_part():
    assert layout().section_of("a_city_item") == LOCAL
    assert by_section({"a_city_item": 2, "honour": 1}, layout())[LOCAL] == 2


def test_a_city_names_itself_moves_an_item_and_adds_a_note(tmp_path):
    text = (
        'issuer = { zh = "某市信用中心", en = "Credit Centre of Some City" }\n'
        'note = { zh = "本市说明。", en = "A note of the city." }\n'
        '[[sections]]\ncode = "honours"\ntitle = { zh = "守信", en = "Honours" }\n'
        'items = ["contract_performance"]\n'
    )

    found = layout(city(tmp_path, text))

    assert (found.issuer.zh, found.note.en) == ("某市信用中心", "A note of the city.")
    assert found.section_of("contract_performance") == "honours"
    assert found.section_of("honour") == "honours"
    assert len(found.sections) == len(layout().sections)


@pytest.mark.parametrize(
    "text",
    [
        '[[sections]]\ncode = "new"\ntitle = { zh = "新", en = "New" }\nitems = []\n',
        '[[sections]]\ncode = "honours"\ntitle = { zh = "守信", en = "H" }\nitems = ["honour", "honour"]\n',
        "colour = 1\n",
    ],
)
def test_a_city_file_that_cannot_be_meant_is_refused_by_name(tmp_path, text):
    with pytest.raises(InvalidItem, match=r"sections\.toml"):
        layout(city(tmp_path, text))
