"""What notices say, in both languages."""

import pytest

from gongxin.disclosure.notice_kind import notice_kind, notice_kinds
from gongxin.law.reading import InvalidLaw

BOTH = '{ zh = "甲", en = "A" }'
OUTCOME = {"zh": "投诉不成立", "en": "dismissed"}
VALUES = {"number": "20261102-0001", "about": "示范市场监管局的查询", "state": OUTCOME, "reason": "确有案件"}


def said(kind, values, language):
    return "".join(part.text for part in notice_kind(kind).words(values, language))


def test_every_kind_has_words_for_the_values_that_it_takes():
    assert len(notice_kinds()) >= 10
    for kind in notice_kinds().values():
        values = {name: f"«{name}»" for name in kind.values}
        for language in ("zh", "en"):
            text = said(kind.code, values, language)
            assert all(value in text for value in values.values()), kind.code


def test_a_value_with_a_text_for_each_language_follows_the_language():
    assert "投诉不成立" in said("complaint_decided", VALUES, "zh-hans")
    assert "dismissed" in said("complaint_decided", VALUES, "en")


def test_what_came_from_the_step_can_be_told_from_our_words():
    parts = list(notice_kind("complaint_decided").words(VALUES, "en"))

    assert next(part.text for part in parts if part.is_value) == "20261102-0001"
    assert not any("示范" in part.text for part in parts if not part.is_value)


def test_a_value_with_braces_is_not_read_as_a_place_for_another():
    assert "{unit}" in said("complaint_decided", {**VALUES, "reason": "见 {unit}"}, "zh")


@pytest.mark.parametrize(
    "text",
    [
        f'to = "organisation"\npage = "home"\ntitle = {BOTH}\ntext = {{ zh = "{{a}}", en = "{{b}}" }}',
        f'to = "unit"\npage = "home"\ntitle = {BOTH}\ntext = {BOTH}',
        f'to = "organisation"\npages = "home"\ntitle = {BOTH}\ntext = {BOTH}',
        f'to = "organisation"\npage = "home"\ntitle = {{ zh = "甲" }}\ntext = {BOTH}',
    ],
    ids=["languages differ", "a unit without roles", "an unknown key", "no English"],
)
def test_a_file_that_nobody_could_read_rightly_is_refused(tmp_path, text):
    file = tmp_path / "kinds.toml"
    file.write_text(f"[odd]\n{text}\n", "utf-8")

    with pytest.raises(InvalidLaw):
        notice_kinds.__wrapped__(file)
