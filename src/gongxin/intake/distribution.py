"""A batch judged on Spark: read here, where its order tells a row of CSV from a line; judged by executors.

What crosses is Parquet, both ways: the cells with the numbers of their rows, the findings and the outcomes.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from duckdb import DuckDBPyConnection

from gongxin.engine.duckdb import literal
from gongxin.engine.spark import SparkConnection
from gongxin.intake.cells import Cells
from gongxin.intake.judging import judge_offline, type_rows
from gongxin.intake.typed import Plan

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ROWS_IN_GROUP = 50_000  # what one task reads
BACK = ("findings", "outcome")


class Distribution:
    """One batch on its way through Spark. Its folder is shared by this machine and the executors."""

    def __init__(self, spark: "SparkSession") -> None:
        self._session = spark
        self._batch: SparkConnection | None = None
        self._cells = Path()

    def read(self, connection: DuckDBPyConnection, plan: Plan, cells: Cells, folder: Path) -> None:
        """See `Cluster.read`."""
        self._batch = SparkConnection(self._session, folder)
        numbered = hand_over(connection, cells, self._batch, folder)
        (self._cells,) = numbered.files
        type_rows(self._batch, plan, numbered)

    def judge(self, connection: DuckDBPyConnection, plan: Plan) -> None:
        """See `Cluster.judge`."""
        assert self._batch is not None
        judge_offline(self._batch, plan)
        rows = literal(str(self._cells))
        connection.execute(f"CREATE TABLE typed AS SELECT rowid AS number FROM read_parquet({rows})")
        for table in BACK:
            files = ", ".join(literal(str(folder / "*.parquet")) for folder in self._batch.folders(table))
            connection.execute(f"CREATE TABLE {table} AS SELECT * FROM read_parquet([{files}])")


def hand_over(connection: DuckDBPyConnection, cells: Cells, spark: SparkConnection, folder: Path) -> Cells:
    """Write the cells with the numbers of their rows into the folder, and return them as Spark reads them."""
    path = folder / "cells.parquet"
    connection.execute(
        f"COPY (SELECT row_number() OVER () - 1 AS rowid, * FROM ({cells.sql})) "
        f"TO {literal(str(path))} (FORMAT parquet, ROW_GROUP_SIZE {ROWS_IN_GROUP})"
    )
    spark.read("cells", path)
    return Cells(cells.headers, "SELECT * FROM cells", "", (path,), has_numbers=True)
