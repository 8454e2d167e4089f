"""Every page as people see it: phone, narrow phone and desktop, light and dark, both languages. No axe violation,
nothing wider than the screen, nothing in the console; pictures go to tests/screenshots/ to be looked at.
"""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from server.http.tokens import Tokens
from tests.e2e.people import teacher_starts, until
from tests.support.axe import Looker
from tests.support.server import Served

SECRET = "only-for-the-pages-test-0123456789abcdef"
ZALO = (
    "Mozilla/5.0 (Linux; Android 13; wv) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36 Zalo/24.1"
)
SAVED = r"/\d\d:\d\d:\d\d/"
OLD = "delete Array.prototype.findLast;"
"""As in a browser before those we promise."""


@dataclass
class Place:
    served: Served
    looker: Looker
    browser: Browser

    async def join(self, lesson: str, role: str, student: str | None = None) -> str:
        return f"{self.served.url}/l/{lesson}#{await self.served.token(lesson, role, student)}"

    async def office(self) -> Page:
        """Signed in by the printed one-time link."""
        link = next(line.strip() for line in self.served.lines if "/office#" in line)
        page = await self.looker.open(link)
        await page.get_by_test_id("add-lesson").wait_for()
        return page


@pytest.fixture
async def place(tmp_path: Path, teachers: Browser) -> AsyncIterator[Place]:
    async with Served(tmp_path, secret=SECRET) as served:
        looker = Looker(teachers)
        yield Place(served, looker, teachers)
        if looker.faults:
            pytest.fail("\n".join(dict.fromkeys(looker.faults)), pytrace=False)


async def test_pages_around_lessons(place: Place) -> None:
    await quiet_pages(place)
    await office(place)
    await closed_doors(place)


async def test_pages_of_a_pupil_in_a_lesson(place: Place) -> None:
    await pupils_lesson(place)


async def test_pages_of_a_teacher_in_a_lesson(place: Place) -> None:
    await teachers_lesson(place)


async def quiet_pages(place: Place) -> None:
    looker, url = place.looker, place.served.url
    page = await looker.open(f"{url}/")
    await page.get_by_role("heading", name="Bục Giảng").wait_for()
    await looker.look(page, "home")
    await page.goto(f"{url}/setup#{'x' * 43}")
    await page.locator("input").first.wait_for()
    await looker.look(page, "setup")
    await page.get_by_role("button", name="Tạo tài khoản").click()
    await looker.look(page, "setup-faults")
    await page.goto(f"{url}/office")
    await page.locator("input[type=password]").wait_for()
    await looker.look(page, "office-login")
    await place.served.lesson()
    for person in ("gv-01", "hs-8a3-05"):
        day = await place.served.call("POST", f"/office/people/{person}/day-link", status=201)
        page = await looker.open(f"{url}/day#{str(day['url']).partition('#')[2]}")
        await page.get_by_test_id("featured").wait_for()
        await looker.look(page, f"day-{person[:2]}")
    await page.goto(f"{url}/day#forged")
    await page.get_by_role("alert").wait_for()
    await looker.look(page, "day-forged")


async def office(place: Place) -> None:
    looker = place.looker
    page = await place.office()
    await looker.look(page, "office-lessons")
    await page.get_by_test_id("lesson").first.get_by_role("button").first.click()
    await page.get_by_test_id("teacher-link").click()
    await page.get_by_test_id("link").wait_for()
    await looker.look(page, "office-lesson")
    await page.get_by_test_id("add-lesson").click()
    await page.get_by_test_id("save-lesson").click()
    await looker.look(page, "office-new-lesson")
    tabs = page.get_by_role("tab")
    for number, name in ((1, "classes"), (2, "teachers")):
        await tabs.nth(number).click()
        await page.locator(".people li").first.wait_for()
        await looker.look(page, f"office-{name}")


async def closed_doors(place: Place) -> None:
    looker, url = place.looker, place.served.url
    lesson = await place.served.lesson()
    tokens, now = Tokens(SECRET.encode()), round(time.time() * 1000)
    past = tokens.join(lesson, "hs-8a3-05", "Nguyễn Minh Anh", "student", 60, now - 3_600_000).token
    lost = tokens.join("khongcotiet1", "hs-8a3-05", "Nguyễn Minh Anh", "student", 60, now).token
    for name, link in (
        ("expired", f"/l/{lesson}#{past}"),
        ("forged", f"/l/{lesson}#a.b.c"),
        ("no-token", f"/l/{lesson}"),
        ("unknown-lesson", f"/l/khongcotiet1#{lost}"),
    ):
        page = await looker.open(f"{url}{link}")
        await page.locator(".problem").wait_for()
        await looker.look(page, f"problem-{name}")
        await page.context.close()
    page = await looker.open(await place.join(lesson, "student", "hs-8a3-05"), user_agent=ZALO)
    await page.get_by_role("button", name="Cứ học ở đây").wait_for()
    await looker.look(page, "in-app")
    context = await looker.context()
    await context.add_init_script(OLD)
    page = await context.new_page()
    await page.goto(f"{url}/l/{lesson}")
    await page.get_by_role("alert").wait_for()
    await looker.look(page, "unsupported")


async def pupils_lesson(place: Place) -> None:
    looker = place.looker
    lesson = await place.served.lesson(recording=True)
    pupil = await looker.open(await place.join(lesson, "student", "hs-8a3-05"))
    await pupil.get_by_test_id("join").wait_for()
    await looker.look(pupil, "join-card")
    await pupil.get_by_test_id("join").click()
    await pupil.get_by_test_id("chat").wait_for()
    await until(
        pupil,
        "document.querySelector('[data-testid=chat]').getBoundingClientRect().bottom < innerHeight - 40",
    )
    await looker.look(pupil, "pupil-waiting")
    teacher = await teacher_starts(place.browser, place.served, lesson)
    await until(pupil, "document.querySelector('[data-slot=v1]')?.videoWidth > 0")
    await looker.look(pupil, "pupil-live")
    for text in ("Em chào cô ạ.", "Nhóm em làm xong bài 2 rồi cô ạ, kết quả là AD/DB = 2/3 phải không ạ?"):
        await pupil.get_by_test_id("chat").fill(text)
        await pupil.get_by_test_id("chat-send").click()
    await pupil.get_by_test_id("raise-hand").click()
    await pupil.get_by_test_id("ask").click()
    await looker.look(pupil, "pupil-hand")
    await teacher.get_by_test_id("give-floor").click()
    await pupil.get_by_test_id("accept-floor").wait_for()
    await looker.look(pupil, "pupil-invited")
    await pupil.get_by_test_id("accept-floor").click()
    await pupil.get_by_test_id("camera").click()
    await until(pupil, "document.querySelector('[data-testid=camera][aria-pressed=true]')")
    await looker.look(pupil, "pupil-speaks")
    await pupil.get_by_test_id("listen-only").click()
    await looker.look(pupil, "pupil-listens")
    await place.served.call("POST", f"/lessons/{lesson}/end")
    await pupil.get_by_role("heading", name="Tiết học đã kết thúc").wait_for()
    await looker.look(pupil, "pupil-ended")


async def teachers_lesson(place: Place) -> None:
    looker = place.looker
    lesson = await place.served.lesson(
        minutes=9, recording=True
    )  # so near its end that the sheet can be filled
    teacher = await looker.open(await place.join(lesson, "teacher"))
    await until(teacher, "document.querySelector('[data-testid=start]:not(:disabled)')")
    await until(teacher, "document.querySelector('.preview video')?.videoWidth > 0")
    await looker.look(teacher, "teacher-check")
    await teacher.get_by_test_id("start").click()
    await until(teacher, "document.querySelector('[data-testid=camera][aria-pressed=true]')")
    await until(
        teacher, f"{SAVED}.test(document.querySelector('[data-testid=recording-saved]')?.textContent)"
    )
    await looker.look(teacher, "teacher-live")
    pupils = []
    for student in ("hs-8a3-05", "hs-8a3-07"):
        pupil = await looker.open(await place.join(lesson, "student", student))
        await pupil.get_by_test_id("join").click()
        await pupil.get_by_test_id("raise-hand").click()
        pupils.append(pupil)
    await pupils[0].get_by_test_id("chat").fill("Em chào cô ạ.")
    await pupils[0].get_by_test_id("chat-send").click()
    await teacher.get_by_test_id("give-floor").first.click()
    await pupils[0].get_by_test_id("accept-floor").click()
    await pupils[1].context.close()
    await until(teacher, "document.querySelector('[data-testid=floor] li')")
    await teacher.locator(".roster-card summary").click()
    await looker.look(teacher, "teacher-floor")
    await teacher.get_by_test_id("pause-recording").click()
    await teacher.get_by_test_id("resume-recording").wait_for()
    await looker.look(teacher, "teacher-paused")
    await looker.look(pupils[0], "pupil-paused")
    await teacher.get_by_test_id("resume-recording").click()
    await teacher.get_by_test_id("sheet-open").click()
    await teacher.get_by_test_id("sheet-remark").fill("Lớp học tích cực, hiểu bài.")
    await until(teacher, "document.querySelector('[data-testid=sheet-state]')?.dataset.state === 'saved'")
    await looker.look(teacher, "teacher-sheet")
    await teacher.get_by_test_id("end").click()
    await looker.look(teacher, "teacher-end")
    other = await looker.open(await place.join(lesson, "teacher"))
    await other.get_by_test_id("join").wait_for()
    await looker.look(other, "teacher-back")
    await teacher.get_by_test_id("end-confirm").click()
    await teacher.get_by_role("heading", name="Tiết học đã kết thúc").wait_for()
    await until(teacher, "document.querySelector('[data-testid=sheet-remark]')?.value.startsWith('Lớp học')")
    await looker.look(teacher, "teacher-ended")
    await record(place, teacher, lesson)
    await kept(place, lesson)


async def record(place: Place, teacher: Page, lesson: str) -> None:
    """The record of the lesson that has just ended, its sheet with a conflict, the office's way to remove it."""
    looker = place.looker
    other = await looker.open(
        f"{place.served.url}/record/{lesson}#{await place.served.token(lesson, 'teacher')}"
    )
    await other.get_by_test_id("record-page").wait_for()
    await looker.look(other, "record")
    await other.get_by_test_id("record-edit").click()
    await other.get_by_test_id("sheet-remark").fill("Lớp học tốt.")
    await looker.look(other, "record-sheet")
    await teacher.get_by_test_id("sheet-remark").fill("Lớp học tích cực, hiểu bài, làm đủ bài tập.")
    await teacher.get_by_test_id("sheet-save").click()
    await until(teacher, "document.querySelector('[data-testid=sheet-state]')?.dataset.state === 'saved'")
    await other.get_by_test_id("sheet-save").click()
    await other.get_by_test_id("sheet-theirs-remark").wait_for()
    await looker.look(other, "record-changed-meanwhile")
    await other.get_by_test_id("sheet-save").click()
    await until(other, "document.querySelectorAll('[data-testid=record-version] option').length === 3")
    await looker.look(other, "record-versions")
    pupil = await looker.open(
        f"{place.served.url}/record/{lesson}#{await place.served.token(lesson, 'student', 'hs-8a3-05')}"
    )
    await pupil.get_by_role("alert").wait_for()
    await looker.look(pupil, "record-refused")


async def kept(place: Place, lesson: str) -> None:
    """What the office sees of a lesson that was recorded."""
    looker = place.looker
    page = await place.office()
    ended = page.locator(f'[data-lesson="{lesson}"]')
    await ended.get_by_role("button").first.click()
    await page.get_by_test_id("replay-link").wait_for()
    await page.get_by_test_id("remove-record").click()
    await looker.look(page, "office-kept")
    for label in ("Lý do xóa", "Số quyết định"):
        await page.get_by_label(label).fill("Thử 01/QĐ")
    await page.get_by_test_id("remove-record-now").click()
    await page.get_by_test_id("remove-record-now-confirm").click()
    await page.get_by_test_id("record-link").wait_for(state="detached")
    await page.goto(f"{place.served.url}/record/{lesson}")
    await page.get_by_text("Thử 01/QĐ").first.wait_for()
    await looker.look(page, "record-removed")
