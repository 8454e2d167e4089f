"""A worker's ports: a socket, whose the addresses on its other side are, and its outbox. UDP and TCP alike.

An address is bound to its owner after an authentic check. Over UDP that is all; over TCP it is a connection, which
stays while it is bound and may be lost.
"""

from typing import Generic, Literal

from sfu.wire.address import Address
from sfu.wire.demux import Demux, Owner
from sfu.wire.sockets import MediaSocket, Outbox
from sfu.wire.tcp import TcpOutbox, TcpSocket

AnySocket = MediaSocket | TcpSocket
AnyOutbox = Outbox | TcpOutbox


class Port(Generic[Owner]):
    """One of the worker's sockets with its demultiplexer and outbox."""

    def __init__(self, opened: AnySocket) -> None:
        self.socket = opened
        self.demux: Demux[Owner] = Demux()
        self._tcp = opened if isinstance(opened, TcpSocket) else None
        self.outbox: AnyOutbox = TcpOutbox(opened) if isinstance(opened, TcpSocket) else Outbox(opened)

    @property
    def transport(self) -> Literal["udp", "tcp"]:
        """What packets go over."""
        return self.outbox.transport

    def bind(self, address: Address, owner: Owner) -> None:
        """`owner`'s password was proven from there."""
        self.demux.bind(address, owner)
        if self._tcp is not None:
            self._tcp.keep(address)

    def release(self, address: Address, owner: Owner) -> None:
        """It is not the owner's path any more; another's it may be."""
        if self.demux.find(address) is owner:
            self.demux.release(address, owner)
            if self._tcp is not None:
                self._tcp.part(address)

    def lost(self) -> list[tuple[Address, Owner]]:
        """Connections closed since the last call, with their owners, released already. None over UDP."""
        if self._tcp is None:
            return []
        lost: list[tuple[Address, Owner]] = []
        for address in self._tcp.lost():
            owner = self.demux.find(address)
            if owner is not None:
                self.demux.release(address, owner)
                lost.append((address, owner))
        return lost

    def tick(self, now: float) -> None:
        """Often."""
        if self._tcp is not None:
            self._tcp.tick(now)
