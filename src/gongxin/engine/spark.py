"""Run DuckDB's SQL on Apache Spark: the same statements in the same order, the same rows.

`pyspark` and Java are looked for only here, and only when somebody asks for Spark.
"""

import itertools
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import reduce
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import sqlglot
from sqlglot import exp

from gongxin.engine.connection import Row
from gongxin.engine.dialect import translated
from gongxin.engine.spark_call import NotTranslated

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

LOCAL = "local-cluster[2,1,1024]"  # two executors of one core each, processes of their own
MASTER = "GONGXIN_SPARK_MASTER"
LOOPBACK = "127.0.0.1"
JAVA = ("11", "17")

SETTINGS: Mapping[str, str] = {
    "spark.app.name": "gongxin",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.memory": "1g",
    # A check of eighty columns is one long expression: its parser calls itself, and no method holds its code.
    "spark.driver.extraJavaOptions": "-Xss32m",
    "spark.executor.extraJavaOptions": "-Xss32m",
    "spark.sql.session.timeZone": "Asia/Shanghai",
    "spark.sql.ansi.enabled": "false",
    "spark.sql.shuffle.partitions": "8",
    "spark.sql.decimalOperations.allowPrecisionLoss": "true",
}
ON_THIS_MACHINE: Mapping[str, str] = {
    "spark.driver.host": LOOPBACK,
    "spark.driver.bindAddress": LOOPBACK,
    "spark.executor.memory": "1g",
    "spark.sql.shuffle.partitions": "2",
}


class NoSpark(Exception):
    """Spark was asked for where it cannot run; says what to install."""


@contextmanager
def session(master: str | None = None, settings: Mapping[str, str] | None = None) -> Iterator["SparkSession"]:
    """Start Spark, or take part in what runs already, and end what was started.

    `master` is Spark's own address of a cluster; without one it is taken from GONGXIN_SPARK_MASTER, and
    without that two executors run on this machine, reachable from nowhere else. `settings` are Spark's own.

    Raises:
        NoSpark: pyspark or Java is missing.
    """
    refuse_missing()
    from pyspark.sql import SparkSession

    wanted = master or os.environ.get(MASTER) or LOCAL
    here = ON_THIS_MACHINE if wanted.startswith("local") else {}
    if wanted.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", LOOPBACK)
    running = SparkSession.getActiveSession()
    builder = SparkSession.builder.master(wanted)
    for key, value in {**SETTINGS, **here, **(settings or {})}.items():
        builder = builder.config(key, value)
    spark = running or builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    try:
        yield spark
    finally:
        if running is None:
            spark.sparkContext.setLogLevel("OFF")  # executors say goodbye to one who has left
            spark.stop()


def refuse_missing() -> None:
    """Say what is missing.

    Raises:
        NoSpark: pyspark or a Java that Spark runs on.
    """
    if find_spec("pyspark") is None:
        raise NoSpark(
            "没有安装 pyspark，无法使用 Spark 引擎。请运行 make .venv/.spark，或改用 --engine duckdb。"
            " / pyspark is not installed: run `make .venv/.spark`, or use --engine duckdb."
        )
    java = _java()
    if java is None:
        raise NoSpark(
            "没有找到 Java，无法使用 Spark 引擎。"
            "请安装 Java 17（Debian：openjdk-17-jre-headless）或设置 JAVA_HOME。"
            " / No Java was found: install Java 17 (Debian: openjdk-17-jre-headless) or set JAVA_HOME."
        )
    if java not in JAVA:
        raise NoSpark(
            f"找到的是 Java {java}，Spark 需要 Java 11 或 17。请用 JAVA_HOME 指向其中之一。"
            f" / Java {java} was found; Spark needs 11 or 17. Let JAVA_HOME point to one of them."
        )


def _java() -> str | None:
    """The version of the Java that Spark would take, `17`; None where there is none."""
    home = os.environ.get("JAVA_HOME")
    command = str(Path(home, "bin", "java")) if home else shutil.which("java")
    if command is None or not Path(command).exists():
        return None
    told = subprocess.run([command, "-version"], capture_output=True, text=True, check=False).stderr  # noqa: S603
    version = told.partition('"')[2].partition('"')[0]
    return version.removeprefix("1.").partition(".")[0] or None


class SparkAnswer:
    """The rows of a statement, fetched when asked for."""

    def __init__(self, frame: "DataFrame | None") -> None:
        self._frame = frame
        self._rows: Iterator[Row] | None = None

    def fetchone(self) -> Row | None:
        return next(self._left(), None)

    def fetchall(self) -> list[Row]:
        return list(self._left())

    def _left(self) -> Iterator[Row]:
        if self._rows is None:
            rows = self._frame.collect() if self._frame else ()
            self._rows = iter([tuple(row) for row in rows])
        return self._rows


class SparkConnection:
    """A set of tables on Spark that takes the statements a DuckDB connection takes.

    A table is folders of Parquet below `folder`, which this machine and the executors share. None is written
    twice, so that what was read from a table stays what it was; none is written before somebody reads it, so
    that many insertions are one job. A temporary table is a query with a name.

    It knows SELECT, CREATE TABLE and VIEW, INSERT … SELECT, UPDATE, DELETE and DROP TABLE.
    """

    def __init__(self, spark: "SparkSession", folder: Path) -> None:
        self._spark = spark.newSession()
        self._folder = folder
        self._tables: dict[str, list[Path]] = {}
        self._waiting: dict[str, list[DataFrame]] = {}  # rows of tables, not written yet
        self._views: dict[str, exp.Expr] = {}
        self._numbers = itertools.count()

    def execute(self, query: str, /) -> SparkAnswer:
        """Run statements; the answer is that of the last.

        Raises:
            NotTranslated: one of them is not known to mean the same on Spark.
        """
        answer = SparkAnswer(None)
        for statement in sqlglot.parse(query, read="duckdb"):
            if statement is not None:
                answer = SparkAnswer(self._run(statement))
        return answer

    def read(self, name: str, *paths: Path) -> None:
        """Make a table of Parquet files."""
        self._name(name, self._spark.read.parquet(*map(str, paths)))

    def folders(self, name: str) -> Sequence[Path]:
        """Return the folders of Parquet that a table is."""
        self._flush(name)
        return self._tables[name]

    def _run(self, statement: exp.Expr) -> "DataFrame | None":
        match statement:
            case exp.Create():
                self._create(statement)
            case exp.Insert():
                self._insert(statement)
            case exp.Update():
                self._update(statement)
            case exp.Delete():
                self._delete(statement)
            case exp.Drop():
                self._waiting.pop(_target(statement), None)
            case exp.Query():
                return self._query(statement)
            case _:
                raise NotTranslated(statement)
        return None

    def _create(self, statement: exp.Create) -> None:
        name, made_of = _target(statement), statement.expression
        if made_of is None:
            columns = ", ".join(
                f"CAST(NULL AS {one.args['kind'].sql('duckdb')}) AS {one.name}"
                for one in statement.find_all(exp.ColumnDef)
            )
            self._name(name, self._query(_parsed(f"SELECT {columns} WHERE false")))
            self._tables[name] = []
        elif statement.kind == "VIEW":
            self._views[name] = made_of
            self._name(name, self._query(made_of))
        elif statement.find(exp.TemporaryProperty):
            self._name(name, self._query(made_of))
        else:
            self._refill(name, self._query(made_of))

    def _insert(self, statement: exp.Insert) -> None:
        name = _target(statement)
        columns = [
            f"CAST(`{one.name}` AS {one.dataType.simpleString()}) AS `{one.name}`"
            for one in self._spark.table(name).schema
        ]
        named = self._query(statement.expression).toDF(*self._spark.table(name).columns)
        self._waiting.setdefault(name, []).append(named.selectExpr(*columns))

    def _update(self, statement: exp.Update) -> None:
        """What the condition holds for is taken apart, changed, and put back; nothing is written."""
        name, held = _target(statement), statement.args["where"].this.sql("duckdb")
        values = {one.this.name: one.expression.sql("duckdb") for one in statement.expressions}
        self._flush(name)
        columns = self._spark.table(name).columns
        changed = ", ".join(f'{values[one]} AS "{one}"' if one in values else f'"{one}"' for one in columns)
        both = (
            f"SELECT {changed} FROM {name} WHERE {held}"
            f" UNION ALL SELECT * FROM {name} WHERE NOT coalesce({held}, false)"
        )
        self._name(name, self._query(_parsed(both)))

    def _delete(self, statement: exp.Delete) -> None:
        name, gone = _target(statement), statement.args["where"].this.sql("duckdb")
        left = f"SELECT * FROM {name} WHERE NOT coalesce({gone}, false)"
        self._refill(name, self._query(_parsed(left)))

    def _query(self, tree: exp.Expr) -> "DataFrame":
        for table in tree.find_all(exp.Table):
            self._flush(table.name)
        return self._spark.sql(translated(tree.copy()).sql(dialect="spark"))

    def _refill(self, name: str, frame: "DataFrame") -> None:
        """Let a table hold other rows than before."""
        self._tables[name], self._waiting[name] = [], [frame]
        self._name(name, frame)

    def _flush(self, name: str) -> None:
        """Write what waits to be part of a table, in one job."""
        for view in [name, *self._under(name)]:
            waiting = self._waiting.pop(view, [])
            if waiting:
                folder = self._folder / f"table{next(self._numbers)}"
                rows = reduce(lambda one, other: one.union(other), waiting)
                rows.write.parquet(str(folder))
                self._tables[view].append(folder)
                read = self._spark.read.schema(rows.schema)
                self._name(view, read.parquet(*map(str, self._tables[view])))

    def _under(self, name: str) -> Iterator[str]:
        """Yield the tables that a view is made of."""
        if name in self._views:
            for table in self._views[name].find_all(exp.Table):
                yield table.name

    def _name(self, name: str, frame: "DataFrame") -> None:
        """Give a table its plan; a view over it is read from the new one."""
        frame.createOrReplaceTempView(name)
        for view, made_of in self._views.items():
            if view != name and any(table.name == name for table in made_of.find_all(exp.Table)):
                self._query(made_of).createOrReplaceTempView(view)


def _parsed(sql: str) -> exp.Expr:
    return sqlglot.parse_one(sql, read="duckdb")


def _target(statement: exp.Expr) -> str:
    table = statement.find(exp.Table)
    assert table is not None
    return table.name
