"""Which engines the contract is tried on: DuckDB always, Spark and one's own where they are."""

import importlib.util
import os
import shutil

import pytest

SPARK = (
    "pyspark://?spark.master=local-cluster[2,1,1024]&spark.ui.enabled=false"
    "&spark.sql.shuffle.partitions=2&spark.sql.adaptive.enabled=false"
    "&spark.driver.bindAddress=127.0.0.1"
    "&spark.driver.host=127.0.0.1&spark.ui.showConsoleProgress=false"
)
OWN = os.environ.get("REGIE_WAREHOUSE_URL", "")
ENGINES = ("duckdb", "spark", *(["own"] if OWN else []))


def address_of(engine: str) -> str:
    """The address of an engine; skips, or fails when it is required, what is not there."""
    if engine == "spark":
        _need_spark()
    return {"duckdb": "", "spark": SPARK, "own": OWN}[engine]


def _need_spark() -> None:
    lacking = [
        word
        for word, there in (
            ("PySpark (uv sync --group spark)", importlib.util.find_spec("pyspark")),
            ("Java 17 (Debian: openjdk-17-jre-headless)", shutil.which("java")),
        )
        if not there
    ]
    if lacking and os.environ.get("REGIE_REQUIRE_SPARK") == "1":
        pytest.fail(f"Spark is required here and lacks {' and '.join(lacking)}")
    if lacking:
        pytest.skip(f"Spark needs {' and '.join(lacking)}; .ci/run has both")
