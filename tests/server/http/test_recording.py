"""Recordings over HTTP: what is told of one, and the class as a student saw it."""

import json

import msgspec
import pytest
import structlog

from lesson.messages import ConsentChanged, RecordingLimited, Said
from tests.server.http.shelf import AGREED, KEY, NOT_AGREED, PLAYED, READS, SOUND, Shelf
from tests.server.http.world import World, refused


async def test_what_there_is(shelf: Shelf) -> None:
    body = await (await shelf.get()).json()
    assert (body["state"], body["duration_ms"], body["bytes"]) == ("live", 11_000, 2 * len(SOUND))
    assert (body["subject"], body["class_name"], body["teacher"]["id"]) == ("Toán", "8A3", "gv-01")
    assert [one["id"] for one in body["tracks"]] == ["t00", "t01"]
    sound, camera = body["tracks"]
    assert (sound["name"], camera["name"], camera["person"]) == ("", "Lê Gia Bảo", AGREED)
    base = f"/api/v1/lessons/{shelf.world.lesson}/recording/tracks/t01"
    assert camera["url"] == f"{base}/media"
    assert (camera["width"], camera["height"], camera["from_ms"], camera["to_ms"]) == (640, 360, 0, 11_000)
    assert body["gaps"] == [{"from": 2000, "to": 9000, "reason": "paused", "track": None}]
    assert body["unrecorded"] == [{"from_ms": 5000, "to_ms": 8000}]
    assert body["limited"] == []
    await shelf.world.append((shelf.zero + 9500, RecordingLimited("audio", "disk")))
    body = await (await shelf.get()).json()
    assert body["limited"] == [{"from_ms": 9500, "to_ms": None, "to": "audio", "reason": "disk"}]
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


@pytest.mark.parametrize("content", [b"", b"{", b"null", b"\xff" * 50, b'{"v":1}', b'{"v":2}', b"[" * 9000])
async def test_a_damaged_recording_is_told(shelf: Shelf, content: bytes) -> None:
    (shelf.folder / "recording.json").write_bytes(content)
    for path in READS:
        await refused(await shelf.get(path), 409, "recording_damaged")


async def test_a_recording_without_events(world: World) -> None:
    Shelf(world)
    base = f"/lessons/{world.lesson}/recording"
    await refused(await world.call("GET", f"{base}/events"), 404, "no_recording")


async def test_lists_say_what_there_is(shelf: Shelf) -> None:
    for path, token in (("/day", shelf.world.day().token), ("/office/lessons", KEY)):
        body = await (await shelf.world.call("GET", path, token)).json()
        found = {one["id"]: (one["replay"], one["record"]) for one in body["lessons"]}
        assert found.pop(shelf.world.lesson) == ({"state": "live", "bytes": 3 * len(SOUND)}, False)
        assert found and {state["state"] for state, _record in found.values()} == {"none"}
    (shelf.folder / "recording.json").write_bytes(b"{")
    body = await (await shelf.world.call("GET", "/office/lessons")).json()
    assert {"state": "damaged", "bytes": 0} in [one["replay"] for one in body["lessons"]]
