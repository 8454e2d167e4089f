"""Two DTLS sessions of ours joined by an in-memory link: at once (`shake_hands`) or by an event loop with losses."""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from functools import partial

from sfu.wire.dtls import DtlsSession, Role, ServerCertificate, Srtp
from tests.support.waiting import soon


@dataclass
class End:
    """One side: its session, what it was told, and the datagrams on their way to it."""

    role: Role
    certificate: ServerCertificate = field(default_factory=ServerCertificate)
    srtp: list[Srtp] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    inbox: deque[bytes] = field(default_factory=deque)
    session: DtlsSession = field(init=False)

    def join(self, other: "End", fingerprints: list[tuple[str, str]] | None = None) -> None:
        self.session = DtlsSession(
            self.certificate,
            self.role,
            fingerprints or [("sha-256", other.certificate.fingerprint)],
            other.inbox.append,
            self.srtp.append,
            self.closed.append,
        )


def pair(server: End | None = None, client: End | None = None) -> tuple[End, End]:
    server, client = server or End("server"), client or End("client")
    server.join(client)
    client.join(server)
    return server, client


def pump(*ends: End) -> None:
    """Deliver until nothing is under way."""
    while any(end.inbox for end in ends):
        for end in ends:
            while end.inbox:
                end.session.datagram(end.inbox.popleft(), 0.0)


def shake_hands(server: End, client: End) -> None:
    server.session.start(0.0)
    client.session.start(0.0)
    pump(server, client)


class LossyPair:
    """A pair on the running loop whose link drops the datagrams (counted over both ways) in `lost`."""

    def __init__(self, lost: set[int]) -> None:
        self.server, self.client = End("server"), End("client")
        self._carried = 0
        self._lost = lost
        self._loop = asyncio.get_running_loop()
        self._done = asyncio.Event()
        for end, other in ((self.server, self.client), (self.client, self.server)):
            end.session = DtlsSession(
                end.certificate,
                end.role,
                [("sha-256", other.certificate.fingerprint)],
                partial(self._carry, to=other),
                end.srtp.append,
                end.closed.append,
            )

    async def connect(self) -> None:
        for end in (self.server, self.client):
            end.session.start(self._loop.time())
            self._arm(end)
        await soon(self._done.wait())

    def _carry(self, data: bytes, to: End) -> None:
        if self._carried not in self._lost:
            self._loop.call_soon(self._deliver, data, to)
        self._carried += 1

    def _deliver(self, data: bytes, to: End) -> None:
        to.session.datagram(data, self._loop.time())
        self._arm(to)
        if self.server.srtp and self.client.srtp:
            self._done.set()

    def _arm(self, end: End) -> None:
        """`next_due` may have changed: one more timer (a stale one rings for nothing)."""
        due = end.session.next_due(self._loop.time())
        if due is not None:
            self._loop.call_at(due, self._ring, end)

    def _ring(self, end: End) -> None:
        end.session.tick(self._loop.time())
        self._arm(end)
