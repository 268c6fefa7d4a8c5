"""Figures for Prometheus: what was asked of us, and how the installation stands at the moment of asking."""

import os
import shutil
from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from gongxin.queries import health

CONTENT_TYPE = CONTENT_TYPE_LATEST
SHARED = "PROMETHEUS_MULTIPROC_DIR"  # where the worker processes of one server add up; set by `gongxin serve`
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60)

ANSWERED = Counter("gongxin_requests", "Requests answered", ["side", "method", "status"])
SECONDS = Histogram("gongxin_request_seconds", "Seconds to an answer", ["side"], buckets=BUCKETS)
FAULTS = Counter("gongxin_faults", "Requests that ended in a fault of ours", ["side"])


class Installation:
    """What only the database and the disk know, asked anew for every reading."""

    def collect(self) -> Iterator[Metric]:
        yield _gauge("gongxin_log_entries", "Entries in the log", health.ledger_size())
        queue = health.queue_state(timezone.now())
        jobs = GaugeMetricFamily("gongxin_jobs", "Jobs by status", labels=["status"])
        for status, count in queue.jobs.items():
            jobs.add_metric([status], count)
        yield jobs
        yield _gauge(
            "gongxin_queue_oldest_seconds", "Wait of the oldest due job", queue.oldest.total_seconds()
        )
        if queue.heard is not None:
            yield _gauge(
                "gongxin_worker_silent_seconds", "Since a worker was heard", queue.heard.total_seconds()
            )
        yield _gauge("gongxin_outbox_waiting", "Messages to be sent", health.outbox_waiting())
        free = shutil.disk_usage(settings.GONGXIN_DATA).free
        yield _gauge("gongxin_disk_free_bytes", "Free in the data folder", free)


def exposition() -> bytes:
    """Return every figure in the text format; those of all worker processes together."""
    registry = CollectorRegistry()
    registry.register(Installation())
    own = REGISTRY
    if os.environ.get(SHARED):
        own = CollectorRegistry()
        MultiProcessCollector(own)  # type: ignore[no-untyped-call]
    return generate_latest(own) + generate_latest(registry)


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, meaning, value=value)
