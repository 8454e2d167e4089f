"""Stock aiortc clients: an independent implementation to publish into the server and to receive from it."""

import asyncio
import fractions
from typing import Self

import av
import numpy
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, VideoStreamTrack
from aiortc.mediastreams import AudioStreamTrack

SIZE = (320, 240)


class Colour(VideoStreamTrack):
    """A picture of one grey level, 20 frames a second."""

    def __init__(self, luma: int) -> None:
        super().__init__()
        self.luma = luma
        self._number = 0

    async def recv(self) -> av.VideoFrame:
        self._number += 1
        await asyncio.sleep(0.05)  # its frame rate
        frame = av.VideoFrame.from_ndarray(
            numpy.full((SIZE[1] * 3 // 2, SIZE[0]), self.luma, dtype=numpy.uint8), format="yuv420p"
        )
        frame.pts = self._number * 4500
        frame.time_base = fractions.Fraction(1, 90_000)
        return frame


class Client:
    """Closed at the end of its `async with`."""

    connection: RTCPeerConnection

    async def offer(self) -> str:
        await self.connection.setLocalDescription(await self.connection.createOffer())
        return str(self.connection.localDescription.sdp)

    async def close(self) -> None:
        await self.connection.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self.close()


class Publisher(Client):
    """Sends one audio track (silence) and one video track of one grey level."""

    def __init__(self, luma: int) -> None:
        self.connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.connection.addTrack(AudioStreamTrack())
        self.connection.addTrack(Colour(luma))


class Receiver(Client):
    """Receives audio and video slots and keeps the last picture's mean luma."""

    def __init__(self, audio: int = 1, video: int = 1) -> None:
        self.connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.luma = -1.0
        self.pictures = 0
        self.audio_frames = 0
        self._tasks: list[asyncio.Task[None]] = []
        for kind, count in (("audio", audio), ("video", video)):
            for _ in range(count):
                self.connection.addTransceiver(kind, direction="recvonly")
        self.connection.on("track", self._start)

    def _start(self, track: MediaStreamTrack) -> None:
        self._tasks.append(asyncio.create_task(self._consume(track)))

    async def _consume(self, track: MediaStreamTrack) -> None:
        while True:
            try:
                frame = await track.recv()
            except Exception as error:  # aiortc ends a track so
                if type(error).__name__ == "MediaStreamError":
                    return
                raise
            if track.kind == "audio":
                self.audio_frames += 1
            else:
                assert isinstance(frame, av.VideoFrame)
                self.pictures += 1
                self.luma = float(frame.to_ndarray(format="gray").mean())

    async def close(self) -> None:
        await super().close()
        for task in self._tasks:
            task.cancel()
