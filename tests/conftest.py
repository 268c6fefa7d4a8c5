"""A real PostgreSQL for the tests: one private cluster in a temporary folder for each run.

`db` (pytest-django): the test runs in a transaction that is rolled back, signed in as the application's role.
`instance`: a database and a data folder of the test's own, with real commits, also for other processes.
"""

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connections

from gongxin.actions import database
from gongxin.store.cluster import Cluster, join

TEMPLATE = "gongxin_template"
NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class Instance:
    """An installation of its own. `environment` starts the command or a server on it."""

    url: str
    owner_url: str
    superuser_url: str
    data: Path
    environment: dict[str, str]


@pytest.fixture(scope="session", autouse=True)
def data_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="gongxin-test-"))
    settings.GONGXIN_DATA = folder
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def cluster(data_folder: Path) -> Iterator[Cluster]:
    cluster = Cluster(data_folder / "postgres", data_folder / "postgres", fast=True)
    join(cluster)
    database.make_roles(cluster)
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session")
def template(cluster: Cluster, django_db_blocker: pytest.FixtureRequest) -> str:
    """A migrated database to copy from; nobody stays connected to it."""
    database.make_database(cluster, TEMPLATE)
    with django_db_blocker.unblock():
        _point("owner", cluster, TEMPLATE)
        database.migrate()
    return TEMPLATE


@pytest.fixture(scope="session")
def django_db_setup(cluster: Cluster, template: str, django_db_blocker: pytest.FixtureRequest) -> None:
    _copy(cluster, "gongxin_test")
    _point("default", cluster, "gongxin_test")


@pytest.fixture
def instance(
    cluster: Cluster,
    template: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    django_db_blocker: pytest.FixtureRequest,
) -> Iterator[Instance]:
    name = f"gongxin_{next(NUMBERS)}"
    _copy(cluster, name)
    monkeypatch.setattr(settings, "GONGXIN_DATA", tmp_path)
    before = dict(connections["default"].settings_dict)
    with django_db_blocker.unblock():
        connections["default"].close()
        _point("default", cluster, name)
        url = cluster.url(name, user=database.APPLICATION)
        owner_url = cluster.url(name, user=database.OWNER)
        yield Instance(
            url,
            owner_url,
            cluster.url(name),
            tmp_path,
            os.environ
            | {
                "DATABASE_URL": url,
                "GONGXIN_OWNER_URL": owner_url,
                "GONGXIN_DATA": str(tmp_path),
                "GONGXIN_SECRET_KEY": settings.SECRET_KEY,
                "GONGXIN_LOG_KEY": settings.GONGXIN_LOG_KEY,
                "DJANGO_SETTINGS_MODULE": "gongxin.settings",
            },
        )
        connections["default"].close()
    connections["default"].settings_dict.update(before)
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _copy(cluster: Cluster, name: str) -> None:
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} OWNER {database.OWNER}")


def _point(alias: str, cluster: Cluster, name: str) -> None:
    connections[alias].settings_dict.update(HOST=str(cluster.sockets), NAME=name)
