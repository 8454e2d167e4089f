"""What the tests of the web side share: callers of every kind, and a hub that notes what it is asked."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient
from sqlalchemy import insert

from lesson.messages import AnyEvent, EndReason, Role
from server.http.deps import Deps
from server.http.tokens import Issued, JoinClaims
from server.links import one_time_link
from server.school.kept.history import events_after
from server.school.lessons import Phase
from server.store.tables import events

API_KEY = "khoa-thu-nghiem-0123456789"
SECRET = "bi-mat-thu-nghiem-0123456789-0123456789"


@dataclass
class Clock:
    """UTC ms, turned by hand."""

    now: int

    def __call__(self) -> int:
        return self.now


@dataclass
class ListeningHub:
    """Lessons in `phases` are in memory."""

    phases: dict[str, Phase] = field(default_factory=dict)
    heard: list[tuple[str, ...]] = field(default_factory=list)
    outside: set[str] = field(default_factory=set)
    opened: dict[str, str] = field(default_factory=dict)
    """Which device came with a QR code's token."""

    def phase(self, lesson_id: str) -> Phase | None:
        return self.phases.get(lesson_id)

    def there(self, lesson_id: str) -> dict[str | None, tuple[int, int]]:
        return {"8a3": (34, 36), "8a4": (30, 36)} if self.phases.get(lesson_id) == "live" else {}

    def kept_out(self, lesson_id: str, person_id: str) -> bool:
        return person_id in self.outside

    async def opens(self, claims: JoinClaims, device: str, now: int) -> bool:
        return device == self.opened.get(claims.jti, device if now <= claims.open_by * 1000 else None)

    async def written(self, lesson_id: str) -> None:
        self.heard.append(("written", lesson_id))

    async def end(self, lesson_id: str, reason: EndReason, by: str | None) -> bool:
        self.heard.append(("end", lesson_id, reason))
        if self.phases.get(lesson_id) not in ("waiting", "live"):
            return False
        self.phases[lesson_id] = "ended"
        return True

    @asynccontextmanager
    async def vacated(self, rooms: Collection[str]) -> AsyncIterator[frozenset[str]]:
        left = {room for room in rooms if self.phases.get(room) != "live"}
        before = {room: self.phases.pop(room) for room in left if room in self.phases}
        try:
            yield frozenset(left)
        except BaseException:
            self.phases.update(before)
            raise
        self.heard += [("vacated", room) for room in sorted(before)]

    async def consent_changed(self, person_id: str, agreed: bool) -> None:
        self.heard.append(("consent_changed", person_id, str(agreed)))

    async def revoked(self, jti: str) -> None:
        self.heard.append(("revoked", jti))

    async def card_issued(self, person_id: str, version: int) -> None:
        self.heard.append(("card_issued", person_id, str(version)))

    async def role_taken(self, person_id: str) -> None:
        self.heard.append(("role_taken", person_id))

    async def teacher_changed(self, lesson_id: str) -> None:
        self.heard.append(("teacher_changed", lesson_id))


@dataclass
class World:
    deps: Deps
    client: TestClient
    lesson: str

    @property
    def clock(self) -> Clock:
        assert isinstance(self.deps.clock, Clock)
        return self.deps.clock

    @property
    def hub(self) -> ListeningHub:
        assert isinstance(self.deps.hub, ListeningHub)
        return self.deps.hub

    def join(self, role: Role = "student", person: str = "hs-8a3-05", lesson: str | None = None) -> Issued:
        return self.deps.tokens.join(lesson or self.lesson, person, "Lê Gia Bảo", role, 3600, self.clock.now)

    def day(self, person: str = "gv-01", role: Role = "teacher") -> Issued:
        return self.deps.tokens.day(person, role, "Nguyễn Thị Ngọc Lan", self.clock.now)

    async def office(self) -> None:
        """From here on the client carries the office's cookie."""
        token = await one_time_link(self.deps.database, "login", self.clock.now)
        answer = await self.client.post("/api/v1/session", json={"token": token})
        assert answer.status == 201, await answer.text()

    async def call(self, method: str, path: str, token: str | None = API_KEY, **more: Any) -> ClientResponse:
        headers = {**more.pop("headers", {}), **({"Authorization": f"Bearer {token}"} if token else {})}
        return await self.client.request(method, f"/api/v1{path}", headers=headers, **more)

    async def keep(self, *what: tuple[int, AnyEvent]) -> None:
        """Events of the lesson, as the log writes them: (UTC ms, event)."""
        await self._keep(1, what)

    async def append(self, *what: tuple[int, AnyEvent]) -> None:
        """More of them."""
        await self._keep(len(await events_after(self.deps.database, self.lesson, after=0)) + 1, what)

    async def _keep(self, first: int, what: tuple[tuple[int, AnyEvent], ...]) -> None:
        rows = [
            {
                "lesson_id": self.lesson,
                "number": number,
                "at": at,
                "type": event.__struct_config__.tag,
                "body": msgspec.json.encode(event),
            }
            for number, (at, event) in enumerate(what, start=first)
        ]
        async with self.deps.database.begin() as connection:
            await connection.execute(insert(events), rows)


async def refused(answer: ClientResponse, status: int, code: str) -> None:
    """The answer is RFC 9457 problem+json with this status and code."""
    body = await answer.json(content_type="application/problem+json")
    assert (answer.status, body["code"]) == (status, code), body
    assert body["status"] == status and body["title"] and body["detail"] and body["hint"]
    assert set(body) <= {"type", "status", "title", "detail", "code", "hint"}
