"""Recordings over HTTP: who may, what is told, byte ranges, the pass, damaged files."""

import json
import os
import zlib
from pathlib import Path
from typing import Any

import msgspec
import pytest
import structlog
from aiohttp.test_utils import TestClient

from lesson.messages import (
    AnyEvent,
    ConsentChanged,
    FloorAccepted,
    FloorOffered,
    FloorTaken,
    Joined,
    LessonOpened,
    LessonStarted,
    Role,
    RosterEntry,
    Said,
)
from recordings.shelf.index import Segment, index_line
from recordings.shelf.recording import Gap, Recording, Track, write_recording
from server.http.api.routes import ROUTES
from server.http.ranges import Part, Unsatisfiable, lists, wanted
from tests.server.http.world import World, refused

AGREED, NOT_AGREED, OTHER = "hs-8a3-05", "hs-8a3-16", "hs-8a3-99"
SOUND = bytes(range(256)) * 20
INIT = 700
LATER = b"not fsynced yet" * 10
READS = sorted(
    {
        route.path.rpartition("/recording")[2].replace("{track}", "t00")
        for route in ROUTES
        if "/recording" in route.path and route.method == "GET"
    }
)
PLAYED = ("/class.m3u8", "/tracks/t00/index", "/tracks/t00/media")


class Shelf:
    """A recording of the world's lesson, as the recorder leaves it: class sound and one camera."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.zero = world.clock.now - 60_000
        self.folder = world.deps.settings.data_dir / "recordings" / world.lesson
        self.folder.mkdir(parents=True)
        (self.folder / "t00.mp4").write_bytes(SOUND + LATER)
        (self.folder / "t01.webm").write_bytes(SOUND)
        half = (len(SOUND) - INIT) // 2
        self.segments = [
            Segment(0, 2000, INIT, half, (), zlib.crc32(SOUND[INIT : INIT + half])),
            Segment(9000, 1980, INIT + half, len(SOUND) - INIT - half, (), zlib.crc32(SOUND[INIT + half :])),
        ]
        (self.folder / "t00.idx").write_bytes(b"".join(index_line(one) for one in self.segments))
        self.write()

    def write(self, **changes: Any) -> None:
        recording = Recording(
            lesson=self.world.lesson,
            state="live",
            started_at=self.zero,
            ended_at=None,
            saved_to=self.zero + 11_000,
            tracks=(
                track("t00", "class", None, "opus", "audio/mp4"),
                track("t01", "video", AGREED, "vp8", "video/webm"),
                track("t02", "audio", NOT_AGREED, "opus", "audio/mp4"),
            ),
            gaps=(Gap(2000, 9000, "paused"), Gap(0, None, "lost", "t02")),
        )
        write_recording(self.folder, msgspec.structs.replace(recording, **changes))

    async def held(self) -> None:
        """The lesson's events: one who did not agree speaks from 5 s to 8 s."""
        at = self.zero
        roster = (
            RosterEntry("gv-01", "Nguyễn Thị Ngọc Lan", "teacher", title="cô", consent=True),
            RosterEntry(AGREED, "Lê Gia Bảo", "student", 5, consent=True),
            RosterEntry(NOT_AGREED, "Người Không Ghi", "student", 16),
        )
        opened = LessonOpened(self.world.lesson, "Toán", "Toán", "8A3", "tiết 2", at, at + 1, roster, True)
        what: list[tuple[int, AnyEvent]] = [
            (at - 5000, opened),
            (at - 4000, Joined("gv-01", "Nguyễn Thị Ngọc Lan", "teacher")),
            (at - 3000, Joined(NOT_AGREED, "Người Không Ghi", "student")),
            (at, LessonStarted("gv-01")),
            (at + 4000, FloorOffered(NOT_AGREED, "gv-01")),
            (at + 5000, FloorAccepted(NOT_AGREED)),
            (at + 6000, Said(NOT_AGREED, "lời không ghi")),
            (at + 7000, Said("gv-01", "Em trả lời tốt", reply_to=7)),
            (at + 8000, FloorTaken(NOT_AGREED, "gv-01")),
        ]
        await self.world.keep(*what)

    async def get(self, path: str = "", token: str | None = None, **more: Any) -> Any:
        call = self.world.call("GET", f"/lessons/{self.world.lesson}/recording{path}", token or KEY, **more)
        return await call


def track(name: str, kind: Any, person: str | None, codec: Any, mime: str) -> Track:
    return Track(
        id=name,
        kind=kind,
        person=person,
        source={"class": None, "audio": "mic", "video": "camera"}[kind],
        codec=codec,
        mime=f'{mime}; codecs="{codec}"',
        file=f"{name}.{mime.partition('/')[2]}",
        init=INIT,
        bytes=len(SOUND),
        from_=0,
        to=11_000,
        width=640 if kind == "video" else None,
        height=360 if kind == "video" else None,
    )


KEY = "khoa-thu-nghiem-0123456789"


@pytest.fixture
async def shelf(world: World) -> Shelf:
    shelf = Shelf(world)
    await shelf.held()
    return shelf


async def test_what_there_is(shelf: Shelf) -> None:
    body = await (await shelf.get()).json()
    assert (body["state"], body["duration_ms"], body["bytes"]) == ("live", 11_000, 2 * len(SOUND))
    assert (body["subject"], body["class_name"], body["teacher"]["id"]) == ("Toán", "8A3", "gv-01")
    assert [one["id"] for one in body["tracks"]] == ["t00", "t01"]
    sound, camera = body["tracks"]
    assert (sound["name"], camera["name"], camera["person"]) == ("", "Lê Gia Bảo", AGREED)
    base = f"/api/v1/lessons/{shelf.world.lesson}/recording/tracks/t01"
    assert (camera["url"], camera["index_url"]) == (f"{base}/media", f"{base}/index")
    assert (camera["width"], camera["height"], camera["from_ms"], camera["to_ms"]) == (640, 360, 0, 11_000)
    assert body["gaps"] == [{"from": 2000, "to": 9000, "reason": "paused", "track": None}]
    assert body["unrecorded"] == [{"from_ms": 5000, "to_ms": 8000}]
    assert NOT_AGREED not in json.dumps(body)
    shelf.write(state="final", ended_at=shelf.zero + 20_000)
    body = await (await shelf.get()).json()
    assert (body["state"], body["duration_ms"]) == ("final", 20_000)


async def test_who_withdraws_is_gone_from_what_there_was(shelf: Shelf) -> None:
    """Also for a page that has read some of it: everything comes again."""
    first = await (await shelf.get("/events")).json()
    assert AGREED in json.dumps(first) and first["next"] == 9
    await shelf.world.append((shelf.zero + 9000, ConsentChanged(AGREED, False)))
    later = await (await shelf.get(f"/events?after={first['next']}")).json()
    assert later["snapshot"] is not None and later["next"] == 10
    assert AGREED not in json.dumps(later) and "Lê Gia Bảo" not in json.dumps(later)
    assert later["steps"][0]["number"] == first["steps"][0]["number"]
    again = await (await shelf.get(f"/events?after={later['next']}")).json()
    assert (again["snapshot"], again["steps"]) == (None, [])
    assert [one["id"] for one in (await (await shelf.get()).json())["tracks"]] == ["t00"]
    await refused(await shelf.get("/tracks/t01/media"), 404, "no_recording")


async def test_who_agrees_in_the_midst_has_tracks(shelf: Shelf) -> None:
    await shelf.world.append((shelf.zero + 9000, ConsentChanged(NOT_AGREED, True)))
    tracks = (await (await shelf.get()).json())["tracks"]
    assert [one["id"] for one in tracks] == ["t00", "t01", "t02"] and tracks[2]["name"] == "Người Không Ghi"


async def test_nothing_was_recorded(world: World) -> None:
    base = f"/lessons/{world.lesson}/recording"
    body = await (await world.call("GET", base)).json()
    assert (body["state"], body["tracks"], body["started_at"], body["duration_ms"]) == ("none", [], None, 0)
    for path in ("/events", *PLAYED):
        await refused(await world.call("GET", base + path), 404, "no_recording")
    await refused(await world.call("GET", "/lessons/nope/recording"), 404, "unknown_lesson")


async def test_the_class_as_a_student_saw_it(shelf: Shelf) -> None:
    with structlog.testing.capture_logs() as lines:
        body = await (await shelf.get("/events", shelf.world.join().token)).json()
    assert [(line["event"], line["lesson"], line["role"]) for line in lines] == [
        ("replay opened", shelf.world.lesson, "student")
    ]
    assert "Bảo" not in str(lines) and AGREED not in str(lines)
    assert (body["zero_at"], body["number"], body["next"]) == (shelf.zero, 3, 9)
    assert [(step["number"], step["type"], step["at_ms"]) for step in body["steps"]] == [
        (4, "lesson_started", 0),
        (5, "floor_offered", 4000),
        (6, "floor_accepted", 5000),
        (8, "said", 7000),
        (9, "floor_taken", 8000),
    ]
    assert body["steps"][3]["reply_to"] is None
    assert body["jumps"] == [{"at_ms": 0, "kind": "start"}, {"at_ms": 5000, "kind": "floor"}]
    text = json.dumps(body, ensure_ascii=False)
    assert NOT_AGREED not in text and "Người Không Ghi" not in text and "lời không ghi" not in text
    later = await (await shelf.get("/events?after=8")).json()
    assert (later["snapshot"], [step["number"] for step in later["steps"]], later["next"]) == (None, [9], 9)
    assert ("written", shelf.world.lesson) in shelf.world.hub.heard
    await refused(await shelf.get("/events?after=-1"), 422, "bad_query")


async def test_new_events_are_added_to_a_replay_in_memory(shelf: Shelf) -> None:
    assert (await (await shelf.get("/events")).json())["next"] == 9
    async with shelf.world.deps.database.begin() as connection:
        from sqlalchemy import insert

        from server.store.tables import events

        body = msgspec.json.encode(Said("gv-01", "Cả lớp ghi bài"))
        row = {"lesson_id": shelf.world.lesson, "number": 10, "at": shelf.zero + 9000, "type": "said"}
        await connection.execute(insert(events).values(**row, body=body))
    body = await (await shelf.get("/events?after=9")).json()
    assert [step["text"] for step in body["steps"]] == ["Cả lớp ghi bài"] and body["next"] == 10


async def test_long_answers_are_compressed(shelf: Shelf) -> None:
    lines = [Segment(t * 2000, 2000, INIT + t, 1, (t * 2000,), 0) for t in range(1000)]
    (shelf.folder / "t00.idx").write_bytes(b"".join(index_line(one) for one in lines))
    answer = await shelf.get("/tracks/t00/index", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    body = await answer.json()
    assert len(body["segments"]) == body["next"] == 1000


WHO: list[tuple[Role, str, bool]] = [
    ("teacher", "gv-01", True),
    ("staff", "nv-1", True),
    ("student", AGREED, True),
    ("student", NOT_AGREED, True),
    ("student", OTHER, False),
    ("guest", "kh-1", False),
    ("observer", "ob-1", False),
]


@pytest.mark.parametrize(("role", "person", "may"), WHO)
async def test_join_tokens_of_the_class(shelf: Shelf, role: Role, person: str, may: bool) -> None:
    token = shelf.world.join(role, person).token
    for path in READS:
        answer = await shelf.get(path, token)
        if may:
            assert answer.status == 200, path
        else:
            await refused(answer, 403, "not_allowed")


async def test_join_tokens_before_anybody_came(world: World) -> None:
    base = f"/lessons/{world.lesson}/recording"
    assert (await world.call("GET", base, world.join().token)).status == 200
    await refused(await world.call("GET", base, world.join("student", OTHER).token), 403, "not_allowed")


@pytest.mark.parametrize("path", READS)
async def test_other_lessons_classes_and_withdrawn_tokens(shelf: Shelf, path: str) -> None:
    world = shelf.world
    other = world.join("teacher", "gv-01", lesson="8a3-20261123-s2").token
    await refused(await shelf.get(path, other), 403, "foreign")
    for person, role in (("gv-02", "teacher"), ("hs-8a4-01", "student"), ("khong-co", "student")):
        await refused(await shelf.get(path, world.day(person, role).token), 403, "not_allowed")
    for person, role in (("gv-01", "teacher"), ("hs-8a3-01", "student")):
        assert (await shelf.get(path, world.day(person, role).token)).status == 200
    gone = world.join()
    await world.deps.revocations.revoke(gone.jti, world.lesson, gone.expires_at, world.clock.now)
    await refused(await shelf.get(path, gone.token), 401, "revoked")


async def passed(client: TestClient, shelf: Shelf, token: str) -> str:
    path = f"/lessons/{shelf.world.lesson}/recording/pass"
    answer = await shelf.world.call("POST", path, token)
    assert answer.status == 201 and "expires_at" in await answer.json()
    cookie = answer.cookies["bg_replay"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Strict", "21600")
    assert cookie["path"] == f"/api/v1/lessons/{shelf.world.lesson}/recording"
    client.session.cookie_jar.clear()
    return cookie.value


async def with_pass(shelf: Shelf, value: str, path: str = "/tracks/t00/media") -> Any:
    headers = {"Cookie": f"bg_replay={value}"}
    return await shelf.world.call(
        "GET", f"/lessons/{shelf.world.lesson}/recording{path}", None, headers=headers
    )


async def test_a_pass_opens_the_files_of_one_recording(shelf: Shelf, client: TestClient) -> None:
    for token in (shelf.world.join().token, shelf.world.day().token):
        value = await passed(client, shelf, token)
        for path in PLAYED:
            assert (await with_pass(shelf, value, path)).status == 200
        for path in ("", "/events"):
            await refused(await with_pass(shelf, value, path), 401, "unauthenticated")
    await refused(await with_pass(shelf, value[:-2] + "xx"), 401, "forged")
    await refused(await with_pass(shelf, shelf.world.join().token), 401, "forged")
    other = shelf.world.deps.tokens.replay_pass("8a3-20261123-s2", AGREED, "j", 60, shelf.world.clock.now)
    await refused(await with_pass(shelf, other.token), 403, "foreign")
    # As a Bearer a pass is nothing:
    await refused(await shelf.get("", value), 401, "forged")
    await refused(await shelf.get("/tracks/t00/media", value), 401, "forged")
    shelf.world.clock.now += 6 * 3600 * 1000
    await refused(await with_pass(shelf, value), 401, "expired")


async def test_a_pass_ends_with_its_token(shelf: Shelf, client: TestClient) -> None:
    issued = shelf.world.join()
    value = await passed(client, shelf, issued.token)
    revocations = shelf.world.deps.revocations
    await revocations.revoke(issued.jti, shelf.world.lesson, issued.expires_at, shelf.world.clock.now)
    await refused(await with_pass(shelf, value), 401, "revoked")


async def test_no_pass_for_who_may_not_see_it(shelf: Shelf) -> None:
    path = f"/lessons/{shelf.world.lesson}/recording/pass"
    for role, person in (("guest", "kh-1"), ("observer", "ob-1"), ("student", OTHER)):
        token = shelf.world.join(role, person).token  # type: ignore[arg-type]
        await refused(await shelf.world.call("POST", path, token), 403, "not_allowed")


async def test_the_offices_cookie_opens_files_also_beside_an_old_pass(shelf: Shelf) -> None:
    await shelf.world.office()
    path = f"/lessons/{shelf.world.lesson}/recording"
    own = {"Origin": f"http://{shelf.world.client.host}:{shelf.world.client.port}"}
    answer = await shelf.world.call("POST", f"{path}/pass", None, headers=own)
    assert answer.status == 201 and "bg_replay" not in answer.cookies
    shelf.world.client.session.cookie_jar.update_cookies({"bg_replay": "old"})
    assert (await shelf.world.call("GET", f"{path}/tracks/t00/media", None)).status == 200


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


@pytest.mark.parametrize("content", [b"", b"{", b"null", b"\xff" * 50, b'{"v":1}', b'{"v":2}', b"[" * 9000])
async def test_a_damaged_recording_is_told(shelf: Shelf, content: bytes) -> None:
    (shelf.folder / "recording.json").write_bytes(content)
    for path in READS:
        await refused(await shelf.get(path), 409, "recording_damaged")


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


async def test_a_recording_without_events(world: World) -> None:
    Shelf(world)
    base = f"/lessons/{world.lesson}/recording"
    await refused(await world.call("GET", f"{base}/events"), 404, "no_recording")


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


async def test_lists_say_what_there_is(shelf: Shelf) -> None:
    for path, token in (("/day", shelf.world.day().token), ("/office/lessons", KEY)):
        body = await (await shelf.world.call("GET", path, token)).json()
        found = {one["id"]: (one["replay"], one["record"]) for one in body["lessons"]}
        assert found.pop(shelf.world.lesson) == ({"state": "live", "bytes": 3 * len(SOUND)}, False)
        assert found and {state["state"] for state, _record in found.values()} == {"none"}
    (shelf.folder / "recording.json").write_bytes(b"{")
    body = await (await shelf.world.call("GET", "/office/lessons")).json()
    assert {"state": "damaged", "bytes": 0} in [one["replay"] for one in body["lessons"]]
