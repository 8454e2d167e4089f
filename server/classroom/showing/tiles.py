"""How large the tiles are that devices show; forgotten with the device and its connection."""

from collections.abc import Iterable, Mapping

from lesson.messages import PersonId, VideoSlot
from server.classroom.pages.device import Device
from server.classroom.showing.feeds import TileLines
from server.classroom.webrtc.peers import MediaPeer, device_tag


class Tiles:
    """Of one lesson's devices.

    A line that drops does not show all pictures at once: what the device said counts while it receives.
    """

    def __init__(self) -> None:
        self._tiles: dict[tuple[PersonId, str], TileLines] = {}
        """By person and the tag of the device."""

    def set(self, device: Device, lines: Mapping[VideoSlot, int]) -> bool:
        """What the device shows from now on. False when that is so already."""
        key = device.person, device_tag(device.id)
        if self._tiles.get(key) == lines:
            return False
        self._tiles[key] = dict(lines)
        return True

    def of(self, peer: MediaPeer) -> TileLines | None:
        """What the device of this connection shows; None: it has not said, or there is no page."""
        return self._tiles.get((peer.person, peer.tag))

    def forget_others(self, devices: Iterable[Device], peers: Iterable[MediaPeer]) -> None:
        """Only devices that are connected or receive are remembered."""
        here = {(device.person, device_tag(device.id)) for device in devices}
        here |= {(peer.person, peer.tag) for peer in peers if peer.direction == "recv"}
        self._tiles = {key: lines for key, lines in self._tiles.items() if key in here}
