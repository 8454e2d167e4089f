"""One WebRTC connection of a person, as control knows it: whose it is, its tracks, and what the worker said of it.

A worker's name of a peer is made of what control must find again after a restart: lesson, person, direction and a
nonce, which also tells which device it belongs to.
"""

import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal

from lesson.messages import PersonId, SourceName
from server.classroom.webrtc.icesessions import IceSession
from server.school.signin.lineage import lineage
from sfu.link import PeerLine, SlotFeed

Direction = Literal["send", "recv"]
TRACKS: dict[SourceName, str] = {"mic": "a0", "camera": "v0", "screen": "v1", "screen_audio": "a1"}
"""Track of the send connection for each source."""
SOURCES: dict[str, SourceName] = {track: source for source, track in TRACKS.items()}


@dataclass(eq=False, slots=True)
class MediaPeer:
    """A WebRTC connection of a person."""

    lesson: str
    person: PersonId
    direction: Direction
    nonce: str
    jti: str | None = None
    """The join token it came with; None after a control restart."""
    ice: IceSession | None = None
    """What its client was told last; None after a control restart."""
    connected: bool = False
    answered: bool = False
    sources: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()
    fed: dict[str, SlotFeed] | None = None
    """What the worker was last told; None: unknown."""
    wanted: dict[SourceName, tuple[str, ...]] = field(default_factory=dict)
    """Layers that slots and journals take, by source; not in it: the worker has not said."""
    layers: dict[SourceName, frozenset[str]] = field(default_factory=dict)
    """Every layer the worker ever named."""
    unplayable: dict[str, str] = field(default_factory=dict)
    """Slot → codec that its receiver cannot decode."""
    line: PeerLine | None = None
    """As of the worker's last report; None: not connected."""
    silent: int = 0
    """How many times in a row the worker had heard nothing of it when it told (each 2 s) who is heard."""

    @property
    def by_itself(self) -> bool:
        """A standard client: nobody sends set_source for it, so its tracks are taken as on. Outlives a restart."""
        return not self.tag

    @property
    def id(self) -> str:
        """The worker's name for this peer."""
        return f"{self.lesson}~{self.person}~{self.direction}~{self.nonce}"

    @property
    def tag(self) -> str:
        """Of the device it belongs to; "" for a client without one."""
        return self.nonce.partition("-")[2]

    def came_with(self, jti: str) -> bool:
        """Whether the join token it came with was this one, or made with it. Outlives a restart."""
        return device_tag(jti) in self.nonce.partition("-")[0].split(".")[1:]

    def of(self, device: str) -> bool:
        """Whether it is this device's. Outlives a restart."""
        return self.tag == device_tag(device)

    def offered(self) -> list[SourceName]:
        """The person's sources that this send connection has tracks for."""
        tracks = (name.rpartition("/")[2] for name in self.sources)
        return [SOURCES[track] for track in tracks if track in SOURCES]

    def takes(self, source: SourceName, layers: tuple[str, ...]) -> None:
        """The worker said which layers of a source are taken."""
        self.wanted[source] = layers
        self.layers[source] = self.layers.get(source, frozenset()) | frozenset(layers)


def device_tag(device: str) -> str:
    """Short and fit for a name; tells the few devices (and tokens) of one person apart."""
    return sha256(device.encode()).hexdigest()[:8]


def new_nonce(device: str | None, jti: str | None = None) -> str:
    """Unguessable enough for a resource that only its owner may use; with the tags of the token, of those it was made
    with, and of the device."""
    token = "" if jti is None else "".join(f".{device_tag(one)}" for one in lineage(jti))
    return f"{secrets.token_hex(4)}{token}{'' if device is None else f'-{device_tag(device)}'}"


def parse_peer(peer_id: str) -> MediaPeer:
    """The peer an id of ours stands for. Raises ValueError on any other."""
    parts = peer_id.split("~")
    if len(parts) != 4:
        raise ValueError(f"no peer id of ours: {peer_id[:80]!r}")
    lesson, person, direction, nonce = parts
    if direction not in ("send", "recv"):
        raise ValueError(f"no direction: {direction[:20]!r}")
    return MediaPeer(lesson, person, "send" if direction == "send" else "recv", nonce)
