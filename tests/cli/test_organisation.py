"""`gongxin organisation` and `gongxin unit`, as somebody types them."""

import json
import subprocess
import sys

import pytest

from gongxin.organisations.name import search_keys
from gongxin.store.models import Organisation, OrganisationName

HOTEL = "91310114MA1GT00019"


@pytest.fixture
def run(instance):
    (key, core), name = search_keys(["上海华亭宾馆有限公司"])[0], "上海华亭宾馆有限公司"
    Organisation.objects.create(uscc=HOTEL, name=name, kind="enterprise", status="active", is_registered=True)
    OrganisationName.objects.create(uscc=HOTEL, name=name, key=key, core=core, is_current=True)

    def command(*words, **more):
        return subprocess.run(
            [sys.executable, "-m", "gongxin.cli", *words],
            env=instance.environment | more,
            capture_output=True,
            text=True,
            check=False,
        )

    return command


def test_search_prints_a_list_with_code_name_kind_and_status(run):
    done = run("organisation", "search", "华亭", "--json")

    assert (done.returncode, json.loads(done.stdout)) == (
        0,
        [{"uscc": HOTEL, "name": "上海华亭宾馆有限公司", "kind": "enterprise", "status": "active"}],
    )


def test_an_unknown_code_is_refused_in_one_line(run):
    done = run("organisation", "show", "91310114MA1GT0002X")

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "核对代码" in done.stderr


def test_a_unit_a_user_and_a_token_are_made_from_the_command_line(run):
    unit = "11310000000000035N"
    assert run("unit", "add", unit, "市场监管局").returncode == 0
    words = ("unit", "user", "add", "alice", "--unit", unit, "--role", "data_officer")
    assert run(*words, GONGXIN_PASSWORD="short").returncode == 1
    assert run(*words, GONGXIN_PASSWORD="a long password of a person").returncode == 0

    assert run("unit", "token", "alice").stdout.startswith("gongxin_")
    assert run("unit", "token", "nobody").returncode == 1
