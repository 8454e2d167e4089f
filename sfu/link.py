"""What the control process and a media worker say to each other: length-prefixed msgpack over a Unix socket.

The worker listens on `<data>/run/media-<index>.sock` (mode 0600); one control process at a time connects. The
worker forwards on without a control process for 15 s (a restarted one finds everything by `Hello`), then ends.
Names: a peer is one WebRTC connection, its id is chosen by control and opaque here. Its incoming tracks are
sources named "<peer>/a0", "<peer>/v1"…, its outgoing tracks are slots "a0", "v1"…: kind letter and index of the
m-line among those of that kind and direction in the peer's offer.
"""

import struct
from typing import Literal

import msgspec
from msgspec import Struct

PROBE_UFRAG, PROBE_PWD = "probe", "anybody-may-ask-whether-we-hear-them"
"""ICE credentials that everybody may know: a worker answers their checks and keeps nothing. No peer has them."""
MAX_FRAME = 1 << 20
"""Bytes; a longer frame ends the link (a bug of ours, never a browser's: SDP is capped before)."""


class ToWorker(Struct, frozen=True, tag_field="t"):
    """Control to worker."""


class Offer(ToWorker, frozen=True, tag="offer"):
    """A browser's or a standard client's SDP offer; answered by `Answered` or `OfferFailed` with the same request."""

    request: int
    peer: str
    sdp: str
    max_audio_bitrate: int = 24_000
    """bit/s asked of Opus senders (maxaveragebitrate)."""
    room: str = ""
    """Opaque. Whose peers have the same one may hear each other: echoes are looked for among them."""


class SlotFeed(Struct, frozen=True):
    """What one slot is to show, and how much it matters when its receiver's line is short."""

    source: str
    priority: int = 0
    """Higher ones are served first: screen 3, the teacher's camera 2, other cameras 1. Sound goes before all of them."""
    lines: int = 0
    """Lines its tile has on the receiver's screen: no layer much larger is sent. 0: unknown, any."""


class FeedPeer(ToWorker, frozen=True, tag="feed"):
    """The peer's whole map slot → feed; a slot not named is idle. Idempotent; unknown sources may come later."""

    peer: str
    slots: dict[str, SlotFeed]


class RestartIce(ToWorker, frozen=True, tag="restart_ice"):
    """The peer's other end has new ICE credentials (RFC 8445 §2.4); answered by `IceRestarted` or `OfferFailed`."""

    request: int
    peer: str
    ufrag: str
    pwd: str


class ClosePeer(ToWorker, frozen=True, tag="close"):
    """End a peer; answered by `PeerClosed`."""

    peer: str


class GetStats(ToWorker, frozen=True, tag="get_stats"):
    """Answered by `Stats` with the same request."""

    request: int


class KeepSources(ToWorker, frozen=True, tag="keep"):
    """The whole set of sources of one lesson whose packets go to journals from now on; empty: none any more.

    Idempotent; a source may come later, and come back. Kept on while there is no control.
    """

    folder: str
    """The lesson's id and folder: 1 to 64 of A–Z a–z 0–9 _ -; another one is refused with a line in the log."""
    clock: int
    """ms to add to monotonic ms for lesson time. One that moved by more than 50 ms begins new journals."""
    sources: dict[str, str]
    """Source → label, at most 200 characters, opaque here: it is written into the journal."""
    lines: dict[str, int] = {}
    """Source → lines of the layer to keep; not named: the largest one."""


AnyToWorker = Offer | FeedPeer | RestartIce | ClosePeer | GetStats | KeepSources


class FromWorker(Struct, frozen=True, tag_field="t"):
    """Worker to control."""


class PeerState(Struct, frozen=True):
    """What a restarted control process has to know of a peer."""

    peer: str
    connected: bool
    sources: tuple[str, ...]
    slots: tuple[str, ...]
    unplayable: tuple[tuple[str, str], ...] = ()
    """Slots that cannot play the codec they are given, all of them: see `Unplayable`."""


class Hello(FromWorker, frozen=True, tag="hello"):
    """First message on each link. `started` tells one worker process from the next."""

    started: str
    peers: tuple[PeerState, ...]
    kept: tuple[str, ...] = ()
    """Folders whose sources are kept; a control that does not know one ends it with an empty `KeepSources`."""
    echoes: tuple[tuple[str, str], ...] = ()
    """Sources and whose sound they return, all of them: see `EchoFound`."""


class Answered(FromWorker, frozen=True, tag="answered"):
    """The offer is taken; these are the peer's tracks."""

    request: int
    sdp: str
    sources: tuple[str, ...]
    slots: tuple[str, ...]


class OfferFailed(FromWorker, frozen=True, tag="offer_failed"):
    """`code`: bad_sdp (malformed or hostile), no_codec (nothing in common), too_many (peers), unsupported."""

    request: int
    code: Literal["bad_sdp", "no_codec", "too_many", "unsupported"]
    message: str


class IceRestarted(FromWorker, frozen=True, tag="ice_restarted"):
    """Our new ICE credentials; the old ones count until a path under the new ones is selected."""

    request: int
    ufrag: str
    pwd: str
    candidates: tuple[str, ...] = ()
    """Ours, as the answer had them: values of `a=candidate`. A restart begins with none (RFC 8839 §4.4.1.1.1)."""


class PeerConnected(FromWorker, frozen=True, tag="connected"):
    """DTLS is through: media may flow."""

    peer: str


class PeerClosed(FromWorker, frozen=True, tag="closed"):
    """Told once for each peer, whatever ended it: close (asked), consent (silent 90 s), dtls (handshake), bug."""

    peer: str
    reason: Literal["close", "consent", "dtls", "bug"]


class Heard(FromWorker, frozen=True, tag="heard"):
    """Peers with an authenticated packet in the last 2 s; sent every 2 s (attendance rests on it)."""

    peers: tuple[str, ...]


class Flowing(FromWorker, frozen=True, tag="flowing"):
    """Media of a source began (first packet) or stopped (none for 3 s)."""

    source: str
    on: bool


class AudioLevels(FromWorker, frozen=True, tag="levels"):
    """Loudness 0…127 (127 − |dBov|) of audio sources above silence, smoothed; at most 5 a second, only on change."""

    levels: dict[str, int]


class LayersWanted(FromWorker, frozen=True, tag="layers_wanted"):
    """Which layers of a source anybody takes (slots, journals): rids, "" for a source without; told on change.

    More is told at once, less after some seconds. What is not named may be paused at its sender.
    """

    source: str
    layers: tuple[str, ...]


class Unplayable(FromWorker, frozen=True, tag="unplayable"):
    """A slot's receiver cannot decode the codec its source sends; "" when that is over."""

    peer: str
    slot: str
    codec: str


class PeerLine(Struct, frozen=True):
    """How one peer's line does, over the last 2 s. Rates are kbit/s of packets with IP and UDP headers."""

    peer: str
    path: Literal["udp", "tcp", ""]
    """"": no path yet."""
    round_trip: int
    """ms; 0: not measured."""
    up: int
    """What came from it."""
    down: int
    """What was sent to it."""
    up_loss: int
    """Thousandths of its packets that never came, retransmissions counted as come."""
    down_loss: int
    """Thousandths of ours that it reports lost (RTCP), before repair."""
    estimate: int
    """What its line carries downwards as far as we know; 0: unknown."""
    hears: bool | None
    """Its reports show that the sound we send arrives; None: we send it none."""
    slots: dict[str, str]
    """Video slot → what it gets: rid (or "-" without) and temporal layer, "h.2"; "": held back for want of rate."""


class PeerLines(FromWorker, frozen=True, tag="lines"):
    """All connected peers, each 2 s."""

    peers: tuple[PeerLine, ...]


class EchoFound(FromWorker, frozen=True, tag="echo"):
    """An open microphone returns the sound of another source; `of` is "" when it does no longer."""

    source: str
    of: str


class JournalState(FromWorker, frozen=True, tag="journal"):
    """How keeping a lesson's sources goes; told when it changes, and on each new link while there is a fault.

    disk_full; unwritable: something else is wrong, or more was asked than is kept; too_slow: the disk does not follow.
    What comes meanwhile is lost to the journals, not to people; it is tried again by itself.
    """

    folder: str
    fault: Literal["", "disk_full", "unwritable", "too_slow"]


class Stats(FromWorker, frozen=True, tag="stats"):
    """Totals since the worker started; cpu_us is user + system of the process."""

    request: int
    peers: int
    packets_in: int
    packets_out: int
    bytes_in: int
    bytes_out: int
    dropped: dict[str, int]
    cpu_us: int
    memory: int = 0
    """Resident bytes."""
    descriptors: int = 0
    """Open ones."""


AnyFromWorker = (
    Hello
    | Answered
    | OfferFailed
    | IceRestarted
    | PeerConnected
    | PeerClosed
    | Heard
    | Flowing
    | AudioLevels
    | LayersWanted
    | Unplayable
    | PeerLines
    | EchoFound
    | JournalState
    | Stats
)

_encoder = msgspec.msgpack.Encoder()


def pack(message: ToWorker | FromWorker) -> bytes:
    """One frame: 4 bytes big-endian length, then msgpack."""
    body = _encoder.encode(message)
    return struct.pack("!I", len(body)) + body


class Unpacker:
    """Bytes in any cut → messages of one direction. Raises ValueError on a frame that is none."""

    def __init__(self, expected: object) -> None:
        self._decoder = msgspec.msgpack.Decoder(expected)
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[object]:
        """Messages completed by `data`, in order."""
        self._buffer += data
        messages: list[object] = []
        while len(self._buffer) >= 4:
            (size,) = struct.unpack_from("!I", self._buffer)
            if size > MAX_FRAME:
                raise ValueError(f"link frame of {size} bytes")
            if len(self._buffer) < 4 + size:
                break
            try:
                messages.append(self._decoder.decode(memoryview(self._buffer)[4 : 4 + size].tobytes()))
            except msgspec.MsgspecError as error:
                raise ValueError(str(error)) from error
            del self._buffer[: 4 + size]
        return messages
