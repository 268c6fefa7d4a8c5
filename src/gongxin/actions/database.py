"""The database: started where it is our own, brought up to the code's tables, stopped."""

from importlib.resources import files

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from gongxin.store import cluster
from gongxin.store.cluster import Cluster

APPLICATION = "gongxin_app"
OWNER = "gongxin"
DatabaseDoesNotStart = cluster.DatabaseDoesNotStart


class DatabaseBehindCode(Exception):
    """The tables are older than the code."""

    def __init__(self, waiting: int) -> None:
        super().__init__(
            f"数据库还差 {waiting} 个升级步骤。请先备份，再运行 gongxin database migrate。"
            f" / The database is {waiting} migrations behind. Back up, then run gongxin database migrate."
        )


class NotOurDatabase(Exception):
    """The database is not the private one, so it is not ours to start or stop."""

    def __init__(self) -> None:
        super().__init__(
            "已设置 DATABASE_URL，这个 PostgreSQL 由您自己启动和停止。"
            " / DATABASE_URL is set: that PostgreSQL is yours to start and stop."
        )


def private() -> Cluster:
    return Cluster(settings.GONGXIN_CLUSTER, settings.GONGXIN_SOCKETS)


def ensure() -> None:
    """See to it that the database runs and has the code's tables.

    The private PostgreSQL is started and migrated; it stops when the last process using it ends.

    Raises:
        DatabaseBehindCode: a database of the operator's own is migrated by the operator.
    """
    if settings.IS_PRIVATE:
        cluster.join(private())
        make_roles(private())
        make_database(private(), str(settings.DATABASES["default"]["NAME"]))
    waiting = steps_waiting()
    if waiting and not settings.IS_PRIVATE:
        raise DatabaseBehindCode(waiting)
    if waiting:
        migrate()


def steps_waiting(*, as_owner: bool | None = None) -> int:
    """Return how many migrations the database is behind. The first ask is the owner's, where it is ours."""
    is_owner = settings.IS_PRIVATE if as_owner is None else as_owner
    connection = connections["owner" if is_owner else "default"]
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if is_owner:
        connection.close()
    return waiting


def migrate() -> None:
    """Bring the tables up to the code and give the application role exactly its rights.

    Several processes at once wait for each other.
    """
    connection = connections["owner"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('gongxin migrate'))")
        call_command("migrate", database="owner", verbosity=0, interactive=False)
        cursor.execute(files("gongxin.store").joinpath("rights.sql").read_text("utf-8"))
        cursor.execute("SELECT pg_advisory_unlock(hashtext('gongxin migrate'))")
    connection.close()


def refresh_statistics() -> None:
    """Let the planner know what was loaded; after a large batch its picture of the tables is wrong."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT refresh_statistics()")


def start() -> None:
    """Start the private PostgreSQL and let it go on when this process ends."""
    _refuse_other()
    cluster.keep(private(), kept=True)
    ensure()


def stop() -> None:
    """Stop the private PostgreSQL, also under processes that use it."""
    _refuse_other()
    cluster.keep(private(), kept=False)
    private().stop()


def _refuse_other() -> None:
    if not settings.IS_PRIVATE:
        raise NotOurDatabase


def make_roles(where: Cluster) -> None:
    """Make the owner of the tables and the application's role in a cluster of ours."""
    with psycopg.connect(where.url(), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext('gongxin make'))")
        for name in (OWNER, APPLICATION):
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(name)))


def make_database(where: Cluster, name: str) -> None:
    with psycopg.connect(where.url(), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext('gongxin make'))")
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            statement = sql.SQL("CREATE DATABASE {} OWNER {}")
            connection.execute(statement.format(sql.Identifier(name), sql.Identifier(OWNER)))
