"""What a published calendar changes, told before it is done."""

from datetime import date

import pytest
from click.testing import CliRunner

from gongxin.actions import case
from gongxin.actions.case import Document, Filing
from gongxin.cli.main import main
from gongxin.disclosure.role import Role
from gongxin.procedures.case import Actor
from gongxin.store.models import Case

AMBER = "91310000MA0000015F"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def open_case(recorded):
    (record,) = recorded({"content": {"CF_WSH": "1"}})
    owner = Actor("owner", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({AMBER}))
    evidence = (Document("grounds", "证据.pdf", PDF),)
    filing = Filing("objection", AMBER, record, ground="error", documents=evidence)
    made = case.file(filing, by=owner, on=date(2026, 9, 28))
    # As if the calendar had said something else when it was filed.
    Case.objects.filter(id=made).update(due_on=date(2026, 9, 29))


@pytest.fixture(autouse=True)
def no_start(monkeypatch):
    """The command finds the database of the test already running."""
    monkeypatch.setattr("gongxin.cli.calendar.with_database", lambda: None)


def test_a_dry_run_lists_and_the_real_one_moves(open_case):
    dry = CliRunner().invoke(main, ["calendar", "reproject", "--on", "2026-09-28", "--dry-run"])
    assert (dry.exit_code, Case.objects.get().due_on) == (0, date(2026, 9, 29)), dry.output
    assert "2026-09-29 → 2026-09-30" in dry.output

    done = CliRunner().invoke(main, ["calendar", "reproject", "--on", "2026-09-28"])
    assert (done.exit_code, Case.objects.get().due_on) == (0, date(2026, 9, 30)), done.output
