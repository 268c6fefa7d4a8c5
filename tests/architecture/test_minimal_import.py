"""The rules run where no web framework is installed."""

import subprocess
import sys

import pytest


def test_every_rule_module_imports_without_django(rules):
    names = [module.dotted for module in rules]
    program = (
        "import importlib, sys\n"
        "sys.modules['django'] = None\n"
        "for name in sys.argv[1:]: importlib.import_module(name)\n"
    )

    outcome = subprocess.run(
        [sys.executable, "-c", program, *names], capture_output=True, text=True, check=False
    )

    assert outcome.returncode == 0, outcome.stderr[-2000:]
    assert len(names) > 20


@pytest.mark.parametrize("command", ["law", "catalogue", "intake"])
def test_a_command_that_needs_no_database_does_not_load_django(command):
    program = (
        "import sys; from gongxin.cli.main import main\n"
        "try: main([sys.argv[1], '--help'])\n"
        "except SystemExit: print('django' in sys.modules)\n"
    )

    outcome = subprocess.run(
        [sys.executable, "-c", program, command], capture_output=True, text=True, check=False
    )

    assert outcome.stdout.strip().endswith("False"), outcome.stderr[-2000:]
