"""The bytes of a recording: tracks by ranges, and the class's sound as an HLS playlist over the same bytes.

Only what is fsynced is given out, so a player never sees bytes that a crash takes back: files only grow.
"""

import asyncio
import os
import re
from pathlib import Path

from aiohttp import web

from recordings.shelf.index import Segment, parse_index, read_index
from recordings.shelf.recording import CLASS_TRACK, Track
from server.http.api.recording import Viewing, viewing
from server.http.call import PLAYERS, Call, Route
from server.http.errors import ApiError
from server.http.ranges import Part, Unsatisfiable, lists, wanted
from server.http.replays import folder_of
from server.school.calendar import moment

CHUNK = 256 * 1024
TAIL = 16 * 1024
"""Bytes at the end of an index in which there is a whole line for sure."""

HLS = "application/vnd.apple.mpegurl"
_FILE = re.compile(r"t\d{2,4}\.(mp4|webm)")
_NOT_SHARED = "private, no-cache"
"""A browser may keep it and must ask again: phones are shared, rights end."""


async def get_media(call: Call) -> web.StreamResponse:
    """GET /api/v1/lessons/{id}/recording/tracks/{track}/media"""
    seen = await viewing(call)
    track = seen.track(call.part("track"))
    descriptor = await asyncio.to_thread(_open, _folder(call, seen), track)
    try:
        size = await asyncio.to_thread(_saved, descriptor, _folder(call, seen), track)
        response, part = _head(call.request, seen, track, size)
        if response.status == 304 or call.request.method == "HEAD":
            await response.prepare(call.request)
            return response
        return await _send(call.request, response, descriptor, part)
    finally:
        os.close(descriptor)


async def head_media(call: Call) -> web.StreamResponse:
    """HEAD /api/v1/lessons/{id}/recording/tracks/{track}/media"""
    return await get_media(call)


async def get_playlist(call: Call) -> web.StreamResponse:
    """GET /api/v1/lessons/{id}/recording/class.m3u8"""
    seen = await viewing(call)
    track = seen.track(CLASS_TRACK)
    recording = seen.recording
    assert recording is not None
    try:
        segments = await asyncio.to_thread(read_index, _folder(call, seen), track.id)
    except (OSError, ValueError) as error:
        raise ApiError("recording_damaged") from error
    text = playlist(track, segments, recording.started_at, final=recording.state == "final")
    headers = {"Cache-Control": "private, no-store"}
    return web.Response(text=text, content_type=HLS, headers=headers)


def playlist(track: Track, segments: list[Segment], started_at: int, *, final: bool) -> str:
    """RFC 8216 with byte ranges of one file (§4.3.2.2, §4.3.2.5). Where nothing was recorded the time is not in the
    playlist: EXT-X-DISCONTINUITY, and the date says where it goes on."""
    longest = max((segment.d for segment in segments), default=2000)
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        f"#EXT-X-TARGETDURATION:{-(-longest // 1000)}",
        f"#EXT-X-PLAYLIST-TYPE:{'VOD' if final else 'EVENT'}",
        f'#EXT-X-MAP:URI="tracks/{track.id}/media",BYTERANGE="{track.init}@0"',
    ]
    end: int | None = None
    for segment in segments:
        if end != segment.t:
            lines += ["#EXT-X-DISCONTINUITY"] if end is not None else []
            date = moment(started_at + segment.t).isoformat(timespec="milliseconds")
            lines.append(f"#EXT-X-PROGRAM-DATE-TIME:{date}")
        lines += [f"#EXTINF:{segment.d / 1000:.3f},", f"#EXT-X-BYTERANGE:{segment.n}@{segment.o}"]
        lines.append(f"tracks/{track.id}/media")
        end = segment.end
    return "\n".join([*lines, *(["#EXT-X-ENDLIST"] if final else [])]) + "\n"


def _folder(call: Call, seen: Viewing) -> Path:
    folder = folder_of(call.deps.settings, seen.lesson.room_id)
    assert folder is not None
    return folder


def _open(folder: Path, track: Track) -> int:
    """A descriptor of the track's file. Raises ApiError `recording_damaged`."""
    if not _FILE.fullmatch(track.file):
        raise ApiError("recording_damaged")
    try:
        return os.open(folder / track.file, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        raise ApiError("recording_damaged") from error


def _saved(descriptor: int, folder: Path, track: Track) -> int:
    """Bytes of the file that are on disk for good; the index is ahead of recording.json by a second or two."""
    return min(max(track.bytes, _index_end(folder / f"{track.id}.idx")), os.fstat(descriptor).st_size)


def _index_end(path: Path) -> int:
    """Where the last segment of the index ends; 0 without a good line."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - TAIL))
            data = file.read(TAIL)
    except OSError:
        return 0
    if len(data) == TAIL:
        data = data[data.find(b"\n") + 1 :]
    segments, _used = parse_index(data)
    return segments[-1].o + segments[-1].n if segments else 0


def _head(request: web.Request, seen: Viewing, track: Track, size: int) -> tuple[web.StreamResponse, Part]:
    """The answer without its body, and the bytes that belong into it. Raises ApiError `bad_range`."""
    assert seen.recording is not None
    etag = f'"{seen.recording.started_at:x}-{track.id}-{size:x}"'
    headers = {"ETag": etag, "Accept-Ranges": "bytes", "Cache-Control": _NOT_SHARED}
    if lists(request.headers.get("If-None-Match"), etag):
        return web.Response(status=304, headers=headers), Part(0, 0)
    part = None
    if request.method == "GET" and request.headers.get("If-Range", etag) == etag:
        try:
            part = wanted(request.headers.get("Range"), size)
        except Unsatisfiable:
            raise ApiError("bad_range", headers={"Content-Range": f"bytes */{size}"}) from None
    if part is not None:
        headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    response = web.StreamResponse(status=200 if part is None else 206, headers=headers)
    response.content_type = track.mime.partition(";")[0]
    part = part or Part(0, size)
    response.content_length = part.stop - part.start
    return response, part


async def _send(
    request: web.Request, response: web.StreamResponse, descriptor: int, part: Part
) -> web.StreamResponse:
    """Reads in a thread, so that a slow disk stops nobody; a slow line stops the reading."""
    at = part.start
    try:
        await response.prepare(request)
        while at < part.stop:
            data = await asyncio.to_thread(os.pread, descriptor, min(CHUNK, part.stop - at), at)
            if not data:
                raise ConnectionAbortedError("the file became shorter")
            await response.write(data)
            at += len(data)
        await response.write_eof()
    except (
        ConnectionError,
        OSError,
    ):  # they went, or the disk fails: an answer cut off, which browsers ask again
        if request.transport is not None:
            request.transport.abort()
    return response


ROUTES: tuple[Route, ...] = (
    Route(
        "GET", "/api/v1/lessons/{id}/recording/tracks/{track}/media", "A track's bytes, by ranges", get_media,
        PLAYERS, file="video/mp4",
        errors=("unknown_lesson", "no_recording", "recording_damaged", "bad_range"), act="recordings.read",
    ),
    Route(
        "HEAD", "/api/v1/lessons/{id}/recording/tracks/{track}/media", "How many bytes a track has", head_media,
        PLAYERS, file="video/mp4",
        errors=("unknown_lesson", "no_recording", "recording_damaged"), act="recordings.read",
    ),
    Route(
        "GET", "/api/v1/lessons/{id}/recording/class.m3u8", "The class's sound for browsers that play HLS", get_playlist,
        PLAYERS, file=HLS, errors=("unknown_lesson", "no_recording", "recording_damaged"), act="recordings.read",
    ),
)  # fmt: skip
