"""The script that everybody gets with the files is the one in the documentation."""

from pathlib import Path

from gongxin.supervision.verifier import NAME, verifier


def test_the_script_handed_out_is_the_one_in_the_documentation():
    assert verifier() == (Path(__file__).parents[2] / "docs" / NAME).read_bytes()


def test_the_script_needs_nothing_but_the_standard_library():
    lines = verifier().decode().splitlines()
    imported = {line.split()[1] for line in lines if line.startswith(("import ", "from "))}

    assert imported == {"hashlib", "json", "math", "sys", "fractions", "pathlib"}
