"""The files of a recording over HTTP: bytes and ranges, indexes, the playlist, damaged files."""

import os
import zlib
from pathlib import Path

import msgspec
import pytest

from recordings.shelf.index import Segment, index_line
from server.http.ranges import Part, Unsatisfiable, lists, wanted
from tests.server.http.shelf import AGREED, INIT, LATER, SOUND, Shelf, track
from tests.server.http.world import refused


async def test_the_bytes(shelf: Shelf) -> None:
    whole = await shelf.get("/tracks/t00/media")
    assert (whole.status, await whole.read()) == (200, SOUND)
    assert whole.content_type == "audio/mp4"
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert whole.headers["Cache-Control"] == "private, no-cache"
    etag = whole.headers["ETag"]
    part = await shelf.get("/tracks/t00/media", headers={"Range": "bytes=100-199"})
    assert (part.status, await part.read()) == (206, SOUND[100:200])
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(SOUND)}"
    assert (part.headers["Content-Length"], part.headers["ETag"]) == ("100", etag)
    for header, content in (
        ("bytes=5000-", SOUND[5000:]),
        ("bytes=-7", SOUND[-7:]),
        ("bytes=0-0", SOUND[:1]),
        (f"bytes=5000-{len(SOUND) + 50}", SOUND[5000:]),
    ):
        part = await shelf.get("/tracks/t00/media", headers={"Range": header})
        assert (part.status, await part.read()) == (206, content)


@pytest.mark.parametrize("header", [f"bytes={len(SOUND)}-", "bytes=99999999-", "bytes=-0"])
async def test_bytes_that_are_not_there_yet(shelf: Shelf, header: str) -> None:
    answer = await shelf.get("/tracks/t00/media", headers={"Range": header})
    await refused(answer, 416, "bad_range")
    assert answer.headers["Content-Range"] == f"bytes */{len(SOUND)}"


async def test_if_range_and_if_none_match(shelf: Shelf) -> None:
    etag = (await shelf.get("/tracks/t00/media")).headers["ETag"]
    fresh = await shelf.get("/tracks/t00/media", headers={"Range": "bytes=0-9", "If-Range": etag})
    assert fresh.status == 206
    stale = await shelf.get("/tracks/t00/media", headers={"Range": "bytes=0-9", "If-Range": '"old"'})
    assert (stale.status, await stale.read()) == (200, SOUND)
    same = await shelf.get("/tracks/t00/media", headers={"If-None-Match": f'W/"x", {etag}'})
    assert (same.status, await same.read(), same.headers["ETag"]) == (304, b"", etag)


async def test_head(shelf: Shelf) -> None:
    path = f"/lessons/{shelf.world.lesson}/recording/tracks/t00/media"
    answer = await shelf.world.call("HEAD", path)
    assert (answer.status, answer.headers["Content-Length"]) == (200, str(len(SOUND)))
    assert await answer.read() == b"" and answer.content_type == "audio/mp4"
    assert (await shelf.world.call("HEAD", path, None)).status == 401


async def test_a_live_file_grows_by_what_its_index_says(shelf: Shelf) -> None:
    before = (await shelf.get("/tracks/t00/media")).headers["ETag"]
    more = Segment(11_000, 2000, len(SOUND), len(LATER), (), zlib.crc32(LATER))
    with (shelf.folder / "t00.idx").open("ab") as index:
        index.write(index_line(more)[:-4])
    assert (await (await shelf.get("/tracks/t00/media")).read()) == SOUND
    with (shelf.folder / "t00.idx").open("ab") as index:
        index.write(index_line(more)[-4:])
    whole = await shelf.get("/tracks/t00/media")
    assert await whole.read() == SOUND + LATER and whole.headers["ETag"] != before
    body = await (await shelf.get("/tracks/t00/index?after=2")).json()
    assert body == {"segments": [[11_000, 2000, len(SOUND), len(LATER), []]], "next": 3}
    body = await (await shelf.get("/tracks/t00/index?after=3")).json()
    assert body == {"segments": [], "next": 3}


async def test_files_of_many_chunks(shelf: Shelf) -> None:
    big = os.urandom(3 * 256 * 1024 + 77)
    (shelf.folder / "t01.webm").write_bytes(big)
    shelf.write(
        tracks=(msgspec.structs.replace(track("t01", "video", AGREED, "vp8", "video/webm"), bytes=len(big)),)
    )
    assert await (await shelf.get("/tracks/t01/media")).read() == big


async def test_a_playlist(shelf: Shelf) -> None:
    answer = await shelf.get("/class.m3u8")
    assert answer.content_type == "application/vnd.apple.mpegurl"
    lines = (await answer.text()).splitlines()
    half = (len(SOUND) - INIT) // 2
    assert lines[:5] == [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        "#EXT-X-TARGETDURATION:2",
        "#EXT-X-PLAYLIST-TYPE:EVENT",
        f'#EXT-X-MAP:URI="tracks/t00/media",BYTERANGE="{INIT}@0"',
    ]
    assert lines[6:9] == ["#EXTINF:2.000,", f"#EXT-X-BYTERANGE:{half}@{INIT}", "tracks/t00/media"]
    assert lines[9] == "#EXT-X-DISCONTINUITY" and lines[10].startswith("#EXT-X-PROGRAM-DATE-TIME:2026-11-23T")
    assert lines[11:13] == ["#EXTINF:1.980,", f"#EXT-X-BYTERANGE:{len(SOUND) - INIT - half}@{INIT + half}"]
    shelf.write(state="final", ended_at=shelf.zero + 11_000)
    lines = (await (await shelf.get("/class.m3u8")).text()).splitlines()
    assert lines[3] == "#EXT-X-PLAYLIST-TYPE:VOD" and lines[-1] == "#EXT-X-ENDLIST"


async def test_long_answers_are_compressed(shelf: Shelf) -> None:
    lines = [Segment(t * 2000, 2000, INIT + t, 1, (t * 2000,), 0) for t in range(1000)]
    (shelf.folder / "t00.idx").write_bytes(b"".join(index_line(one) for one in lines))
    answer = await shelf.get("/tracks/t00/index", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    body = await answer.json()
    assert len(body["segments"]) == body["next"] == 1000


async def test_tracks_that_are_not_given_out(shelf: Shelf) -> None:
    for name in ("t02", "t99", "..%2F..%2Fsecret", "t00.mp4", "%2e%2e", "recording.json"):
        answer = await shelf.get(f"/tracks/{name}/media")
        assert answer.status == 404, name
        assert (await shelf.get(f"/tracks/{name}/index")).status == 404


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "t00.mp4/../../x", ".", "", "t00.idx"])
async def test_a_recording_that_names_other_files(shelf: Shelf, name: str) -> None:
    bad = msgspec.structs.replace(track("t00", "class", None, "opus", "audio/mp4"), file=name)
    shelf.write(tracks=(bad,))
    await refused(await shelf.get("/tracks/t00/media"), 409, "recording_damaged")


async def test_links_are_not_followed(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("bí mật")
    (shelf.folder / "t00.mp4").unlink()
    (shelf.folder / "t00.mp4").symlink_to(tmp_path / "secret")
    await refused(await shelf.get("/tracks/t00/media"), 409, "recording_damaged")


async def test_damaged_or_missing_tracks(shelf: Shelf) -> None:
    (shelf.folder / "t00.idx").write_bytes(b"\x00\xff rubbish\n" * 3)
    assert await (await shelf.get("/tracks/t00/index")).json() == {"segments": [], "next": 0}
    assert (await shelf.get("/class.m3u8")).status == 200
    assert await (await shelf.get("/tracks/t00/media")).read() == SOUND
    (shelf.folder / "t00.mp4").write_bytes(SOUND[:1000])
    assert await (await shelf.get("/tracks/t00/media")).read() == SOUND[:1000]
    (shelf.folder / "t00.idx").unlink()
    (shelf.folder / "t00.mp4").unlink()
    assert (await (await shelf.get("/tracks/t00/index")).json())["segments"] == []
    await refused(await shelf.get("/tracks/t00/media"), 409, "recording_damaged")
    (shelf.folder / "t00.idx").mkdir()
    await refused(await shelf.get("/tracks/t00/index"), 409, "recording_damaged")
    assert (await shelf.get()).status == 200


def test_ranges() -> None:
    assert wanted("bytes=0-4", 10) == Part(0, 5)
    assert wanted("Bytes=3-", 10) == Part(3, 10)
    assert wanted("bytes=-20", 10) == Part(0, 10)
    for ignored in (
        None,
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=5-2",
        "bytes=0-1,3-4",
        "lines=0-1",
        "bytes=a-b",
    ):
        assert wanted(ignored, 10) is None
    for bad in ("bytes=10-", "bytes=-0", "bytes=999999999999999999-"):
        with pytest.raises(Unsatisfiable):
            wanted(bad, 10)
    with pytest.raises(Unsatisfiable):
        wanted("bytes=-5", 0)
    assert (
        lists("*", '"a"')
        and lists('"b", W/"a"', '"a"')
        and not lists('"b"', '"a"')
        and not lists(None, '"a"')
    )
