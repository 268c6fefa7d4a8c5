"""JSON Lines, and rows handed over by the API."""

import json
from datetime import date

import pytest

from gongxin.catalogue.reader import edition
from gongxin.intake.screening import screen
from gongxin.intake.source import Source
from gongxin.intake.unreadable import Unreadable

ON = date(2026, 11, 20)


def test_numbers_keep_their_digits_and_lists_are_several_codes(screened, sound, tmp_path):
    path = tmp_path / "a.jsonl"
    row = {**sound, "CF_CFLB": ["罚款", "警告"], "CF_NR_FK": 0.03, "BZ": None}
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n", "utf-8")

    ((content,),) = screened(path, keep=True).connection.execute("SELECT content FROM clean").fetchall()

    assert '"CF_CFLB":["罚款","警告"]' in content
    assert '"CF_NR_FK":0.03,' in content


def test_lines_with_different_keys_share_the_columns(screened, sound, tmp_path):
    path = tmp_path / "a.jsonl"
    second = {"我们的编号": 7, **dict(reversed(sound.items())), "CF_WSH": "2号"}
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in (sound, second)), "utf-8")

    screening = screened(path)

    assert screening.counts.clean == 2
    assert screening.unknown_columns == ("我们的编号",)


def test_rows_of_a_request_take_the_same_path(sound, tmp_path):
    known = edition(ON)
    source = Source.of_rows([sound, {**sound, "CF_WSH": ""}], folder=tmp_path)

    with screen(source, known.item("administrative_penalty"), known, on=ON) as screening:
        assert (screening.counts.clean, screening.counts.rejected) == (1, 1)


def test_a_lone_surrogate_does_not_stop_the_file(screened, sound, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({**sound, "CF_SY": "a\ud800b\0c"}), "utf-8")

    assert screened(path).counts.rows == 1


@pytest.mark.parametrize("lost", [1, 4, 40, 200])
def test_a_file_that_ends_inside_an_object_is_held_as_cut_off(screened, sound, tmp_path, lost):
    path = tmp_path / "a.jsonl"
    rows = [{**sound, "CF_WSH": f"{number}号", "BZ": "备注"} for number in range(3)]
    path.write_bytes("\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()[:-lost])

    screening = screened(path)

    assert screening.held_because().rule == "batch.cut_off"
    assert (screening.counts.clean, screening.counts.rejected) == (2, 1)


def test_a_last_line_without_its_end_is_whole_where_it_is_an_object(screened, sound, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("\ufeff" + json.dumps(sound, ensure_ascii=False), "utf-8")

    assert screened(path).held_because() is None


def test_another_encoding_is_refused_by_name(screened, sound, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(json.dumps(sound, ensure_ascii=False).encode("gb18030"))

    with pytest.raises(Unreadable, match="UTF-8"):
        screened(path)
