"""One person of a class as a light client: signalling as a browser does it, and up to two media connections."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Self
from urllib.parse import urljoin

import aiohttp
import socketio

from loadtest.media import read
from loadtest.media.read import Frame
from loadtest.offer import NO_LAYERS, RECEIVE, SEND, Kind
from loadtest.peer import LightPeer
from loadtest.player import Player

View = dict[str, Any]
FRAGMENT = "application/trickle-ice-sdpfrag"
LINES = {"mic": 0, "camera": 1, "screen": 2}
"""The m-line of each source in the send connection."""


@dataclass(frozen=True)
class Ticket:
    """A join token with what it says; made by the server's owner, used as a browser would."""

    lesson: str
    person: str
    name: str
    role: str
    token: str


def merge(target: object, patch: object) -> object:
    """RFC 7396."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merge(result.get(key), value)
    return result


@dataclass
class Person:
    """Joins with `connect`, hears and sees with `listen`, sends with `send`; `view` follows the server's."""

    url: str
    ticket: Ticket
    http: aiohttp.ClientSession
    device: str = ""
    media: bool = True
    path: Literal["udp", "tcp"] = "udp"
    """What media goes over."""
    view: View = field(default_factory=dict)
    receiving: LightPeer | None = None
    sending: LightPeer | None = None
    events: int = 0
    epoch: str = ""
    """Of the newest snapshot: another one after each start of the server."""
    on_event: Callable[[dict[str, Any]], None] | None = None
    follow: bool = True
    """False: `view` stays as it was when the person came."""

    def __post_init__(self) -> None:
        self.device = self.device or f"light-{self.ticket.person}"
        self._socket = socketio.AsyncClient(
            http_session=self.http, reconnection_delay=0.3, reconnection_delay_max=2
        )
        self._changed = asyncio.Condition()
        self.obedient = True
        """False: sends also what nobody takes."""
        self._players: dict[str, list[Player]] = {}
        self._wanted: dict[str, list[str]] = {}
        self._places: dict[LightPeer, tuple[str, str]] = {}
        """Location and ETag of each connection."""
        self._restoring: asyncio.Task[None] | None = None
        self._socket.on("snapshot", self._snapshot)
        self._socket.on("event", self._event)
        self._socket.on("notice", self._notice)

    async def __aenter__(self) -> Self:
        await self.connect()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.leave()

    async def connect(self) -> None:
        """Signalling; returns when the snapshot is there. Raises socketio.exceptions.ConnectionError when refused."""
        await self._socket.connect(
            self.url, transports=["websocket"], auth={"token": self.ticket.token, "device": self.device}
        )
        await self.until(lambda view: "lesson" in view, 10)

    async def listen(self) -> None:
        """The receive connection: three audio and three video slots."""
        self.receiving = await self._post("whep", RECEIVE, "recvonly")

    async def send(self, speech: str, camera: str, screen: str | None = None) -> None:
        """The send connection with files of loadtest/media; sources stay off until `switch`."""
        tracks = {"mic": read.opus(speech), "camera": read.vp8(camera)[0]}
        if screen:
            tracks["screen"] = read.vp8(screen)[0]
        await self.publish(tracks)

    async def publish(self, tracks: Mapping[str, Sequence[Frame]]) -> None:
        """The send connection with these frames, looping, by source; sources stay off until `switch`."""
        peer = self.sending = await self._post("whip", SEND, "sendonly")
        self._players = {source: [peer.play(frames, LINES[source])] for source, frames in tracks.items()}

    async def publish_layers(self, speech: str, tracks: Mapping[str, Sequence[str]]) -> None:
        """The send connection with `speech`, and of each source the layers of loadtest/media: camera: q, h, f."""
        rids = {LINES[source]: tuple(layers) for source, layers in tracks.items()}
        peer = self.sending = await self._post("whip", SEND, "sendonly", rids)
        self._players = {"mic": [peer.play(read.opus(speech), LINES["mic"])]}
        for source, layers in tracks.items():
            players = [peer.play(read.vp8(f"{source}_{rid}")[0], LINES[source], rid) for rid in layers]
            self._players[source] = players
        self._obey()

    async def switch(self, source: str, on: bool) -> None:
        """Turns a source on or off: packets and the word to the server."""
        for player in self._players.get(source, ()):
            (player.resume if on else player.pause)()
        await self.command(type="set_source", source=source, on=on)

    def silence(self) -> None:
        """What a browser does when the floor is taken: its tracks stop."""
        for players in self._players.values():
            for player in players:
                player.pause()

    async def command(self, **message: object) -> dict[str, Any]:
        """Sends one command; the acknowledgement."""
        answer: dict[str, Any] = await self._socket.call("command", message, timeout=10)
        return answer

    async def until(self, holds: Callable[[View], object], seconds: float) -> View:
        """Waits for the view to satisfy `holds`. Raises TimeoutError."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: holds(self.view))
        return self.view

    async def leave(self) -> None:
        """Closes what is open."""
        if self._restoring:
            self._restoring.cancel()
        await self._socket.shutdown()  # also a reconnection under way
        for peer in (self.receiving, self.sending):
            if peer:
                await peer.close()

    async def restart_ice(self, peer: LightPeer, move: bool = False) -> None:
        """As a browser whose network changed: new credentials by PATCH, from another local address with `move`."""
        place, tag = self._places[peer]
        headers = {"Authorization": f"Bearer {self.ticket.token}", "If-Match": tag, "Content-Type": FRAGMENT}
        async with self.http.patch(place, data=peer.restart(), headers=headers) as response:
            answer = await response.text()
            if response.status != 200:
                raise ConnectionError(f"PATCH: {response.status} {answer[:200]}")
            self._places[peer] = place, response.headers.get("ETag", tag)
        if move:
            await peer.move()
        peer.restarted(answer)

    async def _post(
        self,
        way: str,
        kinds: tuple[Kind, ...],
        direction: str,
        rids: Mapping[int, tuple[str, ...]] = NO_LAYERS,
    ) -> LightPeer:
        peer = LightPeer(kinds, direction, rids, path=self.path)
        headers = {"Authorization": f"Bearer {self.ticket.token}", "Content-Type": "application/sdp"}
        url = f"{self.url}/{way}/{self.ticket.lesson}?device={self.device}"
        async with self.http.post(url, data=peer.offer(), headers=headers) as response:
            answer = await response.text()
            if response.status != 201:
                raise ConnectionError(f"{way}: {response.status} {answer[:200]}")
            self._places[peer] = urljoin(url, response.headers["Location"]), response.headers.get("ETag", "*")
        try:
            await peer.connect(answer)
        except BaseException:
            await peer.close()
            raise
        return peer

    async def _snapshot(self, message: dict[str, Any]) -> None:
        self.epoch = message["epoch"]
        await self._see(message["view"])

    async def _event(self, message: dict[str, Any]) -> None:
        self.events += 1
        if self.on_event:
            self.on_event(message)
        if not self.follow:
            return
        view = merge(self.view, message["patch"])
        assert isinstance(view, dict)
        await self._see(view)

    async def _see(self, view: View) -> None:
        async with self._changed:
            self.view = view
            self._changed.notify_all()

    async def _notice(self, message: dict[str, Any]) -> None:
        if message["type"] == "media_ready" and self.media:
            self._restoring = asyncio.create_task(self._restore())
        elif message["type"] == "sending":
            self._wanted = message["wanted"]
            self._obey()

    def _obey(self) -> None:
        """Layers nobody takes are silent; of a source that is not named all are sent."""
        if not self.obedient:
            return
        for source, players in self._players.items():
            for player in players:
                player.want(source not in self._wanted or player.rid in self._wanted[source])

    async def _restore(self) -> None:
        """A new media worker: both connections again, players go on where they are."""
        old_receiving, old_sending = self.receiving, self.sending
        if old_receiving:
            self.receiving = await self._post("whep", RECEIVE, "recvonly")
            await old_receiving.close()
        if old_sending:
            self.sending = await self._post("whip", SEND, "sendonly", old_sending.rids)
            self.sending.take_players(old_sending)
            await old_sending.close()
        await self._see(self.view)  # whoever waits for the new connections looks again
