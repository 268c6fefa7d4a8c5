"""The doctor finds what is wrong with a deployment and says what to do."""

import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from gongxin.reports.seal import _make

PUBLIC = {
    "GONGXIN_PUBLIC_URL": "https://127.0.0.1:9",
    "GONGXIN_HOSTS": "127.0.0.1",
    "GONGXIN_SECOND_FACTOR": "required",
}


def examine(environment):
    command = [sys.executable, "-m", "gongxin.cli", "doctor", "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    found = {one["code"]: one for one in json.loads(done.stdout)["checks"]}
    return done.returncode, {code: one["state"] for code, one in found.items()}, found


@pytest.fixture
def sealed(instance, tmp_path):
    """Settings of an operator who has named the files of a seal."""
    file = tmp_path / "named.pem"
    _make(file, datetime.now(UTC))
    return {"GONGXIN_SEAL_KEY": str(file), "GONGXIN_SEAL_CERTIFICATE": str(file)}


def test_a_sound_deployment_is_told_so(instance, sealed):
    code, states, _ = examine(instance.environment | PUBLIC | sealed)

    assert code == 0
    assert {name for name, state in states.items() if state == "doubtful"} <= {"worker", "reachable", "disk"}
    assert "bad" not in states.values()
    assert len(states) >= 15


def test_each_thing_wrong_is_named_with_what_to_do(instance):
    key = instance.data / "log-key"
    key.write_text("x", "ascii")
    key.chmod(0o644)
    wrong = {
        "DATABASE_URL": instance.superuser_url,
        "GONGXIN_PUBLIC_URL": "http://credit.example",
        "GONGXIN_SECOND_FACTOR": "optional",
        "GONGXIN_DEBUG": "True",
    }
    code, states, found = examine(instance.environment | wrong)

    assert code == 1
    bad = {name for name, state in states.items() if state == "bad"}
    assert bad >= {"debug", "public_url", "hosts", "second_factor", "files", "seal", "role"}
    assert "log-key" in found["files"]["zh"]
    assert "credit.example" in found["hosts"]["en"]


def test_without_a_database_the_rest_is_still_examined(instance, sealed):
    nowhere = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/nothing"}
    code, states, found = examine(instance.environment | PUBLIC | sealed | nowhere)

    assert (code, states["database"], states["catalogue"]) == (1, "bad", "good")
    assert "DATABASE_URL" in found["database"]["zh"]
    assert "log" not in states
