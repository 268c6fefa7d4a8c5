"""CSV in every encoding and with every separator reads the same."""

import codecs

import pytest

LABELS = {"CF_XDR_MC": "行政相对人名称", "CF_WSH": "行政处罚决定书文号"}


def text(sound, separator=",", newline="\n", title=""):
    heads = [LABELS.get(key, key) for key in sound]
    return (
        title
        + newline.join(separator.join(f'"{cell}"' for cell in row) for row in (heads, sound.values()))
        + newline
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "，"])
def test_encoding_and_separator_are_found(screened, sound, tmp_path, encoding, separator):
    path = tmp_path / "a.csv"
    path.write_bytes(text(sound, separator).encode(encoding))

    screening = screened(path)

    assert screening.counts.clean == 1
    assert screening.headers[0] == "行政相对人名称"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_line_end_is_a_line_end(screened, sound, tmp_path, newline):
    path = tmp_path / "a.csv"
    path.write_bytes(text(sound, newline=newline).encode())

    assert screened(path).counts.clean == 1


def test_utf_16_of_the_other_byte_order_is_read_too(screened, sound, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(codecs.BOM_UTF16_BE + text(sound).encode("utf-16-be"))

    assert screened(path).counts.clean == 1


def test_a_title_above_the_header_is_passed_over(screened, sound, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(text(sound, title="示范市行政处罚信息表\n\n"), "utf-8")

    screening = screened(path)

    assert screening.counts.clean == 1
    assert screening.connection.execute("SELECT row FROM outcome").fetchall() == [(1,)]


def test_chinese_that_begins_after_the_sample_is_still_gb18030(screened, sound, tmp_path):
    row = {**dict.fromkeys(sound, ""), "CF_XDR_SHXYM": "x"}
    lines = "".join(",".join(row.values()) + "\n" for _ in range(90_000))
    path = tmp_path / "a.csv"
    path.write_bytes((",".join(sound) + "\n" + lines + ",".join(sound.values()) + "\n").encode("gb18030"))

    screening = screened(path)

    assert screening.counts.clean == 1
    assert screening.counts.rows == 90_001


def test_a_line_break_and_quotation_marks_inside_a_cell_stay_inside(screened, sound, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(text({**sound, "CF_SY": '第一行\n说""好""'}), "utf-8")

    screening = screened(path, keep=True)

    (content,) = screening.connection.execute("SELECT content FROM clean").fetchone()
    assert '第一行\\n说\\"好\\"' in content


def test_odd_rows_do_not_change_how_the_others_are_read(screened, sound, tmp_path):
    path = tmp_path / "a.csv"
    other = ",".join(f'"{cell}"' for cell in {**sound, "CF_WSH": "2号"}.values())
    path.write_text(text(sound) + "甲,乙\n" + other + "\n", "utf-8")

    screening = screened(path)

    assert screening.counts.clean == 2
    assert screening.connection.execute("SELECT row, outcome FROM outcome ORDER BY row").fetchall() == [
        (1, "clean"),
        (2, "rejected"),
        (3, "clean"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("lost", [1, 2, 3])
def test_a_file_that_ends_inside_a_character_is_held_as_cut_off(screened, sound, tmp_path, encoding, lost):
    path = tmp_path / "a.csv"
    rows = (sound, sound.values(), {**sound, "CF_WSH": "3号"}.values())
    whole = "\n".join(",".join(row) for row in rows)
    upto = whole.rindex("在宣传页")
    path.write_bytes(whole[: upto + 4].encode(encoding)[:-lost])

    screening = screened(path)

    assert screening.held_because().rule == "batch.cut_off"
    assert screening.counts.clean == 1
