"""An independent client: aiortc's own RTCPeerConnection through our SDP, ICE, DTLS and SRTP on real sockets."""

import asyncio
import struct
from collections.abc import AsyncIterator
from itertools import pairwise

import aioice.ice
import pytest
from aiortc import RTCConfiguration, RTCPeerConnection, RTCRtpTransceiver, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, VideoStreamTrack
from av import AudioFrame

from tests.sfu.wire.mini_server import MiniServer
from tests.support.waiting import soon

SILENCE = b"\xf8\xff\xfe"
"""One Opus packet of 20 ms (RFC 6716 §3.1: CELT, full band, mono, one frame)."""


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[MiniServer]:
    monkeypatch.setattr(aioice.ice, "get_host_addresses", lambda use_ipv4, use_ipv6: ["127.0.0.1"])
    running = MiniServer()
    yield running
    running.close()


async def negotiate(peer: RTCPeerConnection, server: MiniServer, setup: str = "actpass") -> list[str]:
    """Names of the tracks that were agreed."""
    await peer.setLocalDescription(await peer.createOffer())
    offer = peer.localDescription.sdp.replace("a=setup:actpass", f"a=setup:{setup}")
    result = server.answer(offer)
    await peer.setRemoteDescription(RTCSessionDescription(result.answer, "answer"))
    return [f"{track.direction} {track.name}" for track in result.tracks]


async def test_it_sends(server: MiniServer) -> None:
    peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    peer.addTrack(AudioStreamTrack())
    peer.addTrack(VideoStreamTrack())
    assert await negotiate(peer, server) == ["source a0", "source v0"]
    await soon(server.connected.wait())
    assert server.srtp is not None and server.srtp.profile == "SRTP_AEAD_AES_128_GCM"
    await soon(server.arrived(60))
    assert server.errors == []
    sound = [sequence for sequence, payload_type, _, _ in server.received if payload_type == 96]
    assert len({ssrc for _, _, ssrc, _ in server.received}) == 2
    assert len(sound) > 10
    assert all((after - before) & 0xFFFF == 1 for before, after in pairwise(sound))
    await peer.close()
    await soon(server.closed.wait())


async def test_it_hears(server: MiniServer) -> None:
    peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    transceiver: RTCRtpTransceiver = peer.addTransceiver("audio", direction="recvonly")
    peer.addTransceiver("video", direction="recvonly")
    assert await negotiate(peer, server) == ["slot a0", "slot v0"]
    await soon(server.connected.wait())
    payload_type = 96
    frame = asyncio.ensure_future(transceiver.receiver.track.recv())
    for sequence in range(400):
        server.send_rtp(struct.pack("!BBHII", 0x80, payload_type, sequence, sequence * 960, 5000) + SILENCE)
        done, _ = await asyncio.wait([frame], timeout=0.02)
        if done:
            break
    heard = frame.result()
    assert isinstance(heard, AudioFrame)
    assert (heard.sample_rate, heard.samples) == (48000, 960)
    await peer.close()


async def test_it_insists_on_being_dtls_server(server: MiniServer) -> None:
    peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    peer.addTrack(AudioStreamTrack())
    assert await negotiate(peer, server, setup="passive") == ["source a0"]
    await soon(server.connected.wait())
    await soon(server.arrived(5))
    await peer.close()
