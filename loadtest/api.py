"""The little a scenario needs of the HTTP API: a lesson, tickets into it, its attendance, the server's meters."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp

from loadtest.person import Ticket


@dataclass(frozen=True)
class Api:
    """A running server and its API key."""

    url: str
    key: str
    http: aiohttp.ClientSession

    async def lesson(self, title: str, minutes: int = 45) -> str:
        """A new ad-hoc lesson that began a minute ago; its id."""
        now = datetime.now(UTC)
        body = {
            "title": title,
            "subject": "Toán",
            "starts_at": (now - timedelta(minutes=1)).isoformat(),
            "ends_at": (now + timedelta(minutes=minutes)).isoformat(),
            "recording": False,
        }
        made = await self._call("POST", "/api/v1/lessons", body)
        return str(made["id"])

    async def ticket(self, lesson: str, role: str, number: int) -> Ticket:
        """A join token for an invented person of the lesson."""
        person, name = f"{role}-{number:02d}", f"{role.capitalize()} {number:02d}"
        body = {"role": role, "name": name, "student_id": person, "ttl_s": 7200}
        made = await self._call("POST", f"/api/v1/lessons/{lesson}/tokens", body)
        return Ticket(lesson, person, name, role, made["token"])

    async def attendance(self, lesson: str) -> dict[str, Any]:
        """person → that person's line of the attendance."""
        answer = await self._call("GET", f"/api/v1/lessons/{lesson}/attendance")
        return {line["person"]: line for line in answer["students"]}

    async def end(self, lesson: str) -> None:
        await self._call("POST", f"/api/v1/lessons/{lesson}/end")

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
