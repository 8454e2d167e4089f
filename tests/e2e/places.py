"""Where the tests of pages stand: a demo server with a known secret, whose office is signed in to once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from playwright.async_api import Browser, Page, StorageState

from tests.e2e.people import pupil_joins, teacher_starts
from tests.support.axe import Looker
from tests.support.server import Served

OFFICE_PERSON = "nv-01"
"""The demo's giáo vụ."""


@dataclass
class Desk:
    """The cookies of the office, by the server's address: the printed link opens once."""

    states: dict[str, StorageState] = field(default_factory=dict)


@dataclass
class Place:
    """One server, one looker; `desk` is shared by all tests of this process."""

    served: Served
    looker: Looker
    browser: Browser
    desk: Desk

    async def join(self, lesson: str, role: str, student: str | None = None) -> str:
        return f"{self.served.url}/l/{lesson}#{await self.served.token(lesson, role, student)}"

    async def office(self, *path: str) -> Page:
        """The office pages, signed in; `path`: a section and what follows it."""
        url = self.served.url
        where = f"{url}/office#/{'/'.join(path or ('day',))}"
        state = self.desk.states.get(url)
        if state is None:
            link = next(line.strip() for line in self.served.lines if "/office#" in line)
            page = await self.looker.open(link)
            await page.get_by_test_id("add-lesson").wait_for()
            self.desk.states[url] = await page.context.storage_state()
            await page.goto(where)
        else:
            page = await self.looker.open(where, storage_state=state)
        await page.locator(".office-body").wait_for()
        return page

    async def held(self, *students: str) -> str:
        """A lesson of 8A3 that these pupils came to and that is over: others have no reason to be away."""
        lesson = await self.served.lesson()
        teacher = await teacher_starts(self.browser, self.served, lesson)
        for student in students:
            await pupil_joins(self.browser, self.served, lesson, student)
        await self.served.call("POST", f"/lessons/{lesson}/end")
        await teacher.get_by_role("heading", name="Tiết học đã kết thúc").wait_for()
        return lesson

    async def busy_day(self) -> str:
        """A day with lessons of the timetable, as YYYY-MM-DD, best one to come: the demo has this week's."""
        today = datetime.now(UTC).date()
        for days in (*range(1, 7), *range(0, -7, -1)):
            day = (today + timedelta(days=days)).isoformat()
            if _in_slots((await self.served.call("GET", f"/office/day-grid?date={day}"))["cells"]):
                return day
        raise AssertionError("a week without a lesson")

    async def two_pupils(self, one: str, two: str) -> Page:
        """A family's phone that two cards were read with, at the choice who learns now; both have a lesson."""
        await self.served.lesson()
        asked = {"people": [one, two]}
        cards = (await self.served.call("POST", "/classes/8a3/cards", asked, status=201))["cards"]
        page = await self.looker.open(cards[0]["url"])
        await page.wait_for_url("**/day")
        await page.goto(cards[1]["url"])
        await page.wait_for_url("**/day")
        await page.get_by_test_id("switch").click()
        await page.get_by_test_id("both").first.wait_for()
        return page

    async def companion(self, lesson: str) -> str:
        """The address in the code for the teacher's second phone."""
        token = await self.served.token(lesson, "teacher")
        path = f"/lessons/{lesson}/companion"
        made = await self.served.call("POST", path, {"kind": "camera"}, 201, token)
        return f"{self.served.url}{made['url']}"

    async def account(self, login: str, person: str = OFFICE_PERSON) -> str:
        """A temporary password of somebody of the staff, who signs in as `login` from now on."""
        body = {"person": person, "login": login, "way": "password"}
        return str((await self.served.call("POST", "/office/accounts", body, 201))["password"])


def _in_slots(cells: Sequence[dict[str, object]]) -> bool:
    return any(cell["class_id"] and cell["period_no"] and not cell["not_taught"] for cell in cells)
