"""A bad line in front of a real server: a UDP relay on this machine, with its own thread; needs no root.

The server must tell clients the relay's address instead of its own: start it with BUCGIANG_MEDIA_ADDRESSES naming
`listen`'s host (another loopback address, or one of a namespace); the port must be the worker's own.

    async with Relay(listen=("127.0.0.2", 7000), server=("127.0.0.1", 7000)) as relay:
        home = relay.home(Way(down=Conditions(rate=200_000)))   # clients that come from now on live there
        …                                                       # open the page: both its connections share the line
        home.conditions = Way(down=Conditions(rate=1_000_000))  # a change while it runs
        home.rebind()                # address change: the server sees new source ports (NAT rebinding)
        home.play(trace)             # conditions over time, from now
        home.blackout(5.0)           # nothing for 5 s, then what was before
        home.down.meter.octets       # what came through; home.clients: how many sockets live there

`relay.home(way, host="127.0.0.9")` is for clients that send from that address, whenever they come. Before the first
home clients have a good line of their own home, `relay.first`.
"""

import contextlib
import os
import selectors
import socket
import threading
import time
from dataclasses import dataclass, replace
from typing import Self

from loadtest.line import GOOD, Line, Trace, Way

MAX_CLIENTS = 512
BATCH = 64
DATAGRAM = 2048
MAX_WAIT = 0.5
Address = tuple[str, int]


@dataclass
class Client:
    """One socket of a client, and ours to the server that stands for it."""

    address: Address
    home: "Home"
    upstream: socket.socket


class Home:
    """One line, shared by every client socket that lives there. All may be called from any thread."""

    def __init__(self, relay: "Relay", way: Way, seed: int) -> None:
        self.up: Line[tuple[Client, bytes]] = Line(way.up, seed)
        self.down: Line[tuple[Client, bytes]] = Line(way.down, seed + 1)
        self.members: list[Client] = []
        self._relay = relay
        self._way = way
        self._trace: Trace | None = None
        self._began = 0.0
        self._next: float | None = None
        self._dark_until: float | None = None

    @property
    def conditions(self) -> Way:
        """What holds now; assign to change it (this ends a trace)."""
        return self._way

    @conditions.setter
    def conditions(self, way: Way) -> None:
        with self._relay.lock:
            self._trace, self._next = None, None
            self._change(way, time.monotonic())
        self._relay.wake()

    @property
    def clients(self) -> int:
        """How many sockets live here."""
        return len(self.members)

    def play(self, trace: Trace) -> None:
        """Conditions over time, from now."""
        with self._relay.lock:
            self._trace, self._began = trace, time.monotonic()
            self._step(self._began)
        self._relay.wake()

    def blackout(self, seconds: float) -> None:
        """Nothing gets through for that long."""
        with self._relay.lock:
            now = time.monotonic()
            self._dark_until = now + seconds
            self._apply(now)
        self._relay.wake()

    def rebind(self) -> None:
        """Another address as the server sees it: a new socket for each client here, the old ones are gone."""
        with self._relay.lock:
            for client in self.members:
                self._relay.reopen(client)
        self._relay.wake()

    def tick(self, now: float) -> float | None:
        """Called by the relay: does what is due, says when something is again."""
        if self._dark_until is not None and now >= self._dark_until:
            self._dark_until = None
            self._apply(now)
        if self._next is not None and now >= self._next:
            self._step(now)
        times = (self._next, self._dark_until, self.up.next(), self.down.next())
        return min((each for each in times if each is not None), default=None)

    def _step(self, now: float) -> None:
        if self._trace is None:
            return
        elapsed = now - self._began
        following = self._trace.next(elapsed)
        self._next = None if following is None else self._began + following
        self._change(self._trace.at(elapsed), now)

    def _change(self, way: Way, now: float) -> None:
        self._way = way
        self._apply(now)

    def _apply(self, now: float) -> None:
        dark = self._dark_until is not None
        for line, conditions in ((self.up, self._way.up), (self.down, self._way.down)):
            line.change(replace(conditions, blackout=conditions.blackout or dark), now)


class Relay:
    """See the page's top. OSError when `listen` is taken."""

    def __init__(self, listen: Address, server: Address, seed: int = 1) -> None:
        self.lock = threading.RLock()
        self.listen = listen
        self._server = server
        self._seed = seed
        self._selector = selectors.DefaultSelector()
        self._socket = _bound(listen)
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_write, False)
        self._clients: dict[Address, Client] = {}
        self._by_host: dict[str, Home] = {}
        self._homes: list[Home] = []
        self._over = False
        self._thread = threading.Thread(target=self._run, name="relay", daemon=True)
        self.first = self._current = self.home(GOOD)

    async def __aenter__(self) -> Self:
        self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Begins to work."""
        self._selector.register(self._socket, selectors.EVENT_READ)
        self._selector.register(self._wake_read, selectors.EVENT_READ)
        self._thread.start()

    def close(self) -> None:
        """Ends the thread and frees the sockets."""
        self._over = True
        self.wake()
        if self._thread.is_alive():
            self._thread.join()
        for client in self._clients.values():
            client.upstream.close()
        self._selector.close()
        self._socket.close()
        os.close(self._wake_read)
        os.close(self._wake_write)

    def home(self, way: Way, host: str = "") -> Home:
        """A line for clients that come from now on, or for those who send from `host`."""
        with self.lock:
            self._seed += 2
            home = Home(self, way, self._seed)
            self._homes.append(home)
            if host:
                self._by_host[host] = home
            else:
                self._current = home
            return home

    def wake(self) -> None:
        """Something changed: the thread looks again at what is due."""
        with contextlib.suppress(BlockingIOError):
            os.write(self._wake_write, b".")

    def reopen(self, client: Client) -> None:
        """A new socket to the server. With the lock held."""
        self._selector.unregister(client.upstream)
        client.upstream.close()
        client.upstream = self._upstream(client)

    def _run(self) -> None:
        wait = MAX_WAIT
        while not self._over:
            ready = self._selector.select(wait)
            with self.lock:
                for key, _ in ready:
                    self._readable(key)
                wait = self._work(time.monotonic())

    def _readable(self, key: selectors.SelectorKey) -> None:
        if key.fileobj is self._socket:
            self._from_clients()
        elif isinstance(key.data, Client):
            self._from_server(key.data, key.fd)
        else:
            os.read(self._wake_read, 4096)

    def _from_clients(self) -> None:
        for _ in range(BATCH):
            try:
                data, address = self._socket.recvfrom(DATAGRAM)
            except (BlockingIOError, ConnectionError):
                return
            address = address[:2]
            client = self._clients.get(address) or self._admit(address)
            client.home.up.put((client, data), len(data), time.monotonic())

    def _from_server(self, client: Client, descriptor: int) -> None:
        if client.upstream.fileno() != descriptor:
            return  # rebound meanwhile
        for _ in range(BATCH):
            try:
                data = client.upstream.recv(DATAGRAM)
            except (BlockingIOError, ConnectionError):
                return
            client.home.down.put((client, data), len(data), time.monotonic())

    def _admit(self, address: Address) -> Client:
        if len(self._clients) >= MAX_CLIENTS:
            self._forget(next(iter(self._clients)))
        home = self._by_host.get(address[0], self._current)
        client = Client(address, home, self._socket)
        client.upstream = self._upstream(client)
        self._clients[address] = client
        home.members.append(client)
        return client

    def _forget(self, address: Address) -> None:
        client = self._clients.pop(address)
        client.home.members.remove(client)
        self._selector.unregister(client.upstream)
        client.upstream.close()

    def _upstream(self, client: Client) -> socket.socket:
        upstream = socket.socket(
            socket.AF_INET6 if ":" in self._server[0] else socket.AF_INET, socket.SOCK_DGRAM
        )
        upstream.setblocking(False)
        upstream.connect(self._server)
        self._selector.register(upstream, selectors.EVENT_READ, client)
        return upstream

    def _work(self, now: float) -> float:
        """Sends what is due; seconds until something is again."""
        soonest = now + MAX_WAIT
        for home in self._homes:
            due = home.tick(now)
            for client, data in home.up.due(now):
                with contextlib.suppress(OSError):  # the server is away, or its queue is full: a lost packet
                    client.upstream.send(data)
            for client, data in home.down.due(now):
                with contextlib.suppress(OSError):
                    self._socket.sendto(data, client.address)
            due = home.tick(now)
            if due is not None:
                soonest = min(soonest, due)
        return max(0.0, soonest - time.monotonic())


def _bound(address: Address) -> socket.socket:
    listening = socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET, socket.SOCK_DGRAM)
    try:
        listening.setblocking(False)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        listening.bind(address)
    except OSError:
        listening.close()
        raise
    return listening
