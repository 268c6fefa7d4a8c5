"""A city looks at its letters before anybody gets one."""

from click.testing import CliRunner

from gongxin.cli.main import main


def test_a_sample_is_written_as_a_file(tmp_path):
    out = tmp_path / "sample.pdf"

    answer = CliRunner().invoke(main, ["letter", "repair", "refusal", "--out", str(out)])

    assert answer.exit_code == 0, answer.output
    assert out.read_bytes().startswith(b"%PDF")


def test_a_letter_that_there_is_not_is_answered_with_those_there_are(tmp_path):
    answer = CliRunner().invoke(main, ["letter", "deletion", "material", "--out", str(tmp_path / "x.pdf")])

    assert answer.exit_code == 1
    assert "acceptance" in answer.output
