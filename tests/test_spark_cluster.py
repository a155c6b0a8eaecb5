"""Groups on a standalone cluster of Spark, a master and two workers on this machine, of which one is killed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import pytest

from bench.made_quotes import trace_set
from quotes.archive.groups import groups
from quotes.report.columns import change_rows

LONGEST = 900  # seconds until something is given up

# Reads quotes so slowly that a worker can be killed while it reads, and tells in which worker's folder that is done.
DRIVER = """
import sys, time, uuid
from pathlib import Path
from pyspark.sql import SparkSession
from quotes.spark import trace_dataframe

master, folder = sys.argv[1:]

def slowly(batches):
    for batch in batches:
        Path(folder, f"read-{uuid.uuid4()}").write_text(str(Path.cwd()))
        time.sleep(1)
        yield batch

settings = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.executor.cores": "1",
    "spark.executor.memory": "512m",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.adaptive.enabled": "false",  # this and the next make small jobs quick
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.files.maxPartitionBytes": "10000",
    "spark.sql.warehouse.dir": folder,
    "spark.ui.enabled": "false",
}
spark = SparkSession.builder.master(master).config(map=settings).getOrCreate()
quotes = spark.read.parquet(folder + "/quotes")
trace_dataframe(quotes.mapInArrow(slowly, quotes.schema)).write.parquet(folder + "/groups")
"""


@dataclass
class Cluster:
    """Processes of Spark, each the first of a group of its own, and what they say."""

    folder: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, *command: str) -> None:
        path = os.pathsep.join(filter(None, [str(Path(__file__).parent.parent), *sys.path]))
        here = {"PYTHONPATH": path, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
        with (self.folder / f"{name}.log").open("wb") as log:
            self.running[name] = subprocess.Popen(
                command, stdout=log, stderr=log, env={**os.environ, **here}, cwd=self.folder, start_new_session=True
            )

    def start_spark(self, name: str, kind: str, *options: str) -> None:
        spec = find_spec("pyspark")
        assert spec and spec.origin
        program = Path(spec.origin).parent / "bin" / "spark-class"
        common = ("--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
        self.start(name, str(program), f"org.apache.spark.deploy.{kind.lower()}.{kind}", *common, *options)

    def said(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def kill(self, name: str) -> None:
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(what: Callable[[], object], cluster: Cluster) -> None:
    end = time.monotonic() + LONGEST
    while not what():
        stopped = [name for name, process in cluster.running.items() if process.poll() is not None]
        assert not stopped and time.monotonic() < end, "".join(cluster.said(name)[-3000:] for name in cluster.running)
        time.sleep(0.2)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    if not find_spec("pyspark"):
        pytest.skip("needs pyspark; pip install '.[spark]'")
    if not shutil.which("java"):
        (pytest.fail if os.environ.get("CI") else pytest.skip)("needs Java 17, as Debian's openjdk-17-jre-headless")
    cluster = Cluster(tmp_path)
    try:
        yield cluster
    finally:
        for name in list(cluster.running):
            cluster.kill(name)


def test_a_cluster_of_which_a_worker_is_killed_finds_the_groups_of_one_machine(cluster: Cluster) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    made = [quote for quote, _ in trace_set(20, 60, 120, seed=3)]
    rows = [
        {
            **{name: getattr(quote, name) for name in ("article_id", "date", "site", "speaker", "type", "content")},
            **{"attribution_id": 1, "act": "statement", "said": True},
        }
        for quote in made
    ]
    for part in range(4):
        (cluster.folder / "quotes").mkdir(exist_ok=True)
        table = pa.Table.from_pylist(rows[part::4])
        pq.write_table(table, cluster.folder / "quotes" / f"{part}.parquet")

    cluster.start_spark("master", "Master")
    wait_for(lambda: re.search(r"at spark://127.0.0.1:\d+", cluster.said("master")), cluster)
    master = re.findall(r"spark://127.0.0.1:\d+", cluster.said("master"))[0]
    for name in ("one", "two"):
        cluster.start_spark(
            name, "Worker", "--cores", "1", "--memory", "1g", "--work-dir", str(cluster.folder / name), master
        )
    wait_for(lambda: cluster.said("master").count("Registering worker") == 2, cluster)

    cluster.start("driver", sys.executable, "-c", DRIVER, master, str(cluster.folder))
    first = str(cluster.folder / "one")
    wait_for(lambda: any(at.read_text().startswith(first) for at in cluster.folder.glob("read-*")), cluster)
    cluster.kill("one")
    driver = cluster.running.pop("driver")
    assert driver.wait(LONGEST) == 0, cluster.said("driver")[-5000:]

    found = pq.read_table(cluster.folder / "groups").to_pylist()
    expected = {tuple(told.quote.article_id for told in group.tellings): group for group in groups(made)}
    together = defaultdict(list)
    for row in sorted(found, key=lambda row: row["place"]):
        together[row["group"]].append(row)
    assert {tuple(row["article_id"] for row in rows) for rows in together.values()} == set(expected)
    for ids, group in expected.items():
        (rows,) = (rows for rows in together.values() if tuple(row["article_id"] for row in rows) == ids)
        assert [row["changes"] for row in rows] == [change_rows(told.changes) for told in group.tellings]
        assert [row["other_speaker"] for row in rows] == [told.other_speaker for told in group.tellings]
