"""A media worker of the tests: speaks sfu/link.py on a real Unix socket, forwards nothing, keeps what it was told."""

import asyncio
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from sfu.link import (
    Answered,
    AnyToWorker,
    ClosePeer,
    FeedPeer,
    GetStats,
    Hello,
    IceRestarted,
    KeepSources,
    Offer,
    OfferFailed,
    PeerLine,
    PeerLines,
    PeerState,
    RestartIce,
    SlotFeed,
    Stats,
    Unpacker,
    pack,
)

T = TypeVar("T")
SEND = ("a0", "v0", "v1", "a1")
RECEIVE = ("a0", "a1", "a2", "v0", "v1", "v2")


class FakeWorker:
    """Answers every offer: a send peer has the tracks of `sends`, a receive peer the slots of `receives`."""

    def __init__(self, path: Path, started: str = "w1") -> None:
        self.path, self.started = path, started
        self.sends: tuple[str, ...] = SEND
        self.receives: tuple[str, ...] = RECEIVE
        self.refuse: OfferFailed | None = None
        self.silent = False
        self.peers: dict[str, PeerState] = {}
        self.feeds: dict[str, dict[str, SlotFeed]] = {}
        self.kept: dict[str, KeepSources] = {}
        self.echoes: tuple[tuple[str, str], ...] = ()
        self.told: list[Any] = []
        self._writer: asyncio.StreamWriter | None = None

    async def start(self) -> None:
        self._server = await asyncio.start_unix_server(self._serve, self.path)

    async def stop(self) -> None:
        """As kill -9: the link breaks, the next one knows nothing."""
        self._server.close()
        if self._writer is not None:
            self._writer.transport.abort()
        self.path.unlink(missing_ok=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        self.say(Hello(self.started, tuple(self.peers.values()), tuple(self.kept), self.echoes))
        unpacker = Unpacker(AnyToWorker)
        try:
            while data := await reader.read(65_536):
                for message in unpacker.feed(data):
                    self._take(message)
        except ConnectionError:
            pass
        finally:
            writer.close()

    def say(self, message: Any) -> None:
        assert self._writer is not None
        self._writer.write(pack(message))

    def cut(self) -> None:
        """The link breaks, the worker lives."""
        assert self._writer is not None
        self._writer.transport.abort()

    def _take(self, message: Any) -> None:
        self.told.append(message)
        match message:
            case Offer() if not self.silent:
                self._answer(message)
            case RestartIce():
                self._restart(message)
            case FeedPeer():
                self.feeds[message.peer] = message.slots
            case ClosePeer():
                self.peers.pop(message.peer, None)
                self.feeds.pop(message.peer, None)
            case KeepSources() if message.sources:
                self.kept[message.folder] = message
            case KeepSources():
                self.kept.pop(message.folder, None)
            case GetStats():
                counted = Stats(
                    message.request, len(self.peers), 10, 20, 1000, 2000, {"stranger": 3}, 500_000
                )
                self.say(msgspec.structs.replace(counted, memory=64 << 20, descriptors=17))

    def _answer(self, offer: Offer) -> None:
        if self.refuse is not None:
            self.say(OfferFailed(offer.request, self.refuse.code, self.refuse.message))
            return
        sending = "~send~" in offer.peer
        sources = tuple(f"{offer.peer}/{track}" for track in self.sends) if sending else ()
        slots = () if sending else self.receives
        self.peers[offer.peer] = PeerState(offer.peer, True, sources, slots)
        self.say(Answered(offer.request, f"answer to {offer.sdp}", sources, slots))

    def _restart(self, asked: RestartIce) -> None:
        if asked.peer not in self.peers:
            self.say(OfferFailed(asked.request, "unsupported", "no such peer"))
        elif self.refuse is not None:
            self.say(OfferFailed(asked.request, self.refuse.code, self.refuse.message))
        else:
            candidates = ("1 1 udp 2130706431 198.51.100.9 7000 typ host",)
            self.say(IceRestarted(asked.request, f"ours{asked.request}", "o" * 24, candidates))

    def peer(self, person: str, direction: str) -> str:
        """The id of the one peer of a person."""
        found = [peer for peer in self.peers if f"~{person}~{direction}~" in peer]
        assert len(found) == 1, self.peers
        return found[0]

    def fed(self, person: str) -> dict[str, str]:
        """Slot → "person/track" of the person's receive connection, as it was told last."""
        slots = self.feeds.get(self.peer(person, "recv"), {})
        return {slot: track_of(feed.source) for slot, feed in slots.items()}

    def shown(self, person: str) -> dict[str, tuple[int, int]]:
        """Slot → priority and lines of the person's receive connection, as it was told last."""
        slots = self.feeds.get(self.peer(person, "recv"), {})
        return {slot: (feed.priority, feed.lines) for slot, feed in slots.items()}

    def report(self, said: dict[str, dict[str, Any]] | None = None) -> None:
        """All peers' lines: good ones, but for what is said of a person's."""
        changes = said or {}
        self.say(PeerLines(tuple(line(peer, **changes.get(peer.split("~")[1], {})) for peer in self.peers)))

    def keeping(self, lesson: str) -> list[str]:
        """The labels of what is kept of a lesson."""
        kept = self.kept.get(lesson)
        return [] if kept is None else sorted(kept.sources.values())


def track_of(source: str) -> str:
    """A source's name at the worker as "person/track"."""
    return f"{source.split('~')[1]}/{source.rpartition('/')[2]}"


def line(peer: str, **changes: Any) -> PeerLine:
    """A good line of this peer, but for the changes."""
    good = PeerLine(peer, "udp", 40, 24, 300, 0, 0, 900, True, {})
    return msgspec.structs.replace(good, **changes)
