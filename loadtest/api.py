"""The little a scenario needs of the HTTP API: a lesson, tickets into it, its attendance, the server's meters."""

import asyncio
import re
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp

from loadtest.person import Ticket


@dataclass(frozen=True)
class RecordedTrack:
    """`spans`: (start, length) of each segment, ms since the recording's zero. `source`: None for the class audio."""

    id: str
    source: str | None
    spans: list[tuple[int, int]]


@dataclass(frozen=True)
class Recorded:
    """A lesson's recording; `started_at` is its zero, `saved_to` up to where it is on disk (UTC ms)."""

    lesson: str
    state: str
    started_at: int
    saved_to: int
    tracks: list[RecordedTrack]


@dataclass(frozen=True)
class Api:
    """A running server and its API key."""

    url: str
    key: str
    http: aiohttp.ClientSession

    async def lesson(
        self,
        title: str,
        minutes: int = 45,
        class_id: str | None = None,
        teacher_id: str | None = None,
        recording: bool = False,
    ) -> str:
        """A new lesson that began a minute ago; its id. Without a class and teacher its people are invented."""
        now = datetime.now(UTC)
        body = {
            "title": title,
            "subject": "Toán",
            "starts_at": (now - timedelta(minutes=1)).isoformat(),
            "ends_at": (now + timedelta(minutes=minutes)).isoformat(),
            "class_id": class_id,
            "teacher_id": teacher_id,
            "recording": recording,
        }
        made = await self._call("POST", "/api/v1/lessons", body)
        return str(made["id"])

    async def ticket(self, lesson: str, role: str, person: str) -> Ticket:
        """A join token for a person of the lesson: of its class, else invented."""
        name = person.replace("-", " ").capitalize()
        body = {"role": role, "name": name, "student_id": person, "ttl_s": 7200}
        made = await self._call("POST", f"/api/v1/lessons/{lesson}/tokens", body)
        return Ticket(lesson, person, name, role, made["token"])

    async def attendance(self, lesson: str) -> dict[str, Any]:
        """person → that person's line of the attendance."""
        answer = await self._call("GET", f"/api/v1/lessons/{lesson}/attendance")
        return {line["person"]: line for line in answer["students"]}

    async def end(self, lesson: str) -> None:
        await self._call("POST", f"/api/v1/lessons/{lesson}/end")

    async def ready(self) -> None:
        """Returns when every part of the server works."""
        while True:
            try:
                async with self.http.get(f"{self.url}/readyz") as response:
                    if response.status == 200:
                        return
            except aiohttp.ClientError:
                pass  # control itself is being restarted
            await asyncio.sleep(0.05)

    async def recording(self, lesson: str) -> Recorded:
        """What is kept of the lesson; its tracks without their segments."""
        answer = await self._call("GET", f"/api/v1/lessons/{lesson}/recording")
        times = _millis(answer["started_at"]), _millis(answer["saved_to"])
        tracks = [RecordedTrack(track["id"], track["source"], []) for track in answer["tracks"]]
        return Recorded(lesson, answer["state"], *times, tracks)

    async def final(self, lesson: str, within_s: float) -> tuple[Recorded, float]:
        """The finished recording with its segments, and how many seconds it took. Raises TimeoutError."""
        start = time.monotonic()
        async with asyncio.timeout(within_s):
            while True:
                recording = await self.recording(lesson)
                if recording.state == "final":
                    took = time.monotonic() - start
                    break
                await asyncio.sleep(0.1)
        tracks = [replace(each, spans=await self._spans(lesson, each.id)) for each in recording.tracks]
        return replace(recording, tracks=tracks), took

    async def _spans(self, lesson: str, track: str) -> list[tuple[int, int]]:
        spans: list[tuple[int, int]] = []
        after = 0
        while True:
            path = f"/api/v1/lessons/{lesson}/recording/tracks/{track}/index?after={after}"
            answer = await self._call("GET", path)
            spans += [(start, length) for start, length, *_ in answer["segments"]]
            if not answer["segments"]:
                return spans
            after = answer["next"]

    async def media(self, lesson: str, track: str) -> bytes:
        """The bytes of a track's file."""
        url = f"{self.url}/api/v1/lessons/{lesson}/recording/tracks/{track}/media"
        async with self.http.get(url, headers=self._headers()) as response:
            response.raise_for_status()
            return await response.read()

    async def meters(self) -> dict[str, float]:
        """name{labels} → value of /metrics."""
        async with self.http.get(f"{self.url}/metrics", headers=self._headers()) as response:
            response.raise_for_status()
            text = await response.text()
        return {name: float(value) for name, value in re.findall(r"^([^#\s]\S*) (\S+)$", text, re.MULTILINE)}

    async def _call(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        async with self.http.request(method, self.url + path, json=body, headers=self._headers()) as response:
            if response.status >= 400:
                raise ConnectionError(f"{method} {path}: {response.status} {(await response.text())[:300]}")
            answer: dict[str, Any] = await response.json()
            return answer

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}


def _millis(moment: str | None) -> int:
    """RFC 3339 to UTC ms."""
    return round(datetime.fromisoformat(moment).timestamp() * 1000) if moment else 0
