"""The engines that SQL in bulk runs on."""

from enum import StrEnum


class Engine(StrEnum):
    """DuckDB in this process, or Apache Spark on executors of its own."""

    DUCKDB = "duckdb"
    SPARK = "spark"
