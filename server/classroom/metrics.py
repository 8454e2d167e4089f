"""Numbers of the lessons going on, for Prometheus: read when asked, no names and no lesson ids."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily

from server.classroom.hub import Hub


class ClassroomMetrics:
    """A collector over the hub."""

    def __init__(self, hub: Hub, registry: CollectorRegistry) -> None:
        self._hub = hub
        registry.register(self)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Called for each GET /metrics."""
        rooms = self._hub.rooms()
        live = sum(room.session.phase == "live" for room in rooms)
        yield GaugeMetricFamily("bucgiang_lessons_open", "Lessons in memory", value=len(rooms))
        yield GaugeMetricFamily("bucgiang_lessons_live", "Lessons being held", value=live)
        devices = sum(len(room.devices) for room in rooms)
        yield GaugeMetricFamily("bucgiang_pages", "Pages connected to a lesson", value=devices)
        peers = sum(len(self._hub.media.peers(room.id)) for room in rooms)
        yield GaugeMetricFamily("bucgiang_media_connections", "WebRTC connections", value=peers)
        yield GaugeMetricFamily(
            "bucgiang_media_up", "1 while a media worker answers", value=self._hub.media.up
        )
