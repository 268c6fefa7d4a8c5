"""`gongxin report`: issue, export the key, verify."""

import json

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.utils.timezone import localdate

from gongxin.cli.report import report
from gongxin.store.models import Entry

BIRCH = "91310114MA1GT00019"


def run(*arguments: str):
    return CliRunner().invoke(report, [*arguments])


@pytest.fixture
def without_start(monkeypatch):
    """The database of the test runs already."""
    monkeypatch.setattr("gongxin.cli.report.with_database", lambda: None)


def test_a_report_is_issued_and_verified_with_the_exported_key(
    published, db, without_start, tmp_path, monkeypatch
):
    issued = json.loads(
        run("issue", BIRCH.lower(), "--kind", "full", "--out", str(tmp_path), "--json").stdout
    )
    exported = run("key", "--out", str(tmp_path / "key.pem"))
    monkeypatch.setenv("GONGXIN_DATA", str(settings.GONGXIN_DATA))

    for form in ("pdf", "json"):
        known = run("verify", issued[form], "--key", str(tmp_path / "key.pem"), "--json")
        at_home = run("verify", issued[form])
        with monkeypatch.context() as elsewhere:
            elsewhere.setenv("GONGXIN_DATA", str(tmp_path / "none"))
            elsewhere.delenv("GONGXIN_SEAL_CERTIFICATE", raising=False)
            alone = run("verify", issued[form])
        assert (known.exit_code, json.loads(known.stdout)["number"]) == (0, issued["number"])
        assert (at_home.exit_code, issued["number"] in at_home.stdout) == (0, True)
        assert (alone.exit_code, "签名完好" in alone.stdout) == (3, True)
    assert exported.exit_code == 0
    made, look = Entry.objects.order_by("-sequence")[:2]
    assert (made.kind, look.kind, json.loads(look.content)["by"]) == ("report", "query", "gongxin")


def test_an_altered_file_ends_with_1_and_a_file_that_is_no_key_with_2(published, db, without_start, tmp_path):
    issued = json.loads(run("issue", BIRCH, "--kind", "public", "--out", str(tmp_path), "--json").stdout)
    altered = tmp_path / "altered.json"
    altered.write_text(
        (tmp_path / f"{issued['number']}.json").read_text("utf-8").replace("白桦", "红桦"), "utf-8"
    )

    assert run("verify", str(altered)).exit_code == 1
    assert run("verify", issued["pdf"], "--key", str(altered)).exit_code == 2


def test_a_special_report_speaks_of_the_fields_and_days_named(published, db, without_start, tmp_path):
    asked = ("issue", BIRCH, "--kind", "no_violation", "--out", str(tmp_path), "--json")
    days = ("--from", "2026-01-01", "--to", str(localdate()))

    issued = json.loads(
        run(*asked, *days, "--field", "taxation", "--field", "fire", "--language", "en").stdout
    )
    content = json.loads((tmp_path / f"{issued['number']}.json").read_text("utf-8"))["document"]["content"]

    assert [one["area"] for one in content["statements"]] == ["taxation", "fire"]
    assert content["period"] == ["2026-01-01", str(localdate())]
    for refused in (asked, (*asked, "--from", "2026-01-01"), (*asked, *days, "--field", "weather")):
        outcome = run(*refused)
        assert (outcome.exit_code, "Error" in outcome.output) == (1, True)
