"""Department files, their faults and their answers."""

import csv
import json
from datetime import date

import pytest

from gongxin.catalogue.edition import UnknownItem
from gongxin.catalogue.reader import edition
from gongxin.demo.generation import REGISTER, Order, generate
from gongxin.demo.manifest import read_manifest
from gongxin.demo.scoring import scores

ON = date(2026, 11, 20)
PENALTY = "administrative_penalty"


@pytest.fixture(scope="module")
def penalties(tmp_path_factory):
    folder = tmp_path_factory.mktemp("penalties")
    return folder, generate(Order(500, 3_000, 5, ON, (PENALTY,), share=0.1), edition(ON), folder)


def test_all_that_is_planted_is_found_and_nothing_else(penalties):
    folder, manifest = penalties

    found = list(scores(folder, manifest, edition(ON)))

    assert sum(one.planted for one in found) > 250
    assert [one for one in found if one.found != one.planted or one.false] == []


def test_every_rule_that_the_item_declares_or_a_recipe_plants_comes_up(penalties):
    folder, _ = penalties

    with (folder / "answers.csv").open(encoding="utf-8") as file:
        planted = {row["rule"] for row in csv.DictReader(file)}

    assert {rule.id for rule in edition(ON).item(PENALTY).rules} - planted == {
        "penalty.placeholder_code",
        "penalty.class_against_code",
        "penalty.confiscated_goods_without_amount",
        "penalty.detention",
        "penalty.public_for_too_long",
        "penalty.public_until_before_decision",
    }
    assert {
        "uscc.check_character",
        "uscc.several_codes",
        "personal.identity_number",
        "personal.bank_card",
    } <= planted
    assert {"row.duplicate_in_file", "identity.conflict_in_file", "subject.natural_person"} <= planted


def test_files_come_in_every_form_that_departments_use(penalties):
    folder, manifest = penalties

    suffixes = {file.file.rsplit(".", 1)[1] for file in manifest.files}
    csvs = [(folder / file.file).read_bytes() for file in manifest.files if file.file.endswith(".csv")]

    assert suffixes == {"csv", "xlsx", "jsonl"}
    assert any(file.mapping for file in manifest.files)
    assert any(_is_utf8(text) for text in csvs)
    assert any(not _is_utf8(text) and "行政相对人" in text.decode("gb18030") for text in csvs)


def _is_utf8(text):
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def test_later_files_bring_rows_of_earlier_ones_again_some_of_them_corrected(penalties):
    folder, manifest = penalties
    rows = [
        row for file in manifest.files if file.file.endswith(".jsonl") for row in _lines(folder / file.file)
    ]

    assert sum(file.rows for file in manifest.files) > 3_000
    assert any("（已核实更正）" in (row["CF_SY"] or "") for row in rows)


def test_one_file_of_penalties_is_cut_off_so_that_a_batch_is_held(penalties):
    _, manifest = penalties
    cut = [file for file in manifest.files if "cut-off" in file.file]
    whole = [file for file in manifest.files if "cut-off" not in file.file and file.unit == cut[0].unit]

    assert len(cut) == 1
    assert cut[0].rows < whole[-1].rows * edition(ON).item(PENALTY).bounds.rows_against_last


def test_document_numbers_of_a_unit_rise_with_the_day_and_have_holes(penalties):
    folder, manifest = penalties
    file = next(file for file in manifest.files if file.file.endswith(".jsonl") and file.rows > 100)

    rows = _lines(folder / file.file)[:100]
    numbers = [int(row["CF_WSH"].split("第")[1].removesuffix("号")) for row in rows if row["CF_WSH"]]
    distinct = sorted(set(numbers))

    assert numbers == sorted(numbers)
    assert distinct[-1] - distinct[0] >= len(distinct)


def _lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_the_same_order_writes_the_same_bytes(tmp_path):
    order = Order(200, 200, 9, ON, ("credit_commitment",))

    first, second = (generate(order, edition(ON), tmp_path / name) for name in ("first", "second"))

    assert first == second
    for file in first.files:
        if not file.file.endswith(".xlsx"):
            assert (tmp_path / "first" / file.file).read_bytes() == (
                tmp_path / "second" / file.file
            ).read_bytes()


def test_the_register_comes_before_every_record(tmp_path):
    order = Order(300, 100, 2, ON, (PENALTY, REGISTER))

    manifest = generate(order, edition(ON), tmp_path)

    items = [file.item for file in manifest.files]
    assert items == sorted(items, key=lambda item: item != REGISTER)
    assert sum(file.rows for file in manifest.files if file.item == REGISTER) == 300


def test_a_folder_without_a_manifest_is_unfinished(tmp_path):
    assert read_manifest(tmp_path) is None


def test_an_item_that_the_catalogue_does_not_have_is_refused(tmp_path):
    with pytest.raises(UnknownItem):
        generate(Order(200, 10, 1, ON, ("penalties",)), edition(ON), tmp_path)


def test_a_finding_that_nobody_planted_counts_as_false(tmp_path):
    manifest = generate(Order(200, 40, 1, ON, (PENALTY,), share=0, files=1), edition(ON), tmp_path)
    path = tmp_path / manifest.files[0].file
    path.write_text(path.read_text("utf-8").replace("罚款", "罚酒"), "utf-8")

    (found,) = scores(tmp_path, manifest, edition(ON))

    assert found.false > 0
    assert found.examples[0][2] == "code.unknown"
