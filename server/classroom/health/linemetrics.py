"""People's lines for Prometheus: how many are how good, no names and no lesson ids."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import get_args

from prometheus_client.core import GaugeHistogramMetricFamily, GaugeMetricFamily, Metric

from lesson.messages import Hearing
from server.classroom.room import Room
from server.classroom.webrtc.peers import MediaPeer
from sfu.link import PeerLine

ROUND_TRIP_S = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
LOSS = (0.01, 0.02, 0.05, 0.1, 0.2)
ESTIMATE = (50_000, 100_000, 200_000, 400_000, 800_000, 1_600_000)
"""bit/s"""


def line_metrics(rooms: Sequence[Room], peers: Sequence[MediaPeer]) -> Iterator[Metric]:
    """As of the worker's last report, at most two seconds ago."""
    lines = [(peer, peer.line) for peer in peers if peer.line is not None]
    yield _paths([line for _, line in lines])
    trips = [line.round_trip / 1000 for _, line in lines if line.round_trip]
    yield _spread("bucgiang_media_round_trip_seconds", "Round trips of connections", ROUND_TRIP_S, trips)
    up = [line.up_loss / 1000 for peer, line in lines if peer.direction == "send"]
    yield _spread("bucgiang_media_up_loss_ratio", "Packets of senders that never came", LOSS, up)
    down = [line.down_loss / 1000 for peer, line in lines if peer.direction == "recv"]
    yield _spread("bucgiang_media_down_loss_ratio", "Packets to receivers lost before repair", LOSS, down)
    rates = [line.estimate * 1000 for _, line in lines if line.estimate]
    yield _spread("bucgiang_media_estimate_bits", "What receivers' lines carry, bit/s", ESTIMATE, rates)
    yield _hearing(rooms)
    yield GaugeMetricFamily(
        "bucgiang_media_paused_layers",
        "Layers that senders need not send, because nobody takes them",
        value=sum(_paused(room, peer) for room in rooms for peer in peers if peer.lesson == room.id),
    )


def _paths(lines: Iterable[PeerLine]) -> Metric:
    found = Counter(line.path or "none" for line in lines)
    paths = GaugeMetricFamily("bucgiang_media_lines", "Connections that stand, by path", labels=["path"])
    for path in ("udp", "tcp", "none"):
        paths.add_metric([path], found[path])
    return paths


def _hearing(rooms: Iterable[Room]) -> Metric:
    found = Counter(state for room in rooms for state in room.notices.lamps.hearing.values())
    people = GaugeMetricFamily("bucgiang_people", "People by what reaches them", labels=["hearing"])
    for state in get_args(Hearing):
        people.add_metric([state], found[state])
    return people


def _paused(room: Room, peer: MediaPeer) -> int:
    told = room.notices.sending.told(peer) or {}
    known = ((peer.layers.get(source, frozenset()), set(layers)) for source, layers in told.items())
    return sum(len(all_ - layers) if all_ else not layers for all_, layers in known)


def _spread(name: str, text: str, limits: Sequence[float], values: Sequence[float]) -> Metric:
    """How many are at most so large, now."""
    buckets = [(str(limit), float(sum(value <= limit for value in values))) for limit in limits]
    spread = GaugeHistogramMetricFamily(name, text)
    spread.add_metric([], [*buckets, ("+Inf", float(len(values)))], float(sum(values)))
    return spread
