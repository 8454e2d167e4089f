"""Numbers of the lessons going on, for Prometheus: read when asked, no names and no lesson ids."""

import asyncio
import time
from collections.abc import Iterator

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from server.classroom.health.linemetrics import line_metrics
from server.classroom.hub import Hub
from server.http.ports import RecordingHealth
from sfu.footprint import descriptors, memory
from sfu.link import Stats


class ClassroomMetrics:
    """A collector over the hub. What the media worker counts is at most about a second old."""

    def __init__(self, hub: Hub, registry: CollectorRegistry) -> None:
        self._hub = hub
        registry.register(self)

    def collect(self) -> Iterator[Metric]:
        """Called for each GET /metrics."""
        rooms, stats = self._hub.rooms(), self._hub.stats
        live = sum(room.session.phase == "live" for room in rooms)
        yield GaugeMetricFamily("bucgiang_lessons_open", "Lessons in memory", value=len(rooms))
        yield GaugeMetricFamily("bucgiang_lessons_live", "Lessons being held", value=live)
        devices = sum(len(room.devices) for room in rooms)
        yield GaugeMetricFamily("bucgiang_pages", "Pages connected to a lesson", value=devices)
        peers = [peer for room in rooms for peer in self._hub.media.peers(room.id)]
        yield GaugeMetricFamily("bucgiang_media_connections", "WebRTC connections", value=len(peers))
        yield GaugeMetricFamily(
            "bucgiang_media_up", "1 while a media worker answers", value=self._hub.media.up
        )
        yield from line_metrics(rooms, peers)
        yield _cpu(stats)
        yield from _held(stats)
        yield from _recording(self._hub.recordings.health)
        if stats is not None:
            yield from _worker(stats)


def _recording(health: RecordingHealth) -> Iterator[Metric]:
    yield GaugeMetricFamily(
        "bucgiang_recordings", "Lessons being recorded or about to be final", value=health.lessons
    )
    yield GaugeMetricFamily(
        "bucgiang_recording_behind_seconds",
        "What came and is not saved yet, of the worst lesson",
        value=health.behind_ms / 1000,
    )
    yield GaugeMetricFamily(
        "bucgiang_recording_trouble",
        "1 while a lesson is not kept as it should be",
        value=bool(health.trouble),
    )
    if health.free_bytes is not None:
        yield GaugeMetricFamily(
            "bucgiang_data_free_bytes", "Room in the data folder", value=health.free_bytes
        )


def _cpu(stats: Stats | None) -> Metric:
    spent = CounterMetricFamily("bucgiang_process_cpu_seconds", "User and system time", labels=["process"])
    spent.add_metric(["control"], time.process_time())
    if stats is not None:
        spent.add_metric(["media"], stats.cpu_us / 1e6)
    return spent


def _held(stats: Stats | None) -> Iterator[Metric]:
    """What would grow if something leaked."""
    resident = GaugeMetricFamily("bucgiang_process_resident_bytes", "Memory in use", labels=["process"])
    opened = GaugeMetricFamily("bucgiang_process_descriptors", "Open files and sockets", labels=["process"])
    resident.add_metric(["control"], memory())
    opened.add_metric(["control"], descriptors())
    if stats is not None:
        resident.add_metric(["media"], stats.memory)
        opened.add_metric(["media"], stats.descriptors)
    yield resident
    yield opened
    yield GaugeMetricFamily(
        "bucgiang_control_tasks", "asyncio tasks of the control process", value=len(asyncio.all_tasks())
    )


def _worker(stats: Stats) -> Iterator[Metric]:
    for name, value in (
        ("packets_in", stats.packets_in),
        ("packets_out", stats.packets_out),
        ("bytes_in", stats.bytes_in),
        ("bytes_out", stats.bytes_out),
    ):
        text = f"{name.replace('_', ' ').capitalize()} of the media worker since it started"
        yield CounterMetricFamily(f"bucgiang_media_{name}", text, value=value)
    dropped = CounterMetricFamily("bucgiang_media_dropped", "Datagrams not used", labels=["reason"])
    for reason, count in stats.dropped.items():
        dropped.add_metric([reason], count)
    yield dropped
