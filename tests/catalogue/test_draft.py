"""Changes to the city's folder."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from gongxin.catalogue import draft as drafts
from gongxin.catalogue.draft import DraftRefused, ItemDraft, check, release, standing_text
from gongxin.catalogue.label import Label
from gongxin.catalogue.reader import edition, editions

DAY = date(2027, 1, 1)
OVERRIDE = 'override = "honour"\norder = 11\n'


@pytest.fixture
def city(tmp_path: Path) -> Path:
    (tmp_path / "city" / "catalogue" / "items").mkdir(parents=True)
    return tmp_path / "city"


@pytest.fixture
def draft() -> ItemDraft:
    return ItemDraft("honour", OVERRIDE, "2027-city", DAY, Label("市目录", "City edition"))


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_draft_is_checked_with_the_whole_catalogue_and_leaves_no_trace(city, draft):
    checked = check(draft, city)

    assert checked.findings == ()
    assert checked.edition is not None
    assert (checked.edition.item("honour").order, checked.edition.from_) == (11, DAY)
    assert files(city) == []


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('override = "honour"\norder = = 2\n', 2, "TOML"),
        ('override = "honour"\norder = "first"\n', 2, "order"),
        ('override = "no_such_item"\n', 1, "no_such_item"),
        ('override = "honour"\nsubjects = ["natural_person"]\n', 0, "自然人"),
        ('override = "honour"\nbasis = [{ instrument = "NOTHING" }]\n', 2, "NOTHING"),
    ],
)
def test_what_the_catalogue_check_refuses_is_found_with_its_line(city, draft, text, line, said):
    (finding, *_) = check(replace(draft, text=text), city).findings

    assert said in finding.refusal.zh
    assert finding.line == line


@pytest.mark.parametrize(
    ("item", "code"), [("../x", "2027"), ("honour", "../2027"), ("honour", "a" * 40), ("", "x")]
)
def test_a_name_that_leads_elsewhere_is_refused(city, draft, item, code):
    assert check(replace(draft, item=item, edition=code), city).findings
    with pytest.raises(DraftRefused):
        release(replace(draft, item=item, edition=code), city)
    assert files(city.parent) == []


def test_a_released_edition_holds_from_its_day_and_older_records_keep_theirs(city, draft):
    release(draft, city)

    assert files(city) == [
        "catalogue/editions/2027-city/edition.toml",
        "catalogue/editions/2027-city/items/honour.toml",
    ]
    assert edition(DAY, city).item("honour").order == 11
    assert edition(date(2026, 12, 31), city).item("honour").order != 11
    assert edition(DAY, city).code.endswith("+2027-city")


def test_nothing_is_written_where_the_check_refuses(city, draft):
    with pytest.raises(DraftRefused, match="不能接受"):
        release(replace(draft, text='override = "honour"\norder = "first"\n'), city)

    assert files(city) == []


def test_an_edition_is_never_written_over(city, draft):
    release(draft, city)

    with pytest.raises(DraftRefused, match="已有版本"):
        release(replace(draft, text='override = "honour"\norder = 12\n'), city)


def test_killed_half_way_no_edition_is_there(city, draft, monkeypatch):
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(drafts.Path, "rename", die)
    with pytest.raises(KeyboardInterrupt):
        release(draft, city)

    assert not (city / "catalogue" / "editions" / "2027-city").exists()
    assert editions(city)


def test_a_process_notices_an_edition_that_another_one_released(city, draft, tmp_path, monkeypatch):
    from gongxin.catalogue import freshness

    monkeypatch.setattr(freshness, "SECONDS", 0)
    assert edition(DAY, city).item("honour").order != 11

    (tmp_path / "elsewhere" / "catalogue").mkdir(parents=True)
    released = release(draft, tmp_path / "elsewhere")
    shutil.copytree(released, city / "catalogue" / "editions" / released.name)

    assert edition(DAY, city).item("honour").order == 11


def test_the_text_to_start_from_is_what_stands_in_the_newest_edition(city, draft):
    assert standing_text("honour", city) == ""

    release(draft, city)

    assert standing_text("honour", city) == OVERRIDE


BEHAVIOUR = (
    '[[behaviours]]\ncode = "listed_work_safety"\noverride = "listed_work_safety"\ntier = "ordinary"\n'
)


def test_a_draft_of_another_list_lies_in_its_folder(city, draft):
    other = replace(draft, item="behaviours/listed_work_safety", text=BEHAVIOUR)
    release(other, city)

    found = {one.code: one.tier.value for one in edition(DAY, city).behaviours}
    assert found["listed_work_safety"] == "ordinary"
    assert files(city) == [
        "catalogue/editions/2027-city/behaviours/listed_work_safety.toml",
        "catalogue/editions/2027-city/edition.toml",
    ]
    assert standing_text(other.item, city) == BEHAVIOUR
    assert drafts.first_text("behaviours/listed_work_safety") in BEHAVIOUR


@pytest.mark.parametrize(
    "name", ["powers/x1", "behaviours/../items", "behaviours/", "/honour", "a/b/c", "x" * 65]
)
def test_a_draft_lies_nowhere_else(city, draft, name):
    assert check(replace(draft, item=name), city).edition is None
    with pytest.raises(DraftRefused):
        release(replace(draft, item=name), city)


def test_the_process_that_releases_an_edition_knows_it_at_once(city, draft):
    assert edition(DAY, city).item("honour").order != 11

    release(draft, city)

    assert edition(DAY, city).item("honour").order == 11
