"""The disk takes nothing for a while under a running lesson (issue 5.5): told, refused or kept, never lost in silence.

The limit on file sizes stands for the full disk: every write of the control process to a file fails.
"""

import resource
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from tests.support.lights import LightLesson
from tests.support.server import Served
from tests.support.waiting import PATIENCE_S, until_found

pytestmark = pytest.mark.process
PUPIL = "hs-8a3-05"


@pytest.fixture
async def lesson(tmp_path: Path) -> AsyncIterator[LightLesson]:
    async with Served(tmp_path) as served, LightLesson(served) as lesson:
        yield lesson


async def parts(served: Served, http: aiohttp.ClientSession) -> tuple[int, dict[str, bool]]:
    async with http.get(f"{served.url}/readyz") as answer:
        return answer.status, (await answer.json())["parts"]


async def test_a_full_disk_is_told_and_what_happened_meanwhile_is_kept(lesson: LightLesson) -> None:
    served, http = lesson.served, lesson.http
    teacher = await lesson.teaching()
    pupil = await lesson.come("student", PUPIL)
    pid = await served.pid("server.control")
    unlimited = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, unlimited[1]))
    try:
        assert await pupil.command(type="say", text="vẫn học") == {"ok": True}
        await teacher.until(lambda view: view["chat"]["count"] == 1, PATIENCE_S)

        async def troubled() -> tuple[int, dict[str, bool]] | None:
            told = await parts(served, http)
            return None if told[1]["events"] else told

        status, found = await until_found(troubled)
        assert (status, found["database"], found["media"]) == (503, True, True)
        asked = {
            "title": "x",
            "subject": "y",
            "starts_at": "2026-09-07T00:00:00Z",
            "ends_at": "2026-09-07T01:00:00Z",
        }
        problem = await served.call("POST", "/lessons", asked, 503)
        assert problem["code"] == "not_saved"
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, unlimited)
    await served.ready()
    events = (await served.call("GET", f"/lessons/{lesson.id}/events"))["events"]
    assert [one["text"] for one in events if one["type"] == "said"] == ["vẫn học"]
    assert [one["number"] for one in events] == list(range(1, len(events) + 1))
    assert await served.pid("server.control") == pid
    assert any("events cannot be written" in line for line in served.lines)
    assert any("events are kept again" in line for line in served.lines)
