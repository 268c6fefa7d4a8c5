"""Files in a drop folder."""

import os
import time
from pathlib import Path

import pytest

from gongxin.intake.masking import masked_text
from gongxin.intake.pull.failure import PullFailed
from gongxin.intake.pull.folder import Drop, fetch, fetch_all, place_of
from gongxin.intake.pull.reach import Reach


@pytest.fixture
def root(tmp_path):
    (tmp_path / "drop" / "tax").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    return tmp_path / "drop"


@pytest.fixture
def into(tmp_path):
    (tmp_path / "into").mkdir()
    return tmp_path / "into"


def reach(root: Path, most_bytes: int = 1 << 20) -> Reach:
    return Reach(frozenset(), (), (root,), most_bytes)


def drop(path: Path, text: str = "a,b\n1,2\n", *, age: int = 60) -> None:
    path.write_text(text, "utf-8")
    os.utime(path, (path.stat().st_mtime - age,) * 2)


@pytest.mark.parametrize("location", ["../outside", "/etc", "tax/../../outside", "nothing", "", "tax\x00"])
def test_a_location_leads_nowhere_but_below_the_drop_folder(root, location):
    with pytest.raises(PullFailed, match="GONGXIN_PULL_FOLDERS"):
        place_of(location, reach(root))


def test_a_link_out_of_the_drop_folder_is_no_way_out(root):
    (root / "out").symlink_to(root.parent / "outside")

    with pytest.raises(PullFailed):
        place_of("out", reach(root))


def test_each_new_file_is_copied_once_the_oldest_first(root, into):
    drop(root / "tax" / "2.csv", "second", age=60)
    drop(root / "tax" / "1.csv", "first", age=120)
    drop(root / "tax" / "3.csv", "young", age=0)
    drop(root / "tax" / "notes.pdf")
    drop(root / "tax" / ".hidden.csv")
    (root / "tax" / "link.csv").symlink_to("/etc/passwd")

    found = [(one.file_name, one.path.read_text("utf-8")) for one in all_of(root, into)]

    assert found == [("1.csv", "first"), ("2.csv", "second")]
    assert list(into.iterdir()) == []
    assert (root / "tax" / "1.csv").exists()


def test_a_known_file_is_not_read_again_unless_it_changed(root, into):
    drop(root / "tax" / "1.csv", "first")
    known = frozenset((one.file_name, one.stamp) for one in all_of(root, into))
    assert list(all_of(root, into, known)) == []

    drop(root / "tax" / "1.csv", "changed")

    assert [one.file_name for one in all_of(root, into, known)] == ["1.csv"]


def test_a_file_that_is_too_large_is_left(root, into):
    drop(root / "tax" / "1.csv", "x" * 2000)

    with pytest.raises(PullFailed, match="超过"):
        list(fetch_all(drop_of(), reach(root, 1000), into))
    assert list(into.iterdir()) == []


def test_a_file_exchanged_for_a_link_meanwhile_is_not_followed(root, into):
    (root / "tax" / "1.csv").symlink_to("/etc/passwd")

    with pytest.raises(PullFailed, match="无法读取"):
        fetch(root / "tax" / "1.csv", "", into, most_bytes=1000)


def test_a_file_still_being_written_to_is_left_for_next_time(root, into):
    drop(root / "tax" / "1.csv")

    with pytest.raises(PullFailed, match="写入"):
        fetch(root / "tax" / "1.csv", "another stamp", into, most_bytes=1000)


def test_the_pattern_chooses_among_names(root, into):
    drop(root / "tax" / "penalty-1.csv")
    drop(root / "tax" / "licence-1.csv")

    found = fetch_all(drop_of("penalty-*"), reach(root), into)

    assert [one.file_name for one in found] == ["penalty-1.csv"]


def test_a_known_file_whose_name_was_masked_is_not_read_again(root, into):
    drop(root / "tax" / "报送13812345678.csv")
    known = frozenset((masked_text(one.file_name), one.stamp) for one in all_of(root, into))

    assert list(all_of(root, into, known)) == []


def all_of(root, into, known=frozenset()):
    return fetch_all(drop_of(known=known), reach(root), into)


def drop_of(pattern="", known=frozenset()):
    return Drop("tax", pattern, known, time.time() - 5)
