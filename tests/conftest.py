"""A real PostgreSQL for the tests: one private cluster in a temporary folder for each run.

`db` (pytest-django): the test runs in a transaction that is rolled back, signed in as the application's role.
`recorded`: records in the ledger, entered by the rules, for whatever reads them.
`instance`: a database and a data folder of the test's own, with real commits, also for other processes.
"""

import itertools
import json
import os
import shutil
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import duckdb
import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.utils.timezone import localdate
from hypothesis import settings as hypothesis_settings

from gongxin.actions import database
from gongxin.actions.append import Origin
from gongxin.actions.taking import Counts, take
from gongxin.actions.unit import know
from gongxin.catalogue import reader
from gongxin.engine.spark import NoSpark, refuse_missing, session
from gongxin.store.cluster import Cluster, join
from gongxin.store.models import Batch

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# A deadline measures the machine, not the code.
PROFILE = hypothesis_settings.get_profile(hypothesis_settings.get_current_profile_name())
hypothesis_settings.register_profile("gongxin", PROFILE, deadline=None)
hypothesis_settings.load_profile("gongxin")

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


@pytest.fixture(scope="session")
def spark() -> Iterator["SparkSession"]:
    """A real Spark with two executors, for the whole run; quick to start rather than quick for long."""
    try:
        refuse_missing()
    except NoSpark as missing:
        pytest.skip(str(missing))
    quick = "-Xss32m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
    settings = {f"spark.{who}.extraJavaOptions": quick for who in ("driver", "executor")}
    quick_plans = {"spark.sql.codegen.wholeStage": "false", "spark.sql.codegen.factoryMode": "NO_CODEGEN"}
    with session(settings={**settings, **quick_plans}) as running:
        yield running


@pytest.fixture(scope="session", autouse=True)
def data_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="gongxin-test-"))
    settings.GONGXIN_DATA = folder
    settings.STATIC_ROOT = folder / "static"
    settings.STATIC_ROOT.mkdir()
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
        connections["owner"].close()
    _seal(cluster, TEMPLATE)
    return TEMPLATE


@pytest.fixture(scope="session")
def django_db_setup(cluster: Cluster, template: str, django_db_blocker: pytest.FixtureRequest) -> None:
    _copy(cluster, "gongxin_test")
    for alias in ("default", "owner"):  # a command asks the owner whether the tables are up to date
        _point(alias, cluster, "gongxin_test")


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


def _copy(cluster: Cluster, name: str, template: str = TEMPLATE) -> None:
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {database.OWNER}")


def _seal(cluster: Cluster, name: str) -> None:
    """Let nobody in any more: PostgreSQL copies only from a database without sessions."""
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        ended = "SELECT bool_and(pg_terminate_backend(pid, 60000)) FROM pg_stat_activity WHERE datname = %s"
        assert connection.execute(ended, [name]).fetchone() in ((True,), (None,))


def _point(alias: str, cluster: Cluster, name: str) -> None:
    connections[alias].settings_dict.update(HOST=str(cluster.sockets), NAME=name)


@pytest.fixture(scope="session")
def published_template(cluster: Cluster, template: str, django_db_blocker: pytest.FixtureRequest) -> str:
    """A small city whose records went the whole way in: licences, penalties of every tier and more."""
    name = "gongxin_published_template"
    _copy(cluster, name)
    with _instead(cluster, name, django_db_blocker):
        _publish(localdate())
    _seal(cluster, name)
    return name


@pytest.fixture(scope="session")
def published_database(cluster: Cluster, published_template: str) -> str:
    name = "gongxin_published"
    _copy(cluster, name, published_template)
    return name


@pytest.fixture
def published(
    published_database: str, cluster: Cluster, django_db_blocker: pytest.FixtureRequest
) -> Iterator[None]:
    """The small city, for a test that only reads."""
    with _instead(cluster, published_database, django_db_blocker):
        yield


@pytest.fixture
def living(
    published_template: str, cluster: Cluster, django_db_blocker: pytest.FixtureRequest
) -> Iterator[None]:
    """A copy of the small city of the test's own, with real commits, where something may happen."""
    name = f"gongxin_living_{next(NUMBERS)}"
    _copy(cluster, name, published_template)
    with _instead(cluster, name, django_db_blocker):
        yield
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _instead(cluster: Cluster, name: str, blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Make another database the default for a while."""
    from gongxin.queries import figure

    aliases = ("default", "owner")
    before = {alias: dict(connections[alias].settings_dict) for alias in aliases}
    with blocker.unblock():
        for alias in aliases:
            connections[alias].close()
            _point(alias, cluster, name)
        figure.forget()
        yield
        for alias in aliases:
            connections[alias].close()
    for alias in aliases:
        connections[alias].settings_dict.update(before[alias])
    figure.forget()


BIRCH, CEDAR = "91310114MA1GT00019", "92310114MA1GT001XX"


def _publish(today: date) -> None:
    from gongxin.actions import batch, unit
    from gongxin.intake.source import Source

    market = unit.add("11310000000000035N", "示范市市场监督管理局")
    for item, rows in published_rows(today):
        source = Source.of_rows(rows, folder=settings.GONGXIN_DATA)
        taken = batch.submit(source, item=item, unit=market, on=today)
        assert (taken.held, taken.rejected) == (None, 0), (item, taken)


def published_rows(today: date) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Yield item and rows. Amber Foods has a bit of everything, Birch Transport penalties, Cedar nothing."""
    registration, penalty, licence = map(
        _case, ("organisation_registration", "administrative_penalty", "administrative_licence")
    )
    yield (
        "organisation_registration",
        [
            registration,
            {**registration, "名称": "示范市白桦运输有限公司", "统一社会信用代码": BIRCH},
            {
                **registration,
                "名称": "示范市雪松贸易经营部",
                "统一社会信用代码": CEDAR,
                "主体类别": "个体工商户",
            },
        ],
    )
    yield "administrative_penalty", list(_penalties(penalty, today))
    corrected = {**penalty, **_decision(1, today - timedelta(days=40)), "违法事实": "更正后的违法事实。"}
    yield "administrative_penalty", [corrected]
    numbers = range(1, 25)
    yield "administrative_licence", [{**licence, "行政许可决定文书号": f"示许〔2026〕{n}号"} for n in numbers]
    for item in ("credit_commitment", "honour", "abnormal_operation", "list_tax_violation", "financing_tax"):
        yield item, [_case(item)]


def _case(item: str) -> dict[str, str]:
    text = (Path(__file__).parent / "cases" / "items" / f"{item}.toml").read_text("utf-8")
    return dict(tomllib.loads(text)["accepted"])


def _penalties(penalty: dict[str, str], today: date) -> Iterator[dict[str, str]]:
    """Yield 1 ordinary, 2 severe, 3 minor (never shown), 4 ordinary whose window is over."""
    yield {**penalty, **_decision(1, today - timedelta(days=40))}
    severe = {"处罚类别": "责令停产停业", "处罚内容": "责令停产停业", "罚款金额（万元）": ""}
    yield {**penalty, **_decision(2, today - timedelta(days=30)), **severe, "违法行为类型": "超限运输"}
    minor = {"处罚类别": "警告", "处罚内容": "警告", "罚款金额（万元）": "", "违法行为类型": "未挂牌经营"}
    yield {**penalty, **_decision(3, today - timedelta(days=20)), **minor}
    yield {**penalty, **_decision(4, today - timedelta(days=800)), "违法行为类型": "早已期满的违法行为"}


def _decision(number: int, on: date) -> dict[str, str]:
    return {
        "行政相对人名称": "示范市白桦运输有限公司",
        "行政相对人代码_1（统一社会信用代码）": BIRCH,
        "行政处罚决定书文号": f"示市监处罚〔{on.year}〕{number}号",
        "处罚决定日期": on.isoformat(),
    }


@dataclass(frozen=True)
class Row:
    """A record to be entered; windows and tiers come from the rules, as in real life."""

    content: dict[str, object]
    uscc: str = "91310000MA0000015F"
    decided_on: date = date(2026, 5, 1)
    tier: str | None = "ordinary"
    ended_on: date | None = None


@pytest.fixture
def recorded(db: None) -> Callable[..., list[UUID]]:
    """Enter rows (the members of `Row`) into the ledger as one batch; return their records, in order."""
    return _record


@pytest.fixture
def recorded_for_good(instance: Instance) -> Callable[..., list[UUID]]:
    """The same with real commits, in the instance's own database."""
    return _record


def _record(
    *given: dict[str, object], item: str = "administrative_penalty", unit: str = "11310000000000035N"
) -> list[UUID]:
    on, rows = date(2026, 5, 6), [Row(**one) for one in given]  # type: ignore[arg-type]
    edition = reader.edition(on)
    facts = Batch.objects.create(
        id=uuid4(), item=item, edition=edition.code, unit=know(unit), file_name="rows.csv", state="received",
        submitted_by="", received_at=datetime(2026, 5, 6, tzinfo=UTC),
    )  # fmt: skip
    records = [uuid5(NAMESPACE_URL, json.dumps([item, row.content], sort_keys=True)) for row in rows]
    table = duckdb.connect()
    table.execute(
        "CREATE TABLE clean (row INTEGER, uscc VARCHAR, subject_name VARCHAR, record UUID, decided_on DATE,"
        " valid_until DATE, ended_on DATE, tier VARCHAR, is_late BOOLEAN, content VARCHAR)"
    )
    table.execute("CREATE TABLE unmatched (row INTEGER, subject_name VARCHAR, numbers VARCHAR[])")
    for place, (row, record) in enumerate(zip(rows, records, strict=True), 1):
        text = json.dumps(row.content, ensure_ascii=False)
        values = [place, row.uscc, "琥珀食品有限公司", record, row.decided_on, None, row.ended_on, row.tier]
        table.execute("INSERT INTO clean VALUES (?, ?, ?, ?, ?, ?, ?, ?, false, ?)", [*values, text])
    counts = Counts(len(rows), 0, 0, 0, 0, 0, 0, "ab" * 32)
    take(table, facts, counts, origin=Origin(edition.item(item), edition.code, unit, facts.id), on=on)
    return records


@pytest.fixture
def marked() -> Callable[..., None]:
    """Mark a record (`kind`, first day, last day) as a step of a case does; asked for after its database."""
    return _mark


def _mark(record: UUID, kind: str, from_on: date, until_on: date | None = None) -> None:
    from gongxin.actions.event import Event, append_events
    from gongxin.actions.log import writing
    from gongxin.store.models import Case, CaseStep, Entry, RecordMark

    about = Entry.objects.get(record=record, superseded_by=None)
    with writing() as head:
        event = Event(kind="case", item="objection", uscc=about.uscc, unit=about.unit, content={})
        sequence = append_events(head, [event]).size
        made = Case.objects.create(
            id=event.record, number=str(sequence), procedure="objection", uscc=about.uscc, about="record",
            provider=about.unit, subject=record, title={"zh": "记录", "en": "record"}, state="comparing",
            version=1, terms=[], filed_on=from_on, filed_by="owner", channel="desk",
        )  # fmt: skip
        CaseStep.objects.create(
            id=uuid4(), case=made, number=1, step="file", by="owner", on=from_on, at=head.now,
            state="comparing", values={}, sequence=sequence,
        )  # fmt: skip
        RecordMark.objects.create(
            record=record, kind=kind, from_on=from_on, until_on=until_on, case=made, sequence=sequence
        )


@pytest.fixture(scope="session")
def released_template(
    published_template: str, cluster: Cluster, django_db_blocker: pytest.FixtureRequest
) -> str:
    """The small city with the comprehensive model of enterprises let into use today."""
    from gongxin.actions import release, trial

    name = "gongxin_released"
    _copy(cluster, name, published_template)
    with _instead(cluster, name, django_db_blocker):
        today, yesterday = localdate(), localdate() - timedelta(days=1)
        tried = trial.order("comprehensive_enterprise", "2026", by="planner", on=yesterday)
        assert trial.run(tried) == "done"
        proposed = release.propose(tried, effective_on=today, reasons="试行", by="planner", on=yesterday)
        release.confirm(proposed, by="checker", unit="12310000000000019X")
    _seal(cluster, name)
    return name


@pytest.fixture
def evaluated(
    released_template: str, cluster: Cluster, django_db_blocker: pytest.FixtureRequest
) -> Iterator[Callable[..., object]]:
    """What evaluates in a copy of the small city of the test's own, with real commits."""
    from gongxin.actions import evaluation

    name = f"gongxin_evaluated_{next(NUMBERS)}"
    _copy(cluster, name, released_template)
    with _instead(cluster, name, django_db_blocker):
        yield lambda **how: evaluation.run("comprehensive_enterprise", on=localdate(), **how)
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def evaluate() -> Callable[[str], None]:
    """Let two persons release a model from today on, and evaluate everybody by it."""
    from gongxin.actions import evaluation, release, trial

    def go(code: str = "comprehensive_enterprise") -> None:
        on = localdate()
        tried = trial.order(code, "2026", by="operator", on=on)
        assert trial.run(tried) == "done"
        proposed = release.propose(
            tried, effective_on=on, reasons="试算平稳", by="operator", on=on - timedelta(days=1)
        )
        release.confirm(proposed, by="reviewer2", unit="11310000MB2F00013X")
        evaluation.run(code, on=on)

    return go
