"""Reading models: what is not understood is refused by name; what was in force stays as it was."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from gongxin.catalogue.table import InvalidItem
from gongxin.evaluation.grade import Grade
from gongxin.evaluation.reader import PACKAGED, UnknownModel, in_force, model_from, models
from gongxin.organisations.kind import Kind

FROZEN = tomllib.loads((PACKAGED / "frozen.toml").read_text("utf-8"))["digests"]


def test_the_shipped_models_load():
    assert [model.code for model in models()] == [
        "comprehensive_enterprise",
        "comprehensive_government_body",
        "comprehensive_public_institution",
        "comprehensive_social_organisation",
        "construction",
        "food_safety",
        "sme_financing",
    ]


def test_every_kind_that_is_evaluated_as_a_whole_has_its_model():
    covered = {kind for model in models() if model.code.startswith("comp") for kind in model.scope.kinds}

    assert covered == set(Kind) - {Kind.OTHER}


def test_a_model_in_force_is_what_it_was_when_it_came_into_force():
    """Whoever must change one writes a new edition, in the folder of its year."""
    digests = {f"{model.from_.year}/{model.code}": model.digest for model in models()}

    assert digests == FROZEN


def test_every_model_says_whose_decision_the_weights_are():
    assert all("由城市决定" in model.note.zh and "city's decision" in model.note.en for model in models())


def test_points_are_read_to_the_digit(small):
    assert small.part("grade_a").points == Decimal("3.5")
    assert [step.at_least for step in small.part("fines").steps] == [Decimal(1), Decimal("10.5")]


def test_a_score_has_the_grade_whose_points_it_reaches(small):
    asked = [small.grade(Decimal(score)) for score in ("100", "90", "89.99", "60", "59.99", "0")]

    assert asked == [Grade.EXCELLENT, Grade.EXCELLENT, Grade.GOOD, Grade.FAIR, Grade.POOR, Grade.POOR]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('edition = "1"', 'edition = "1"\nweight = 3', "weight"),
        ('measure = "existence"', 'measure = "existence"\nper = 3', "per"),
        ("counts = true\n", "", "counts"),
        ('measure = "existence"', 'measure = "average"', "measure"),
        ("points = -10", "points = -10.005", "points"),
        ("points = -10", "points = true", "points"),
        ("points = -10", "points = 10000", "points"),
        ("points = -10", "points = nan", "points"),
        ("months = 36", "months = 0", "months"),
        ('code = "severe"', 'code = "Severe penalty"', "code"),
        ('statuses = ["existing"]', 'statuses = ["alive"]', "alive"),
        ("base = 80", "base = 101", "base"),
        ('name = { zh = "小模型", en = "Small model" }', 'name = { zh = "小模型" }', "en"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(evaluation, before, after, said):
    with pytest.raises(InvalidItem, match=said):
        evaluation.changed((before, after))


def test_no_natural_person_is_evaluated(evaluation):
    with pytest.raises(InvalidItem) as refused:
        evaluation.changed(('kinds = ["enterprise"]', 'kinds = ["enterprise", "natural_person"]'))

    assert refused.value.reason == "boundary.natural_person"


@pytest.mark.parametrize("path", ["2025/small.toml", "2026/other.toml"])
def test_a_file_lies_where_its_year_and_code_say(small, path):
    with pytest.raises(InvalidItem, match=r"2026/small\.toml"):
        model_from(small.text, Path(path))


def test_a_later_edition_takes_over_on_its_day(evaluation):
    old = evaluation.changed()
    new = evaluation.changed(('edition = "1"', 'edition = "2"'), ("from = 2026-01-01", "from = 2026-07-01"))

    assert in_force("small", date(2026, 6, 30), (old, new)).edition == "1"
    assert in_force("small", date(2026, 7, 1), (old, new)).edition == "2"


def test_before_its_first_edition_there_is_no_model(small):
    with pytest.raises(UnknownModel, match="small"):
        in_force("small", date(2025, 12, 31), (small,))


def test_a_city_puts_its_own_edition_beside_ours(tmp_path, small):
    folder = tmp_path / "evaluation" / "models" / "2026"
    folder.mkdir(parents=True)
    ours = (PACKAGED / "2026" / "food_safety.toml").read_text("utf-8")
    (folder / "food_safety.toml").write_text(ours.replace("points = -15", "points = -20"), "utf-8")
    (folder / "small.toml").write_text(small.text, "utf-8")

    known = {model.code: model for model in models(tmp_path)}

    assert len(known) == len(models()) + 1
    assert known["food_safety"].part("food_penalty_severe").points == -20
    assert known["small"].digest == small.digest


def test_the_guide_s_own_model_is_taken_as_it_stands(tmp_path):
    guide = Path(__file__).parents[2] / "docs" / "how-to" / "evaluate.md"
    written = guide.read_text("utf-8").partition("```toml\n")[2].partition("```")[0]
    folder = tmp_path / "evaluation" / "models" / "2027"
    folder.mkdir(parents=True)
    (folder / "restaurants.toml").write_text(written, "utf-8")

    assert "restaurants" in {model.code for model in models(tmp_path)}
