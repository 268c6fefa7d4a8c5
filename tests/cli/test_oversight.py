"""`gongxin oversight`."""

import json
from datetime import timedelta

from click.testing import CliRunner
from django.utils.timezone import localdate

from gongxin.cli.oversight import oversight
from gongxin.oversight.indicator import indicators


def run(*arguments):
    return CliRunner().invoke(oversight, arguments)


def test_without_a_name_each_indicator_has_its_total(published):
    lines = run().output.splitlines()

    assert [line.split()[0] for line in lines] == [one.code for one in indicators()]


def test_one_is_told_by_unit_with_the_rule_and_the_position(published):
    (told,) = json.loads(run("timeliness", "--json").output)

    assert told["size"] > 0
    assert told["rule"] == next(one.digest for one in indicators() if one.code == "timeliness")
    assert all(figure["unit"] and figure["whole"] >= figure["part"] for figure in told["figures"])
    assert "合计" in run("timeliness").output


def test_an_earlier_day_sees_what_was_known_by_its_end(published):
    (told,) = json.loads(run("timeliness", "--as-of", "2001-01-01", "--json").output)

    assert (told["size"], told["figures"]) == (0, [])


def test_what_cannot_be_is_refused_in_words(published):
    assert "没有监测指标" in run("speed").output
    assert "还没有到" in run("--as-of", str(localdate() + timedelta(days=1))).output
