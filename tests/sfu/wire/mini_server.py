"""The wire's parts put together as a worker would, for one peer on 127.0.0.1: answers an offer, then keeps RTP."""

import asyncio
import struct

from sfu.sdp.answer import answer
from sfu.sdp.negotiated import LocalDescription, Negotiated
from sfu.wire import stun
from sfu.wire.address import Path
from sfu.wire.demux import DTLS, MEDIA, STUN, Demux, is_rtcp
from sfu.wire.dtls import DtlsSession, ServerCertificate, Srtp, SrtpError
from sfu.wire.ice import IceLite
from sfu.wire.sockets import Datagram, MediaSocket, Outbox

UFRAG, PWD = "mini", "m" * 24


class MiniServer:
    """Waits with `connected` and `arrived(count)`; `received` holds (sequence, payload type, SSRC, length)."""

    def __init__(self) -> None:
        self.socket = MediaSocket("127.0.0.1", 0)
        self.outbox = Outbox(self.socket)
        self.demux: Demux[str] = Demux()
        self.connected = asyncio.Event()
        self.closed = asyncio.Event()
        self.received: list[tuple[int, int, int, int]] = []
        self.errors: list[str] = []
        self.srtp: Srtp | None = None
        self._certificate = ServerCertificate()
        self._news = asyncio.Condition()
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self.socket.fileno(), self._readable)

    def answer(self, offer: str) -> Negotiated:
        local = LocalDescription(
            UFRAG, PWD, self._certificate.fingerprint, (("127.0.0.1", self.socket.port),), first_ssrc=5000
        )
        result = answer(offer, local)
        self.ice = IceLite(UFRAG, PWD, result.remote_ufrag, self._loop.time())
        self.dtls = DtlsSession(
            self._certificate,
            result.dtls_role,
            result.remote_fingerprints,
            self._send,
            self._secured,
            lambda reason: self.closed.set(),
        )
        return result

    async def arrived(self, count: int) -> None:
        async with self._news:
            await self._news.wait_for(lambda: len(self.received) >= count)

    def send_rtp(self, packet: bytes) -> None:
        assert self.srtp is not None and self.ice.selected is not None
        slot = self.outbox.slot()
        slot.view[: len(packet)] = packet
        self.outbox.commit(self.srtp.protect_rtp(slot, len(packet)), self.ice.selected.address)
        self.outbox.flush()

    def close(self) -> None:
        self.dtls.close()
        self.outbox.flush()
        self._loop.remove_reader(self.socket.fileno())
        self.socket.close()

    def _readable(self) -> None:
        for datagram in self.socket.receive():
            self._datagram(datagram)
        self.outbox.flush()

    def _datagram(self, datagram: Datagram) -> None:
        slot, length, address = datagram
        kind = self.demux.kind(slot.view, length)
        if kind == STUN:
            request = stun.parse_request(bytes(slot.view[:length]))
            response = self.ice.handle(request, Path(0, address), self._loop.time())
            if response is not None:
                self.demux.bind(address, "peer")
                self.outbox.send(response, address)
                self.dtls.start(self._loop.time())
        elif self.demux.find(address) is None:
            self.demux.drop("stranger")
        elif kind == DTLS:
            self.dtls.datagram(bytes(slot.view[:length]), self._loop.time())
        elif kind == MEDIA and self.srtp is not None:
            self._media(datagram)

    def _media(self, datagram: Datagram) -> None:
        slot, length, _ = datagram
        assert self.srtp is not None
        try:
            if is_rtcp(slot.view):
                self.srtp.unprotect_rtcp(slot, length)
                return
            length = self.srtp.unprotect_rtp(slot, length)
        except SrtpError as error:
            self.errors.append(str(error))
            return
        _, kind, sequence, _, ssrc = struct.unpack_from("!BBHII", slot.view)
        self.received.append((sequence, kind & 0x7F, ssrc, length))
        self._loop.create_task(self._tell())

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()

    def _send(self, data: bytes) -> None:
        assert self.ice.selected is not None
        self.outbox.send(data, self.ice.selected.address)

    def _secured(self, srtp: Srtp) -> None:
        self.srtp = srtp
        self.connected.set()
